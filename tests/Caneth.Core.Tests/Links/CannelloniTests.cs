using Caneth.Links;
using Caneth.Links.Cannelloni;
using Caneth.Links.Datagrams;

namespace Caneth.Tests.Links;

/// <summary>What cannelloni sends and takes, byte by byte.</summary>
public sealed class CannelloniTests
{
    private static readonly CannelloniWire Stream = new(wantsErrorFrames: true);

    // As seen of cannelloni 2.1.2.
    [Theory]
    [InlineData("123#1122", "00000123 02 1122")]
    [InlineData("12345678#", "92345678 00")]
    [InlineData("123#R4", "40000123 04")]
    [InlineData("123##30011223344556677", "00000123 88 03 0011223344556677")]
    [InlineData("123##0", "00000123 80 00")]
    public void A_frame_is_these_bytes_in_both_directions(string frame, string bytes)
    {
        var wire = HexBytes.Parse(bytes);
        Assert.Equal(wire, WireTests.Sent(Stream, CanFrame.Parse(frame)));
        Assert.Equal([frame], new DecoderFeed(Stream.CreateDecoder).Receive(wire).Frames.Select(one => one.ToShortString()));
    }

    [Fact]
    public void An_error_frame_is_received() =>
        Assert.Equal(["20000004#0004000000000000"], new DecoderFeed(Stream.CreateDecoder).Receive(HexBytes.Parse("20000004 08 0004000000000000")).Frames
            .Select(frame => frame.ToShortString()));

