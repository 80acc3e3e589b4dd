using Caneth.Flow;
using Caneth.Links;
using Caneth.Links.Streams;

namespace Caneth.Tests.Links;

/// <summary>Keeps what a decoder did not consume, as a link does, and what it counted and told.</summary>
internal sealed class DecoderFeed
{
    /// <summary>When everything is received that does not say another time.</summary>
    public static readonly Timestamp Now = Timestamp.Parse("2026-01-31T13:45:00Z");

    private readonly int room;
    private readonly IWireDecoder decoder;
    private byte[] unread = [];
    private int received;

    /// <param name="create">Makes the decoder.</param>
    /// <param name="room">How many frames are taken at once.</param>
    public DecoderFeed(Func<LinkContext, IWireDecoder> create, int room = 64)
    {
        this.room = room;
        var context = new LinkContext(TimeProvider.System, () => Now, Notices.Add) { Device = "bench", Counters = Counted };
        decoder = create(context);
    }

    public List<CanFrame> Frames { get; } = [];

    public List<LinkNotice> Notices { get; } = [];

    public Tally<LinkCounter> Counted { get; } = new();

    public bool IsLost => decoder.AlignmentLost;

    public int Left => unread.Length;

    /// <summary>One read.</summary>
    public DecoderFeed Receive(ReadOnlySpan<byte> bytes, Timestamp? at = null)
    {
        unread = [.. unread, .. bytes];
        received += bytes.Length;
        var frames = new CanFrame[room];
        int count;
        do
        {
            count = decoder.Decode(unread, at ?? Now, frames, silent: false, out var consumed);
            unread = unread[consumed..];
            Frames.AddRange(frames.AsSpan(0, count));
        }
        while (count == room);
        return this;
    }

    /// <summary>Reads of some lengths, again and again.</summary>
    public DecoderFeed ReceiveInPieces(byte[] bytes, params int[] pieces)
    {
        for (int turn = 0, start = 0; start < bytes.Length; turn++)
        {
            var piece = Math.Min(pieces[turn % pieces.Length], bytes.Length - start);
            Receive(bytes.AsSpan(start, piece));
            start += piece;
        }

        return this;
    }

    /// <summary>The connection ends.</summary>
    public DecoderFeed End()
    {
        decoder.End(unread);
        unread = [];
        return this;
    }

    /// <summary>What is not skipped is left or was a message.</summary>
    public void AssertWithin() => Assert.InRange(Counted[LinkCounter.BytesSkipped] + Left, 0, received);
}
