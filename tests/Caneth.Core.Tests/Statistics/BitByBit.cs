namespace Caneth.Tests.Statistics;

/// <summary>A frame written out bit by bit as ISO 11898-1 has it, without a table and without a thought of speed.</summary>
internal static class BitByBit
{
    /// <summary>How long a classic frame is with its stuff bits.</summary>
    public static int LengthOf(CanFrame frame)
    {
        var bits = "0" + (frame.Extended
            ? Text(frame.Id >> 18, 11) + "11" + Text(frame.Id & 0x3FFFF, 18) + (frame.Remote ? "1" : "0") + "00"
            : Text(frame.Id, 11) + (frame.Remote ? "1" : "0") + "00");
        bits += Text((uint)frame.Dlc, 4) + DataOf(frame);
        bits += Text(Crc(bits), 15);
        const string DelimiterAckEndAndSpace = "1" + "01" + "1111111" + "111";
        return Stuffed(bits, out _).Length + DelimiterAckEndAndSpace.Length;
    }

    /// <summary>How long the parts of a CAN FD frame are: up to BRS, from ESI to the CRC, and after that.</summary>
    public static (int Header, int Data, int End) PartsOf(CanFrame frame)
    {
        var header = "0" + (frame.Extended
            ? Text(frame.Id >> 18, 11) + "11" + Text(frame.Id & 0x3FFFF, 18) + "0" + "10"
            : Text(frame.Id, 11) + "00" + "10");
        header += frame.BitRateSwitch ? "1" : "0";
        var bits = header + (frame.ErrorState ? "1" : "0") + Text((uint)frame.Dlc, 4) + DataOf(frame);

        // A stuff bit belongs to the bits before which it stands; the first fixed one stands for one that would be the last.
        var stuffed = Stuffed(bits, out var places);
        var inHeader = places.Count(place => place < header.Length);
        var inData = places.Count(place => place >= header.Length && place < bits.Length);
        Assert.InRange(stuffed.Length - bits.Length - inHeader - inData, 0, 1);
        var crc = frame.Data.Count > 16 ? 21 : 17;
        var fixedOnes = 1 + (4 + crc) / 4;
        return (header.Length + inHeader, bits.Length - header.Length + inData + 4 + crc + fixedOnes, 13);
    }

    private static string DataOf(CanFrame frame) => string.Concat(frame.Data.ToArray().Select(value => Text(value, 8)));

    private static string Text(uint value, int length) => Convert.ToString(value, 2).PadLeft(length, '0');

    private static uint Crc(string bits)
    {
        var crc = 0u;
        foreach (var bit in bits)
        {
            var next = (bit == '1') ^ ((crc & 0x4000) != 0);
            crc = crc << 1 & 0x7FFF;
            crc = next ? crc ^ 0x4599 : crc;
        }

        return crc;
    }

    /// <param name="bits">The bits.</param>
    /// <param name="places">The bits in front of which stuff bits were put; the number of bits for one at the end.</param>
    private static string Stuffed(string bits, out List<int> places)
    {
        var stuffed = "";
        places = [];
        for (var place = 0; place < bits.Length; place++)
        {
            stuffed += bits[place];
            if (stuffed.EndsWith("00000", StringComparison.Ordinal) || stuffed.EndsWith("11111", StringComparison.Ordinal))
            {
                stuffed += bits[place] == '0' ? '1' : '0';
                places.Add(place + 1);
            }
        }

        return stuffed;
    }
}
