namespace Caneth.Statistics;

/// <summary>
/// How long CAN FD frames are, in bits (ISO 11898-1:2015). Stuff bits as in classic frames are in them up to the end of the data; from
/// there on they stand in fixed places, whatever the CRC is.
/// </summary>
internal static class FdFrameBits
{
    // SOF, 11 bits of the id, RRS, IDE, FDF, a reserved bit and BRS; with 29 bits of the id SRR and 18 bits more.
    private const int HeaderStandard = 17;
    private const int HeaderExtended = 36;

    // ESI and DLC.
    private const int DataHeader = 5;

    // The number of stuff bits with its parity (4), the CRC, and the fixed stuff bits: one at first, and one after each fourth bit.
    private const int ShortCrc = 4 + 17 + 6;
    private const int LongCrc = 4 + 21 + 7;
    private const int LongestOfShortCrc = 16;

    // The delimiter of the CRC, ACK and its delimiter, the end of the frame, and the interframe space.
    private const int End = 1 + 2 + 7 + 3;

    public static FrameBits Exact(in CanFrame frame)
    {
        var switches = frame.BitRateSwitch ? 1UL : 0;
        var stuffing = new StuffBits();
        if (frame.Extended)
        {
            // SRR and IDE recessive, RRS dominant, FDF recessive, the reserved bit dominant.
            stuffing.Add((ulong)frame.Id >> 18 << 24 | 0b11UL << 22 | (frame.Id & 0x3_FFFFUL) << 4 | 0b100UL | switches, HeaderExtended);
        }
        else
        {
            // RRS and IDE dominant, FDF recessive, the reserved bit dominant.
            stuffing.Add((ulong)frame.Id << 5 | 0b100UL | switches, HeaderStandard);
        }

        // One that follows on BRS is sent at the rate to which it switched.
        var inHeader = stuffing.Count - (stuffing.FollowsOn((int)switches) ? 1 : 0);
        stuffing.Add((frame.ErrorState ? 1UL << 4 : 0) | (uint)frame.Dlc, DataHeader);
        Span<byte> room = stackalloc byte[CanData.MaxLength];
        frame.Data.CopyTo(room);
        var data = room[..frame.Length];
        foreach (var value in data)
        {
            stuffing.AddByte(value);
        }

        // Where one would follow on the last bit of the data, the first of the fixed ones takes its place.
        var last = data.IsEmpty ? frame.Dlc : data[^1];
        return Of(frame, inHeader, stuffing.Count - (stuffing.FollowsOn(last) ? 1 : 0));
    }

    public static FrameBits WithoutStuffing(in CanFrame frame) => Of(frame, 0, 0);

    public static FrameBits WorstCase(in CanFrame frame)
    {
        var header = HeaderOf(frame);
        return Of(frame, MostStuffBits(header), MostStuffBits(header + DataHeader + 8 * frame.Length));
    }

    // The first after five bits, the others after four more each, and none after the last bit.
    private static int MostStuffBits(int bits) => (bits - 2) / 4;

    private static int HeaderOf(in CanFrame frame) => frame.Extended ? HeaderExtended : HeaderStandard;

    private static FrameBits Of(in CanFrame frame, int stuffBitsInHeader, int stuffBits)
    {
        var nominal = HeaderOf(frame) + stuffBitsInHeader + End;
        var data = DataHeader + 8 * frame.Length + (frame.Length > LongestOfShortCrc ? LongCrc : ShortCrc) + stuffBits - stuffBitsInHeader;
        return frame.BitRateSwitch ? new(nominal, data) : new(nominal + data, 0);
    }
}
