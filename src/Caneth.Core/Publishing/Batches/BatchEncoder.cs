using System.Buffers.Binary;
using System.IO.Compression;

namespace Caneth.Publishing;

/// <summary>Makes batches of the frames of one device. For one thread.</summary>
internal sealed class BatchEncoder
{
    // Brotli's fastest, which takes as little time as writing the frames does and halves them; more costs much and gains little.
    private const int Quality = 1;
    private const int Window = 22;

    private readonly string device;
    private readonly ulong session;
    private readonly int headerLength;
    private byte[] body = [];
    private byte[] message = [];

    /// <param name="device">The device.</param>
    /// <param name="session">Which run of the publisher.</param>
    /// <exception cref="ArgumentException">The name of the device is too long.</exception>
    public BatchEncoder(string device, ulong session)
    {
        this.device = device;
        this.session = session;
        headerLength = BatchHeader.LengthFor(device);
        var room = headerLength - BatchHeader.LengthFor(string.Empty);
        Option.RequireRange(room, nameof(device), 0, BatchHeader.MaxNameLength, " bytes of a name in UTF-8");
    }

    /// <summary>Makes a batch.</summary>
    /// <param name="frames">The frames: 1 to <see cref="FrameBatch.MaxFrames"/>.</param>
    /// <param name="firstSequence">The number of the first.</param>
    /// <returns>Its bytes, until the next call.</returns>
    public ReadOnlyMemory<byte> Encode(ReadOnlySpan<CanFrame> frames, long firstSequence)
    {
        Reserve(frames.Length * BatchBody.MaxFrameLength);
        var unit = BatchBody.UnitOf(frames);
        var bodyLength = BatchBody.Write(frames, unit, body);
        var room = message.AsSpan(headerLength, bodyLength);
        var isCompressed = BrotliEncoder.TryCompress(body.AsSpan(0, bodyLength), room, out var length, Quality, Window);
        if (!isCompressed)
        {
            // It would not get shorter.
            body.AsSpan(0, bodyLength).CopyTo(room);
            length = bodyLength;
        }

        new BatchHeader(device, session, firstSequence, frames.Length, frames[0].Timestamp, unit, isCompressed, bodyLength).Write(message);
        var end = headerLength + length;
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(end), BatchHeader.ChecksumOf(message.AsSpan(0, end)));
        return message.AsMemory(0, end + BatchHeader.ChecksumLength);
    }

    private void Reserve(int length)
    {
        if (body.Length < length)
        {
            body = new byte[length];
            message = new byte[headerLength + length + BatchHeader.ChecksumLength];
        }
    }
}
