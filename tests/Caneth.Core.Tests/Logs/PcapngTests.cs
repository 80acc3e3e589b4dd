using System.Buffers.Binary;
using Caneth.Logs;

namespace Caneth.Tests.Logs;

/// <summary>Captures, as Wireshark, dumpcap and others write them.</summary>
public class PcapngTests
{
    private const int NameOption = 2;
    private const int ResolutionOption = 9;
    private const int OffsetOption = 14;
    private const int FlagsOption = 2;
    private const int DroppedOption = 4;

    private static readonly byte[] Frame123 = HexBytes.Parse("00000123 03000000 112233");

    [Fact]
    public void What_is_written_is_what_the_specification_says()
    {
        var frame = new CanFrame(0x18DB33F1, new byte[12], FrameFlags.Fd | FrameFlags.BitRateSwitch | FrameFlags.Transmitted)
        {
            Timestamp = new(0x0123456789ABCDEF),
            Device = "can0",
        };
        Assert.Equal(HexBytes.Parse(
            // A section: its length, the order of its bytes, version 1.0, of unknown length, written by Caneth.
            "0A0D0D0A 2C000000 4D3C2B1A 0100 0000 FFFFFFFFFFFFFFFF 0400 0600 43616E657468 0000 0000 0000 2C000000"
            // An interface of the link type 227, with a name and nanoseconds.
            + "01000000 28000000 E300 0000 00000000 0200 0400 63616E30 0900 0100 09 000000 0000 0000 28000000"
            // A packet of 20 bytes that was sent.
            + "06000000 40000000 00000000 67452301 EFCDAB89 14000000 14000000 98DB33F1 0C 05 00 00 000000000000000000000000 0200 0400 02000000 0000 0000 40000000"),
            LogText.WriteBytes(LogFormats.Pcapng, [frame]));
    }

    [Fact]
    public void Without_frames_there_is_a_section_that_is_empty()
    {
        var content = LogText.WriteBytes(LogFormats.Pcapng, []);
        Assert.Equal(44, content.Length);
        Assert.Empty(LogText.Read(LogFormats.Pcapng, content));
    }

    [Fact]
    public void Sections_of_both_orders_of_bytes_follow_each_other_each_with_interfaces_of_its_own()
    {
        byte[] content =
        [
            .. new CaptureBuilder(bigEndian: true).Section().Interface(CaptureBuilder.SocketCan, (NameOption, "can7"u8.ToArray())).Packet(0, 1_500_000, Frame123).ToArray(),
            .. new CaptureBuilder().Section().Interface(CaptureBuilder.SocketCan, (NameOption, "can8"u8.ToArray())).Packet(0, 2_500_000, Frame123).ToArray(),
        ];
        Assert.Equal([("can7", 1.5), ("can8", 2.5)], Read(content, out _).Select(frame => (frame.Device!, frame.Timestamp.Seconds)));
    }

    [Theory]
    [InlineData(-1, 0, 1_700_000_000_123_456UL, 1_700_000_000_123_456_000)]
    [InlineData(0, 0, 1_700_000_000UL, 1_700_000_000_000_000_000)]
    [InlineData(3, 0, 1_700_000_000_123UL, 1_700_000_000_123_000_000)]
    [InlineData(9, 0, 1_700_000_000_123_456_789UL, 1_700_000_000_123_456_789)]
    [InlineData(10, 0, 17_000_000_001_234_567_899UL, 1_700_000_000_123_456_789)]
    [InlineData(12, 0, 5_123_456_789_999UL, 5_123_456_789)]
    [InlineData(0x80, 0, 3UL, 3_000_000_000)]
    [InlineData(0x80 + 10, 0, 1536UL, 1_500_000_000)]
    [InlineData(0x80 + 32, 0, 0x6553F100_80000000UL, 1_700_000_000_500_000_000)]
    [InlineData(6, 1_700_000_000, 5_000_000UL, 1_700_000_005_000_000_000)]
    [InlineData(6, -10, 15_000_000UL, 5_000_000_000)]
    [InlineData(127, 0, ulong.MaxValue, 1)]
    [InlineData(255, 0, ulong.MaxValue, 0)]
    public void Times_are_in_the_units_that_an_interface_says(int resolution, long offset, ulong time, long nanoseconds)
    {
        var builder = new CaptureBuilder().Section();
        builder.Interface(CaptureBuilder.SocketCan,
            [.. resolution < 0 ? ((int, byte[])[])[] : [(ResolutionOption, [(byte)resolution])], (OffsetOption, builder.Eight((ulong)offset))]);
        var frame = Assert.Single(Read(builder.Packet(0, time, Frame123).ToArray(), out var reader));
        Assert.Equal(nanoseconds, frame.Timestamp.Nanoseconds);
        Assert.Empty(reader.Losses);
    }

