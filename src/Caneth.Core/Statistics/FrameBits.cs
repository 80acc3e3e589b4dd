namespace Caneth.Statistics;

/// <summary>
/// How long frames are on a bus, in bits (ISO 11898-1), the interframe space of 3 bits included. An error frame has none: how long it was
/// nobody knows.
/// </summary>
/// <param name="Nominal">The bits at the nominal bit rate: of a classic frame, and of a CAN FD frame without BRS, all.</param>
/// <param name="Data">The bits at the bit rate of the data phase: those of a CAN FD frame with BRS from its ESI to the end of its CRC.</param>
public readonly record struct FrameBits(long Nominal, long Data)
{
    /// <summary>All bits, at whichever rate.</summary>
    public long Total => Nominal + Data;

    /// <summary>The bits of both together.</summary>
    public static FrameBits operator +(FrameBits left, FrameBits right) => new(left.Nominal + right.Nominal, left.Data + right.Data);

    /// <summary>The bits of both together.</summary>
    /// <param name="left">Some bits.</param>
    /// <param name="right">Other bits.</param>
    /// <returns>Their sum.</returns>
    public static FrameBits Add(FrameBits left, FrameBits right) => left + right;

    /// <summary>The bits of a frame with the stuff bits that its id and its data make, the CRC of a classic frame computed.</summary>
    /// <param name="frame">A frame.</param>
    /// <returns>The bits, exact.</returns>
    public static FrameBits Exact(in CanFrame frame) => frame.Error ? default
        : frame.Fd ? FdFrameBits.Exact(frame)
        : new(BitTiming.BitsOf(frame) + StuffBitsOf(frame), 0);

    /// <summary>The bits of a frame without stuff bits: the least that a frame of its kind and length has.</summary>
    /// <param name="frame">A frame.</param>
    /// <returns>Of a classic frame with n bytes 47 + 8n, extended 67 + 8n.</returns>
    public static FrameBits WithoutStuffing(in CanFrame frame) => frame.Error ? default
        : frame.Fd ? FdFrameBits.WithoutStuffing(frame)
        : new(BitTiming.BitsOf(frame), 0);

    /// <summary>The bits of a frame with a stuff bit wherever one is possible: more than any frame of its kind and length has.</summary>
    /// <param name="frame">A frame.</param>
    /// <returns>Of a classic frame with n bytes 55 + 10n, extended 80 + 10n.</returns>
    public static FrameBits WorstCase(in CanFrame frame) => frame.Error ? default
        : frame.Fd ? FdFrameBits.WorstCase(frame)
        : new(BitTiming.MostBitsOf(frame), 0);

    /// <summary>How many stuff bits there are from the start of a classic frame to the end of its CRC.</summary>
    private static int StuffBitsOf(in CanFrame frame)
    {
        var remote = frame.Remote ? 1UL : 0;
        var (header, length) = frame.Extended

            // SOF, 11 bits of the id, SRR and IDE recessive, 18 bits of the id, RTR, two reserved bits dominant, DLC.
            ? ((ulong)frame.Id >> 18 << 27 | 0b11UL << 25 | (frame.Id & 0x3_FFFFUL) << 7 | remote << 6 | (uint)frame.Dlc, 39)

            // SOF, the id, RTR, IDE and a reserved bit dominant, DLC.
            : ((ulong)frame.Id << 7 | remote << 6 | (uint)frame.Dlc, 19);
        var stuffing = new StuffBits();
        stuffing.Add(header, length);
        var crc = 0;
        for (var place = 32; place >= 0; place -= 8)
        {
            crc = Crc15.Add(crc, (byte)(header >> place));
        }

        var data = frame.Inline;
        for (var count = frame.Length; count > 0; count--)
        {
            stuffing.AddByte((byte)data);
            crc = Crc15.Add(crc, (byte)data);
            data >>= 8;
        }

        stuffing.Add((ulong)crc, Crc15.Length);
        return stuffing.Count;
    }
}
