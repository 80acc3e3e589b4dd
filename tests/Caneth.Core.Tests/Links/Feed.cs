using Caneth.Links.Gateway;

namespace Caneth.Tests.Links;

/// <summary>Keeps what a decoder did not consume, as a session does.</summary>
internal sealed class Feed(int room = 512, FrameStreamDecoder? decoder = null)
{
    private byte[] unread = [];
    private long received;

    public FrameStreamDecoder Decoder { get; } = decoder ?? new();

    public List<CanFrame> Frames { get; } = [];

    public int Left => unread.Length;

    /// <summary>One read.</summary>
    public void Receive(byte[] bytes)
    {
        unread = [.. unread, .. bytes];
        received += bytes.Length;
        Decode(silent: false);
    }

    /// <summary>Reads of some lengths, again and again.</summary>
    public void ReceiveInPieces(byte[] bytes, int[] pieces)
    {
        for (int turn = 0, start = 0; start < bytes.Length; turn++)
        {
            var piece = Math.Min(pieces[turn % pieces.Length], bytes.Length - start);
            Receive(bytes[start..(start + piece)]);
            start += piece;
        }
    }

    /// <summary>Nothing comes for 100 ms.</summary>
    public void FallSilent()
    {
        if (Decoder.IsHolding)
        {
            Decode(silent: true);
        }
    }

    /// <summary>Every byte received is part of something that was counted.</summary>
    public void AssertAccounted() => Assert.Equal(received, Left + 13 * (Frames.Count + (Decoder.Refused ? 1 : 0))
        + Decoder.BytesSkipped + Decoder.HeartbeatBytes + Decoder.RegistrationBytes);

    private void Decode(bool silent)
    {
        var frames = new CanFrame[room];
        int count;
        do
        {
            count = silent
                ? Decoder.DecodeAfterSilence(unread, default, frames, out var consumed)
                : Decoder.Decode(unread, default, frames, out consumed);
            unread = unread[consumed..];
            Frames.AddRange(frames.AsSpan(0, count));
        }
        while (count == frames.Length);
    }
}