    [Theory]
    [InlineData(0, 0, ulong.MaxValue)]
    [InlineData(6, long.MaxValue, 1UL)]
    public void Times_beyond_what_can_be_said_are_told(int resolution, long offset, ulong time)
    {
        var builder = new CaptureBuilder().Section();
        builder.Interface(CaptureBuilder.SocketCan, (ResolutionOption, [(byte)resolution]), (OffsetOption, builder.Eight((ulong)offset)));
        Assert.Equal(long.MaxValue, Assert.Single(Read(builder.Packet(0, time, Frame123).ToArray(), out var reader)).Timestamp.Nanoseconds);
        Assert.Contains("times beyond", Assert.Single(reader.Losses).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Interfaces_without_a_name_have_their_number_and_the_first_has_none()
    {
        var content = new CaptureBuilder().Section().Interface(1).Interface().Interface(CaptureBuilder.SocketCan, (NameOption, "vcan0\0"u8.ToArray())).Interface()
            .Packet(3, 0, Frame123).Packet(2, 0, Frame123).Packet(1, 0, Frame123).ToArray();
        Assert.Equal(["3", "vcan0", null], Read(content, out _).Select(frame => frame.Device));
    }

    [Fact]
    public void A_name_cannot_steer_a_terminal()
    {
        var content = new CaptureBuilder().Section().Interface(CaptureBuilder.SocketCan, (NameOption, "a\x1B[2Jb"u8.ToArray())).Packet(0, 0, Frame123).ToArray();
        Assert.Equal(@"a\x1B[2Jb", Assert.Single(Read(content, out _)).Device);
    }

    [Fact]
    public void Packets_of_older_kinds_are_read_and_blocks_of_other_kinds_are_passed_over()
    {
        var content = new CaptureBuilder().Section().Interface()
            .Block(4, new byte[20]).OldPacket(0, 0, 1_000_000, Frame123).Block(0x12345678, new byte[100]).Block(0x0BAD, [1, 2, 3, 4])
            .SimplePacket(Frame123).Block(5, new byte[12]).Packet(0, 2_000_000, Frame123).ToArray();
        var frames = Read(content, out var reader);
        Assert.Equal([1, 1, 2], frames.Select(frame => frame.Timestamp.Seconds));
        Assert.All(frames, frame => Assert.True(frame.HasSameContent(new CanFrame(0x123, [0x11, 0x22, 0x33]))));
        Assert.Equal("1 x the times of packets that have none, given as that of the packet before", Assert.Single(reader.Losses).ToString());
        Assert.Equal(0, reader.MalformedCount);
    }

    public static TheoryData<string, string> Kinds => new()
    {
        { "00000123 08000000 0102030405060708", "123#0102030405060708" },
        { "00000123 00000000", "123#" },
        { "00000123 0200000000FF 112233445566", "123#00FF" },
        { "00000123 0800000E 0102030405060708", "123#0102030405060708_E" },
        { "00000123 0700000E 01020304050607", "123#01020304050607" },
        { "80000123 00000000", "00000123#" },
        { "92345678 01000000 AA", "12345678#AA" },
        { "40000123 05000000", "123#R5" },
        { "C0000123 0800000C", "00000123#R12" },
        { "40000123 05000000 0000000000000000", "123#R5" },
        { "20000004 08000000 0004000000000000", "20000004#0004000000000000" },
        { "20000080 08000000 0000000000000000", "20000080#0000000000000000" },
        { "00000123 0C040000 000102030405060708090A0B", "123##0000102030405060708090A0B" },
        { "00000123 0C000000 000102030405060708090A0B", "123##0000102030405060708090A0B" },
        { "00000123 02070000 1122", "123##31122" },
        { "00000123 02010000 1122", "123#1122" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_of_frame_is_read(string packet, string frame)
    {
        var content = new CaptureBuilder().Section().Interface().Packet(0, 0, HexBytes.Parse(packet)).ToArray();
        Assert.Equal(frame, Assert.Single(Read(content, out var reader)).ToShortString());
        Assert.Empty(reader.Losses);
    }

    [Fact]
    public void A_CAN_FD_frame_of_an_older_recorder_is_one_by_how_long_Linux_makes_it()
    {
        byte[] packet = [.. HexBytes.Parse("00000123 02010000 1122"), .. new byte[62]];
        Assert.Equal("123##11122", Assert.Single(Read(new CaptureBuilder().Section().Interface().Packet(0, 0, packet).ToArray(), out _)).ToShortString());
    }

    [Theory]
    [InlineData("00000123 0400", "too short")]
    [InlineData("00000800 00000000", "at most 7FF")]
    [InlineData("40000123 09000000", "at most 8 bytes")]
    [InlineData("20000004 09000000 000000000000000000", "at most 8 bytes")]
    [InlineData("00000123 41040000", "at most 64 bytes")]
    public void What_is_no_frame_is_told_with_its_place(string packet, string reason)
    {
        var told = new List<MalformedEntry>();
        var builder = new CaptureBuilder().Section().Interface();
        var place = builder.ToArray().Length;
        Assert.Equal([0x123u], Read(builder.Packet(0, 0, HexBytes.Parse(packet)).Packet(0, 0, Frame123).ToArray(), out _, told.Add).Select(frame => frame.Id));
        Assert.Equal(place, Assert.Single(told).Offset);
        Assert.Contains(reason, told[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_frames_cannot_say_is_counted()
    {
        var builder = new CaptureBuilder().Section().Interface().Interface(1).Interface(210).Interface(4711);
        var content = builder
            .Packet(1, 0, new byte[60]).Packet(1, 0, new byte[60]).Packet(2, 0, new byte[20]).Packet(3, 0, [1])
            .Packet(0, 0, HexBytes.Parse("00000123 81000800 00000000 0000000000000000"))
            .Packet(0, 0, HexBytes.Parse("00000123 09040000 010203040506070809"))
            .Packet(0, 0, HexBytes.Parse("00000123 08000000 0102"))
            .Packet(0, 0, Frame123, (DroppedOption, builder.Eight(7)))
            .OldPacket(0, 3, 0, Frame123).OldPacket(0, 0xFFFF, 0, Frame123).ToArray();
        var frames = Read(content, out var reader);
        Assert.Equal(["123##0010203040506070809000000", "123#0102000000000000", "123#112233", "123#112233", "123#112233"], frames.Select(frame => frame.ToShortString()));
        Assert.Equal(
        [
            "1 x CAN XL frames, left out", "1 x FlexRay frames, left out", "1 x data shorter than the DLC says, filled up with zeros",
            "1 x lengths that no CAN FD frame has, filled up with zeros", "1 x packets of the link type 4711, left out",
            "10 x packets that the computer which recorded dropped", "2 x Ethernet packets, left out",
        ], reader.Losses.Select(loss => loss.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(0, reader.MalformedCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Frames_among_the_packets_of_every_interface_are_read(bool bigEndian)
    {
        // Cooked: the kind of packet (4: sent), the hardware, the address, the protocol. Its second form has the protocol first, and the number of the
        // interface. The id is in the order of the computer which recorded.
        var builder = new CaptureBuilder(bigEndian).Section().Interface(113, (NameOption, "any"u8.ToArray())).Interface(276, (NameOption, "any"u8.ToArray()));
        byte[] id = builder.Four(0x92345678);
        byte[] fd = [.. builder.Four(0x123), .. HexBytes.Parse("02010000 1122"), .. new byte[62]];
        var content = builder
            .Packet(0, 0, [.. HexBytes.Parse("0001 0118 0000 0000000000000000 000C"), .. id, .. HexBytes.Parse("01000000 AA 00000000000000")])
            .Packet(0, 0, [.. HexBytes.Parse("0004 0118 0000 0000000000000000 000D"), .. fd])
            .Packet(1, 0, [.. HexBytes.Parse("000C 0000 00000005 0118 04 00 0000000000000000"), .. id, .. HexBytes.Parse("01000000 AA")])
            .Packet(0, 0, [.. HexBytes.Parse("0001 0001 0006 0000000000000000 0800"), .. new byte[40]])
            .ToArray();
        Assert.Equal([("any", "12345678#AA", false), ("any", "123##11122", true), ("5", "12345678#AA", true)],
            Read(content, out var reader).Select(frame => (frame.Device!, frame.ToShortString(), frame.Transmitted)));
        Assert.Equal("1 x packets of other protocols than CAN, left out", Assert.Single(reader.Losses).ToString());
    }

    [Theory]
    [InlineData(0u, false)]
    [InlineData(1u, false)]
    [InlineData(2u, true)]
    [InlineData(0xFFFF_FFFEu, true)]
    public void The_direction_is_in_the_flags_of_a_packet(uint flags, bool sent)
    {
        var builder = new CaptureBuilder(bigEndian: true).Section().Interface();
        Assert.Equal(sent, Assert.Single(Read(builder.Packet(0, 0, Frame123, (1, [0]), (FlagsOption, builder.Four(flags))).ToArray(), out _)).Transmitted);
    }

    [Theory]
    [InlineData(false, 0xA1B2C3D4, 123_456u, 123_456_000)]
    [InlineData(true, 0xA1B2C3D4, 123_456u, 123_456_000)]
    [InlineData(false, 0xA1B23C4D, 123_456_789u, 123_456_789)]
    [InlineData(true, 0xA1B23C4D, 123_456_789u, 123_456_789)]
    public void The_older_pcap_is_read_by_either_name(bool bigEndian, uint magic, uint fraction, long nanoseconds)
    {
        var builder = new CaptureBuilder(bigEndian);
        builder.Raw([.. builder.Four(magic), .. builder.Two(2), .. builder.Two(4), .. new byte[8], .. builder.Four(65535), .. builder.Four(0xF400_0000 | 227)])
            .Raw([.. builder.Four(1_700_000_000), .. builder.Four(fraction), .. builder.Four(11), .. builder.Four(11), .. Frame123]);
        foreach (var format in (LogFormat[])[LogFormats.Pcap, LogFormats.Pcapng])
        {
            var frame = Assert.Single(LogText.Read(format, builder.ToArray()));
            Assert.Equal(new CanFrame(0x123, [0x11, 0x22, 0x33]) { Timestamp = new(1_700_000_000_000_000_000 + nanoseconds), Device = "1" }, frame);
        }
    }

    [Theory]
    [InlineData("pcapng")]
    [InlineData("pcap")]
    public void A_file_cut_off_anywhere_is_read_as_far_as_it_goes(string format)
    {
        var known = LogFormats.ByName(format);
        var frames = Drive.Make(20);
        var content = LogText.WriteBytes(known, frames);
        var before = 0;
        for (var length = 24; length <= content.Length; length++)
        {
            var told = new List<MalformedEntry>();
            var read = LogText.Read(known, content[..length], LogText.Utc with { OnMalformed = told.Add });
            Assert.Equal(frames[..read.Length], read);
            Assert.InRange(read.Length, before, before + 1);
            before = read.Length;
            Assert.All(told, entry => Assert.Contains("ends inside", entry.Reason, StringComparison.Ordinal));
            Assert.InRange(told.Count, 0, 1);
        }

        Assert.Equal(frames.Length, before);
    }

    public static TheoryData<string, uint> Lies =>
        [.. from format in (string[])["pcapng", "pcap"] from length in (uint[])[0, 1, 11, 13, 40, 44, 100, 4096, 65536, 1 << 20, 16 << 20, (16 << 20) + 4, 1u << 31, uint.MaxValue]
            select (format, length)];

    [Theory]
    [MemberData(nameof(Lies))]
    public void A_length_that_lies_costs_its_neighbours_at_most_fills_no_memory_and_is_told(string format, uint lie)
    {
        const int Lying = 1000;
        var known = LogFormats.ByName(format);
        var frames = Drive.Make(2000);
        var content = LogText.WriteBytes(known, frames);
        var one = format == "pcap" ? 32 : 48;
        BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(content.Length - (frames.Length - Lying) * one + (format == "pcap" ? 8 : 4)), lie);
        var told = new List<MalformedEntry>();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = LogText.Read(known, content, LogText.Utc with { OnMalformed = told.Add });
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
        Assert.Equal(frames[..Lying], read[..Lying]);
        Assert.InRange(read.Length, frames.Length - 3, frames.Length);
        Assert.Equal(frames[(Lying + 4)..], read[^(frames.Length - Lying - 4)..]);
        Assert.NotEmpty(told);
    }

    [Fact]
    public void Garbage_between_packets_is_passed_over_and_told()
    {
        var builder = new CaptureBuilder().Section().Interface().Packet(0, 1, Frame123);
        var place = builder.ToArray().Length;
        var told = new List<MalformedEntry>();
        Assert.Equal(2, Read(builder.Raw(new byte[1001]).Packet(0, 2, Frame123).ToArray(), out _, told.Add).Length);
        Assert.Equal(place, Assert.Single(told).Offset);
        Assert.Contains($"1001 bytes were skipped, up to the block at byte {place + 1001}", told[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_longer_than_the_buffer_is_passed_over_and_one_that_is_cut_off_is_told()
    {
        var builder = new CaptureBuilder().Section().Interface().Packet(0, 1, Frame123).Block(10, new byte[5_000_000]).Packet(0, 2, Frame123);
        var told = new List<MalformedEntry>();
        Assert.Equal(2, Read(builder.ToArray(), out _, told.Add).Length);
        Assert.Empty(told);
        Assert.Single(Read(builder.ToArray()[..4_000_000], out _, told.Add));
        Assert.Contains("ends inside a block of 5000012 bytes", Assert.Single(told).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packet_that_does_not_fit_or_is_of_an_interface_that_nobody_described_is_told()
    {
        var builder = new CaptureBuilder().Section();
        var content = builder.Packet(0, 0, Frame123).SimplePacket(Frame123).Interface().Packet(1, 0, Frame123).Block(6, new byte[16]).Block(3, [])
            .Block(6, [.. new byte[12], .. builder.Four(1000), .. builder.Four(1000), .. new byte[8]]).Packet(0, 0, Frame123).ToArray();
        Assert.Single(Read(content, out var reader));
        Assert.Equal(6, reader.MalformedCount);
    }

    [Fact]
    public void Options_that_do_not_fit_end_and_harm_nothing()
    {
        var builder = new CaptureBuilder().Section();
        var content = builder.Block(1, [.. builder.Two(227), .. new byte[6], .. builder.Two(2), .. builder.Two(60000), 1, 2, 3, 4]).Packet(0, 5, Frame123).ToArray();
        Assert.Equal(5000, Assert.Single(Read(content, out _)).Timestamp.Nanoseconds);
    }

    [Fact]
    public void Whoever_gives_each_frame_a_channel_of_its_own_fills_no_section()
    {
        const int Many = 70_000;
        CanFrame[] frames = [.. Enumerable.Range(0, Many).Select(index => new CanFrame(1) { Device = $"d{index}" })];
        Assert.Equal(frames, LogText.Read(LogFormats.Pcapng, LogText.WriteBytes(LogFormats.Pcapng, frames)));
    }

    [Fact]
    public void Times_that_a_capture_cannot_hold_are_told()
    {
        foreach (var format in (LogFormat[])[LogFormats.Pcapng, LogFormats.Pcap])
        {
            var stream = new MemoryStream();
            using var writer = CanLog.Create(stream, format, leaveOpen: true);
            writer.Write([new CanFrame(1) { Timestamp = new(-1) }]);
            Assert.Contains("times before 1970", Assert.Single(writer.Losses).ToString(), StringComparison.Ordinal);
            writer.Flush();
            Assert.Equal(0, Assert.Single(LogText.Read(format, stream.ToArray())).Timestamp.Nanoseconds);
        }
    }

    [Fact]
    public void What_is_appended_is_a_section_of_its_own_and_no_other_kind_is_appended()
    {
        using var folder = new TemporaryFolder();
        var frames = Drive.Make(4);
        byte[] theirs = [.. new CaptureBuilder(bigEndian: true).Section().Interface(CaptureBuilder.SocketCan, (NameOption, "1"u8.ToArray())).Packet(0, 1, Frame123).ToArray()];
        File.WriteAllBytes(folder.Of("a.pcapng"), theirs);
        using (var writer = CanLog.Create(folder.Of("a.pcapng"), new() { ExistingFile = ExistingFile.Append }))
        {
            Assert.Null(writer.Repair);
            writer.Write(frames);
        }

        Assert.Equal([.. LogText.Read(LogFormats.Pcapng, theirs), .. frames], LogText.ReadFile(folder.Of("a.pcapng")));

        foreach (var (file, format, reason) in ((string, LogFormat, string)[])[("a.pcapng", LogFormats.Pcap, "it is a pcapng"), ("b.pcap", LogFormats.Pcapng, "it is a pcap,")])
        {
            folder.Write("b.pcap", frames);
            var before = File.ReadAllBytes(folder.Of(file));
            var refusal = Assert.Throws<InvalidDataException>(() => CanLog.Create(folder.Of(file), new() { Format = format, ExistingFile = ExistingFile.Append }));
            Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
            Assert.Equal(before, File.ReadAllBytes(folder.Of(file)));
        }
    }

    [Fact]
    public void A_pcap_with_other_times_is_not_appended_to()
    {
        using var folder = new TemporaryFolder();
        var builder = new CaptureBuilder();
        File.WriteAllBytes(folder.Of("a.pcap"), builder.Raw([.. builder.Four(0xA1B2C3D4), 2, 0, 4, 0, .. new byte[8], .. builder.Four(65535), .. builder.Four(227)]).ToArray());
        Assert.Contains("its times", Assert.Throws<InvalidDataException>(() =>
            CanLog.Create(folder.Of("a.pcap"), new() { ExistingFile = ExistingFile.Append })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_capture_is_not_appended_to()
    {
        using var folder = new TemporaryFolder();
        var content = LogText.WriteBytes(LogFormats.Pcapng, Drive.Make(100));
        content[^(48 * 50 + 1)] ^= 1;
        File.WriteAllBytes(folder.Of("a.pcapng"), content);
        Assert.Contains($"damaged at byte {content.Length - 48 * 51}", Assert.Throws<InvalidDataException>(() =>
            CanLog.Create(folder.Of("a.pcapng"), new() { ExistingFile = ExistingFile.Append })).Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllBytes(folder.Of("a.pcapng")));
    }

    private static CanFrame[] Read(byte[] content, out ILogReader reader, Action<MalformedEntry>? told = null)
    {
        using var opened = reader = CanLog.Open(new MemoryStream(content), LogFormats.Pcapng, LogText.Utc with { OnMalformed = told });
        return [.. reader.ReadAll()];
    }
}
