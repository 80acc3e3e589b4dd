using Caneth.Links;
using Caneth.Links.Gvret;

namespace Caneth.Tests.Links;

/// <summary>What GVRET adapters send, byte by byte.</summary>
public sealed class GvretDecoderTests
{
    private static readonly CanFrame Frame = new(0x123, [0x11, 0x22]);

    [Theory]
    [InlineData("F100E803000023010000021122 00", "123#1122")]
    [InlineData("F100E80300002301000000 00", "123#")]
    [InlineData("F100E80300007856349208001122334455667700", "12345678#0011223344556677")]
    [InlineData("F114E803000023010000 0C 00 000102030405060708090A0B 00", "123##0000102030405060708090A0B")]
    [InlineData("F109DEAD F100E803000023010000021122 00 F10C02", "123#1122")]
    [InlineData("F101E8030000 F10601A1070000 00000000 00 F107690220000000 F100E803000023010000021122 00", "123#1122")]
    public void A_message_is_what_it_says(string bytes, string frame)
    {
        var feed = Feed().Receive(HexBytes.Parse(bytes));
        Assert.Equal([frame], feed.Frames.Select(one => one.ToShortString()));
        Assert.Equal((0, 0L), (feed.Left, feed.Counted[LinkCounter.BytesSkipped]));
    }

    [Theory]
    [InlineData("Booting ESP32RET\r\n")]
    [InlineData("\u00F1\u0042")]
    [InlineData("\u00F1\u0009\u0000\u0000")]
    [InlineData("\u00F1\u0000\u0001\u0000\u0000\u0000\u0000\u0008\u0000\u0000\u0000\u0000")]
    [InlineData("\u00F1\u0000\u0001\u0000\u0000\u0000\u0000\u0001\u0000\u0000\u000F\u0000")]
    public void What_an_adapter_says_that_starts_or_that_is_damaged_is_skipped_and_the_next_frame_received(string text)
    {
        byte[] garbage = [.. text.Select(character => (byte)character)];
        var feed = Feed().Receive([.. garbage, .. WireTests.GvretBytes(Frame)]);
        Assert.Equal(["123#1122"], feed.Frames.Select(frame => frame.ToShortString()));
        Assert.Equal((garbage.Length, 1L), (feed.Counted[LinkCounter.BytesSkipped], feed.Counted[LinkCounter.Resynchronisations]));
    }

    [Fact]
    public void Frames_of_other_buses_are_passed_over_counted_and_told_once()
    {
        var feed = Feed();
        foreach (var bus in new[] { 1, 0, 2, 1 })
        {
            feed.Receive(WireTests.GvretBytes(Frame, microseconds: 1, bus));
        }

        Assert.Single(feed.Frames);
        Assert.Equal((3L, 0L), (feed.Counted[LinkCounter.OtherBusFrames], feed.Counted[LinkCounter.BytesSkipped]));
        Assert.Equal(LinkNoticeKind.OtherBus, Assert.Single(feed.Notices).Kind);
    }

    [Fact]
    public void Times_go_on_where_32_bits_of_microseconds_end()
    {
        var feed = new DecoderFeed(context => new GvretDecoder(0, hasTimestamps: true, context));
        feed.Receive(WireTests.GvretBytes(Frame, uint.MaxValue - 999, bus: 0));
        feed.Receive(WireTests.GvretBytes(Frame, microseconds: 1000, bus: 0), DecoderFeed.Now.AddMilliseconds(25));
        Assert.Equal(DecoderFeed.Now.AddMilliseconds(2), feed.Frames[1].Timestamp);
    }

    private static DecoderFeed Feed() => new(context => new GvretDecoder(0, hasTimestamps: false, context));
}
