using System.Buffers;
using System.IO.Compression;

namespace Caneth.Publishing;

/// <summary>Reads batches.</summary>
internal static class BatchDecoder
{
    /// <inheritdoc cref="FrameBatch.Decode"/>
    public static FrameBatch Decode(ReadOnlySpan<byte> message)
    {
        if (!BatchHeader.TryRead(message, out var header, out var body, out var problem))
        {
            throw NotABatch(problem);
        }

        var frames = new CanFrame[header.Count];
        if (!header.IsCompressed)
        {
            return body.Length == header.BodyLength && BatchBody.TryRead(body, header, frames) ? Of(header, frames) : throw NotFrames();
        }

        // The header has said how long it may become, so that a few bytes cannot become many.
        var plain = ArrayPool<byte>.Shared.Rent(header.BodyLength);
        try
        {
            return BrotliDecoder.TryDecompress(body, plain.AsSpan(0, header.BodyLength), out var length) && length == header.BodyLength
                && BatchBody.TryRead(plain.AsSpan(0, length), header, frames) ? Of(header, frames) : throw NotFrames();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
        }
    }

    private static FrameBatch Of(in BatchHeader header, CanFrame[] frames) => new(header.Device, header.Session, header.FirstSequence, frames);

    private static InvalidDataException NotFrames() => NotABatch("what follows its header are not the frames that it announces");

    private static InvalidDataException NotABatch(string problem) => new($"The message is not a batch of frames: {problem}.");
}
