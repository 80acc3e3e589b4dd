namespace Caneth.Testing.Fuzzing;

/// <summary>Captures as other tools write them.</summary>
public static class FuzzCaptures
{
    /// <summary>A pcapng with sections of both orders of bytes and every kind of block, and a pcap with each order.</summary>
    public static IEnumerable<(string Name, byte[] Content)> Make() =>
    [
        ("pcapng of others", [.. MakePcapng(bigEndian: true), .. MakePcapng(bigEndian: false)]),
        ("pcap of others", MakePcap(bigEndian: true, 0xA1B2C3D4)),
        ("pcap with nanoseconds", MakePcap(bigEndian: false, 0xA1B23C4D)),
    ];

    private static byte[] Fd => [.. HexBytes.Parse("00000100 0C040000"), .. new byte[12]];

    private static byte[] MakePcapng(bool bigEndian)
    {
        var builder = new CaptureBuilder(bigEndian).Section();
        byte[] cooked = [.. HexBytes.Parse("0004 0118 0000 0000000000000000 000C"), .. builder.Four(0x123), .. HexBytes.Parse("02000000 1122")];
        return builder
            .Interface(CaptureBuilder.SocketCan, (2, "can0"u8.ToArray()), (9, [9]), (14, builder.Eight(1_700_000_000)))
            .Interface(113, (2, "any"u8.ToArray())).Interface(1).Interface(CaptureBuilder.SocketCan, (9, [0x94]))
            .Packet(0, 1, HexBytes.Parse("00000123 03000000 112233"), (2, builder.Four(2)), (4, builder.Eight(3)))
            .Packet(1, 1_700_000_000_000_000, cooked).Packet(2, 2, new byte[60]).Packet(3, 1UL << 50, Fd)
            .Block(4, new byte[16]).Block(5, new byte[12]).Block(0x0BAD, [1, 2, 3, 4]).Block(0x4321, [])
            .OldPacket(0, 5, 4, HexBytes.Parse("92345678 0800000E 0102030405060708"))
            .SimplePacket(HexBytes.Parse("20000004 08000000 0004000000000000"))
            .Packet(0, 9, HexBytes.Parse("40000123 05000000")).Packet(0, 10, HexBytes.Parse("00000123 81000800 00000000"))
            .ToArray();
    }

    private static byte[] MakePcap(bool bigEndian, uint magic)
    {
        var builder = new CaptureBuilder(bigEndian);
        builder.Raw([.. builder.Four(magic), .. builder.Two(2), .. builder.Two(4), .. new byte[8], .. builder.Four(262144), .. builder.Four(227)]);
        foreach (var packet in (byte[][])[HexBytes.Parse("00000123 03000000 112233"), Fd, HexBytes.Parse("40000123 05000000")])
        {
            builder.Raw([.. builder.Four(1_700_000_000), .. builder.Four(999_999), .. builder.Four((uint)packet.Length), .. builder.Four((uint)packet.Length), .. packet]);
        }

        return builder.ToArray();
    }
}