    [Theory]
    [InlineData("00000800 00")]
    [InlineData("00000123 09")]
    [InlineData("00000123 89 00")]
    [InlineData("40000123 81 00")]
    [InlineData("00000123 FF 00")]
    public void After_a_frame_that_cannot_be_nothing_shows_where_the_next_begins(string bytes)
    {
        var feed = new DecoderFeed(Stream.CreateDecoder).Receive([.. HexBytes.Parse("00000123 01 11"), .. HexBytes.Parse(bytes), .. HexBytes.Parse("00000123 01 22")]);
        Assert.Equal(["123#11"], feed.Frames.Select(frame => frame.ToShortString()));
        Assert.True(feed.IsLost);
        Assert.Contains("is not cannelloni", Stream.AlignmentLost("cannelloni://peer:20000", default).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packet_has_a_version_an_operation_a_number_and_a_count()
    {
        var bytes = new byte[PacketWire.MaxPacketSize];
        var count = new CannelloniPacketWire().Encode([CanFrame.Parse("123#1122"), CanFrame.Parse("123#R4")], bytes, number: 0x1FE);
        Assert.Equal("02 00 FE 00 02 00 00 01 23 02 11 22 40 00 01 23 04", HexBytes.Format(bytes.AsSpan(0, count)));
    }

    [Fact]
    public void The_most_frames_of_one_write_fit_into_a_packet()
    {
        var wire = new CannelloniPacketWire();
        var longest = Enumerable.Repeat(new CanFrame(CanId.MaxExtended, new byte[64], FrameFlags.Fd), wire.Capabilities.MaxFramesPerWrite).ToArray();
        Assert.InRange(wire.Encode(longest, new byte[PacketWire.MaxPacketSize], number: 0), 1, PacketWire.MaxPacketSize);
    }

    [Fact]
    public void What_is_written_is_read_whatever_the_frames_are() =>
        Gen.Select(Gen.Frequency((2, FrameGenerators.WireFrame), (1, FrameGenerators.FdFrame)).Array[0, 20], Gen.Int[1, 5]).Sample((sent, room) =>
        {
            var wire = new CannelloniPacketWire();
            var bytes = new byte[PacketWire.MaxPacketSize];
            var packet = bytes[..wire.Encode(sent, bytes, number: 1)];
            var (frames, isDamaged) = Read(wire.CreateDecoder(NewContext()), packet, room);
            Assert.Equal(sent.Select(frame => frame.ToShortString()), frames.Select(frame => frame.ToShortString()));
            Assert.False(isDamaged);
        });

    [Theory]
    [InlineData(false, "123#11")]
    [InlineData(true, "20000004#", "123#11")]
    public void Error_frames_are_received_like_others_where_they_are_wanted(bool wanted, params string[] received)
    {
        var packet = HexBytes.Parse("02 00 00 00 02 20000004 00 00000123 01 11");
        var (frames, isDamaged) = Read(new CannelloniPacketWire(wanted).CreateDecoder(NewContext()), packet, room: 1);
        Assert.Equal(received, frames.Select(frame => frame.ToShortString()));
        Assert.False(isDamaged);
    }

    [Theory]
    [InlineData("01 00 00 00 01 00000123 01 11")]
    [InlineData("02 01 00 00 01 00000123 01 11")]
    [InlineData("02 00 00 00")]
    public void A_packet_of_another_version_or_operation_is_passed_over(string bytes) => Assert.Equal(PacketVerdict.Foreign,
        new CannelloniPacketWire().CreateDecoder(NewContext()).Begin(HexBytes.Parse(bytes), out _, out _));

    [Theory]
    [InlineData("02 00 00 00 03 00000123 01 11 00000123 01 22", 2)]
    [InlineData("02 00 00 00 02 00000123 01 11 00000123 08 22", 1)]
    [InlineData("02 00 00 00 01 00000123 01 11 FF", 1)]
    [InlineData("02 00 00 00 01", 0)]
    [InlineData("02 00 00 00 01 00000123 49 11", 0)]
    public void Of_a_damaged_packet_the_whole_frames_are_received(string bytes, int whole)
    {
        var (frames, isDamaged) = Read(new CannelloniPacketWire().CreateDecoder(NewContext()), HexBytes.Parse(bytes), room: 10);
        Assert.Equal((whole, true), (frames.Count, isDamaged));
    }

    [Theory]
    [InlineData(new[] { 0, 1, 2 }, 0)]
    [InlineData(new[] { 254, 255, 0, 1 }, 0)]
    [InlineData(new[] { 254, 1 }, 2)]
    [InlineData(new[] { 5, 9, 10 }, 3)]
    [InlineData(new[] { 5, 7, 6, 8 }, 1)]
    [InlineData(new[] { 200, 0, 1, 2 }, 55)]
    [InlineData(new[] { 100, 0, 1, 2 }, 0)]
    public void Packets_that_are_missing_are_counted_by_their_numbers(int[] numbers, int missing)
    {
        var decoder = new CannelloniPacketWire().CreateDecoder(NewContext());
        var all = 0;
        foreach (var number in numbers)
        {
            Assert.Equal(PacketVerdict.Take, decoder.Begin([2, 0, (byte)number, 0, 0], out _, out var lost));
            all += lost;
        }

        Assert.Equal(missing, all);
    }

    [Fact]
    public void A_packet_that_comes_twice_is_received_once()
    {
        var decoder = new CannelloniPacketWire().CreateDecoder(NewContext());
        byte[] packet = [2, 0, 7, 0, 0];
        Assert.Equal(PacketVerdict.Take, decoder.Begin(packet, out _, out _));
        Assert.Equal(PacketVerdict.Double, decoder.Begin(packet, out _, out _));
        Assert.Equal(PacketVerdict.Take, decoder.Begin([2, 0, 8, 0, 0], out _, out var lost));
        Assert.Equal(0, lost);
    }

    internal static LinkContext NewContext() => new(TimeProvider.System, () => DecoderFeed.Now, _ => { }) { Device = "bench" };

    /// <summary>Reads a packet whole.</summary>
    internal static (List<CanFrame> Frames, bool IsDamaged) Read(PacketDecoder decoder, byte[] packet, int room)
    {
        Assert.Equal(PacketVerdict.Take, decoder.Begin(packet, out var place, out _));
        var (frames, batch, isDamaged) = (new List<CanFrame>(), new CanFrame[room], false);
        do
        {
            var count = decoder.Read(packet, ref place, DecoderFeed.Now, batch, out isDamaged);
            frames.AddRange(batch.AsSpan(0, count));
        }
        while (!isDamaged && place < packet.Length);
        return (frames, isDamaged);
    }
}
