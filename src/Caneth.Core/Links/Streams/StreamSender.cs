namespace Caneth.Links.Streams;

/// <summary>The sending half of a link of bytes: frames in, bytes out, and a torn frame kept until it is whole. Used by one thread at a time.</summary>
/// <param name="stream">The connection.</param>
/// <param name="wire">How frames are written.</param>
internal sealed class StreamSender(IByteStream stream, Wire wire)
{
    private readonly byte[] encoded = new byte[wire.Capabilities.MaxFramesPerWrite * wire.MaxFrameSize];
    private readonly int[] ends = new int[wire.Capabilities.MaxFramesPerWrite];
    private readonly ConfirmedFrames confirmed = new(stream);
    private int tornBytes;

    /// <summary>A frame of which only a part is confirmed is not; the end of a stream may be confirmed too, and is none. For any thread.</summary>
    public long? FramesConfirmed => confirmed.Count;

    /// <inheritdoc cref="ICanLink.Send"/>
    public LinkWrite Send(ReadOnlySpan<CanFrame> frames)
    {
        if (frames.IsEmpty)
        {
            return new(0, 0, tornBytes > 0);
        }

        wire.Encode(frames, encoded, ends);
        var frameEnds = ends.AsSpan(0, frames.Length);
        var origin = stream.BytesWritten - tornBytes;
        var bytes = stream.Send(encoded.AsSpan(tornBytes..frameEnds[^1]));
        var reached = tornBytes + bytes;
        var whole = reached == frameEnds[^1] ? frames.Length : CountUpTo(reached, frameEnds);
        tornBytes = whole == 0 ? reached : reached - frameEnds[whole - 1];
        confirmed.Append(frameEnds[..whole], origin);
        return new(whole, bytes, tornBytes > 0);
    }

    private static int CountUpTo(int reached, ReadOnlySpan<int> frameEnds)
    {
        var place = frameEnds.BinarySearch(reached);
        return place < 0 ? ~place : place + 1;
    }
}
