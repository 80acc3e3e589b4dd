using System.Text;
using Caneth.Links;
using Caneth.Links.Candump;

namespace Caneth.Tests.Links;

/// <summary>What candump writes, line by line.</summary>
public sealed class CandumpDecoderTests
{
    [Theory]
    [InlineData("(1769867100.123456) can0 123#1122\n", "123#1122")]
    [InlineData("(1769867100.123456)  can0  12345678# R\n", "12345678#")]
    [InlineData("(1769867100.123456) can0 123#R4 T\r\n", "123#R4")]
    [InlineData("(1769867100.123456) can0 123##1000102030405060708090A0B\n", "123##1000102030405060708090A0B")]
    [InlineData("\n(1769867100.123456) can0 123#1122334455667788_E\n", "123#1122334455667788_E")]
    public void A_line_is_what_it_says(string text, string frame)
    {
        var feed = NewFeed(new()).Receive(Encoding.ASCII.GetBytes(text));
        Assert.Equal([frame], feed.Frames.Select(one => one.ToShortString()));
        Assert.Equal((0, 0L), (feed.Left, feed.Counted[LinkCounter.BytesSkipped]));
        Assert.False(feed.Frames[0].Transmitted);
    }

    [Theory]
    [InlineData("(1769867100.123456) can0 123#112\n")]
    [InlineData("(yesterday) can0 123#\n")]
    [InlineData("Linux raspberrypi 6.12\n")]
    public void A_line_that_cannot_be_is_counted_and_the_next_is_received(string line)
    {
        var feed = NewFeed(new()).Receive(Encoding.ASCII.GetBytes($"{line}(1.0) can0 123#1122\n"));
        Assert.Equal(["123#1122"], feed.Frames.Select(frame => frame.ToShortString()));
        Assert.Equal(line.Length, feed.Counted[LinkCounter.BytesSkipped]);
    }

    [Fact]
    public void What_the_other_computer_dropped_is_counted_and_told()
    {
        var feed = NewFeed(new()).Receive("DROPCOUNT: dropped 3 CAN frames on 'can0' socket (total drops 3)\n(1.0) can0 123#\n"u8);
        Assert.Equal((1, 3L), (feed.Frames.Count, feed.Counted[LinkCounter.FramesLost]));
        Assert.Contains("3 frames were lost", Assert.Single(feed.Notices).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void Error_frames_are_counted_and_told_and_received_where_they_are_wanted(bool wanted, int frames)
    {
        var feed = NewFeed(new() { ErrorFrames = wanted }).Receive("(1.0) can0 20000040#0000000000000000\n"u8);
        Assert.Equal((frames, 1L), (feed.Frames.Count, feed.Counted[LinkCounter.ErrorFrames]));
        Assert.Contains("off the bus", Assert.Single(feed.Notices).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_this_side_sent_is_passed_over_when_it_comes_back_and_what_others_sent_is_not()
    {
        var echoes = new AwaitedEchoes();
        echoes.Send(new(0x100, [1]), (in CanFrame _) => new(1, 1));
        var feed = new DecoderFeed(context => new CandumpWire(new(), echoes).CreateDecoder(context));
        feed.Receive("(1.0) can0 100#02 T\n(1.1) can0 100#01 T\n(1.2) can0 100#01 T\n"u8);
        Assert.Equal(["100#02", "100#01"], feed.Frames.Select(frame => frame.ToShortString()));
        Assert.True(echoes.IsEmpty);
    }

    [Fact]
    public void Answers_make_room_and_tell_what_was_not_sent()
    {
        var window = new SendWindow(2);
        window.Leave();
        window.Leave();
        var feed = new DecoderFeed(context => new CandumpWire(new(), window: window).CreateDecoder(context));
        Assert.True(window.IsFull);
        feed.ReceiveInPieces("caneth: sent\n(1.0) can0 123#\ncaneth: not sent\ncaneth: sends\n"u8.ToArray(), 1);
        Assert.Equal((false, 1, 1L, 14L), (window.IsFull, feed.Frames.Count, feed.Counted[LinkCounter.FramesRefused], feed.Counted[LinkCounter.BytesSkipped]));
    }

    [Theory]
    [InlineData("host", 0)]
    [InlineData("remote", 40)]
    public void Times_are_those_that_were_asked_for(string time, long seconds)
    {
        var settings = new CandumpSettings { Time = time == "host" ? RemoteTime.Arrival : RemoteTime.AsTheyAre };
        var feed = NewFeed(settings).Receive("(40.000000) can0 123#\n"u8);
        Assert.Equal(time == "host" ? DecoderFeed.Now : new Timestamp(seconds * 1_000_000_000), feed.Frames[0].Timestamp);
    }

    [Fact]
    public void Times_of_the_other_computer_keep_their_distances()
    {
        var feed = NewFeed(new()).Receive("(40.000000) can0 001#\n(40.002500) can0 002#\n"u8)
            .Receive("(40.100000) can0 003#\n(40.101000) can0 004#\n"u8, DecoderFeed.Now.AddMilliseconds(200));
        Assert.Equal(1, (feed.Frames[^1].Timestamp.Nanoseconds - feed.Frames[^2].Timestamp.Nanoseconds) / 1_000_000);
    }

    private static DecoderFeed NewFeed(CandumpSettings settings) => new(context => new CandumpWire(settings).CreateDecoder(context));
}
