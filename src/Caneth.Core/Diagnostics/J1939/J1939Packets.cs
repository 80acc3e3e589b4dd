namespace Caneth.Diagnostics;

/// <summary>
/// The packets of a message, each in its place. Their numbers do not repeat within a message, so a packet that comes twice, or later than
/// others, does no harm.
/// </summary>
/// <param name="length">How many bytes the message has, at most <see cref="J1939Control.MaxLength"/>.</param>
internal sealed class J1939Packets(int length)
{
    private readonly byte[] bytes = new byte[length];
    private readonly bool[] isThere = new bool[J1939Control.PacketsOf(length)];
    private int missing = J1939Control.PacketsOf(length);

    /// <summary>How many bytes the message has.</summary>
    public int Length => bytes.Length;

    /// <summary>How many packets the message has.</summary>
    public int Count => isThere.Length;

    /// <summary>How many of them came.</summary>
    public int Received => Count - missing;

    public bool IsComplete => missing == 0;

    /// <summary>The number of the first packet that is missing, from 1; one more than there are where none is.</summary>
    public int FirstMissing => Array.IndexOf(isThere, false) is var place and >= 0 ? place + 1 : Count + 1;

    /// <summary>Puts a packet in its place.</summary>
    /// <param name="data">The number of the packet, and its bytes.</param>
    /// <returns>Whether it is one of this message: its number is among them, and it carries all that belongs in its place.</returns>
    public bool Add(in CanData data)
    {
        var place = data.Count == 0 ? -1 : data[0] - 1;
        if (place < 0 || place >= Count)
        {
            return false;
        }

        var first = place * J1939Control.PacketLength;
        var count = Math.Min(J1939Control.PacketLength, Length - first);
        if (data.Count <= count)
        {
            return false;
        }

        Span<byte> all = stackalloc byte[CanData.MaxLength];
        data.CopyTo(all);
        all.Slice(1, count).CopyTo(bytes.AsSpan(first));
        missing -= isThere[place] ? 0 : 1;
        isThere[place] = true;
        return true;
    }

    /// <summary>The bytes up to the first packet that is missing.</summary>
    public byte[] ToArray() => bytes[..Math.Min(Length, (FirstMissing - 1) * J1939Control.PacketLength)];
}
