using System.Text;
using Caneth.Links;
using Caneth.Links.Socketcand;

namespace Caneth.Tests.Links;

/// <summary>What socketcand servers send, byte by byte.</summary>
public sealed class SocketcandDecoderTests
{
    [Theory]
    [InlineData("< frame 123 1769867100.123456 1122 >", "123#1122")]
    [InlineData("< frame 00000001 1769867100.123456 11 >", "00000001#11")]
    [InlineData("< frame 12345678 1769867100.123456 0011223344556677 >", "12345678#0011223344556677")]
    [InlineData("< frame 123 1769867100.123456  >", "123#")]
    [InlineData("< frame 123 1769867100.123456 >", "123#")]
    [InlineData("< frame 123 23.424242 11 22 33 44 >", "123#11223344")]
    [InlineData("< frame 7b 1.2 aabb >", "07B#AABB")]
    [InlineData("\n< frame 123 1.2 11 >\r\n", "123#11")]
    [InlineData("< fdframe 123 05 1.200000 11 22  >", "123##11122")]
    [InlineData("< fdframe 12345678 00 1.2 >", "12345678##0")]
    [InlineData("< rtr 123 1.2 4 >", "123#R4")]
    [InlineData("< rtr 00000123 1.2 0 >", "00000123#R0")]
    [InlineData("< error 004 1769867100.123456 >", "20000004#")]
    [InlineData("< error 20000004 1769867100.123456 00 04 00 00 00 00 00 00  >", "20000004#0004000000000000")]
    public void A_frame_is_what_it_says(string text, string frame)
    {
        var feed = Feed().Receive(Encoding.ASCII.GetBytes(text));
        Assert.Equal([frame], feed.Frames.Select(one => one.ToShortString()));
        Assert.Equal((0, 0L), (feed.Left, feed.Counted[LinkCounter.BytesSkipped]));
    }

    [Fact]
    public void More_than_8_bytes_are_can_fd_where_a_server_writes_both_kinds_in_one_way()
    {
        var data = string.Concat(Enumerable.Range(0, 12).Select(value => $"{value:X2}"));
        var frame = Assert.Single(Feed().Receive(Encoding.ASCII.GetBytes($"< frame 123 1.2 {data} >")).Frames);
        Assert.Equal((true, 12, 9), (frame.Fd, frame.Data.Count, frame.Dlc));
    }

    [Theory]
    [InlineData("< frame 800 1.2 11 >")]
    [InlineData("< frame 20000000 1.2 11 >")]
    [InlineData("< frame 80000abc 1.2 11 >")]
    [InlineData("< frame xyz 1.2 11 >")]
    [InlineData("< frame 123 now 11 >")]
    [InlineData("< frame 123 1.2 1 >")]
    [InlineData("< frame 123 1.2 112233445566778899 >")]
    [InlineData("< frame 123 99999999999.2 11 >")]
    [InlineData("< frame 123 9999999999.999999999 11 >")]
    [InlineData("< fdframe 123 1.2 11 >")]
    [InlineData("< rtr 123 1.2 9 >")]
    [InlineData("< frame >")]
    public void A_frame_that_cannot_be_is_counted_and_the_next_is_received(string text)
    {
        var feed = Feed().Receive(Encoding.ASCII.GetBytes($"{text}< frame 123 1.2 11 >"));
        Assert.Equal(["123#11"], feed.Frames.Select(frame => frame.ToShortString()));
        Assert.Equal((1L, (long)text.Length, 1L),
            (feed.Counted[LinkCounter.InvalidFrames], feed.Counted[LinkCounter.BytesSkipped], feed.Counted[LinkCounter.Resynchronisations]));
    }

    [Theory]
    [InlineData("< frame 12", 10)]
    [InlineData("SSH-2.0 ", 8)]
    [InlineData("> ", 2)]
    public void What_is_no_message_is_skipped_up_to_the_next(string garbage, int skipped)
    {
        var feed = Feed().Receive(Encoding.ASCII.GetBytes($"{garbage}< frame 123 1.2 11 >"));
        Assert.Equal(["123#11"], feed.Frames.Select(frame => frame.ToShortString()));
        Assert.Equal(skipped, feed.Counted[LinkCounter.BytesSkipped]);
    }

    [Fact]
    public void Four_kibibytes_without_a_message_are_given_up()
    {
        var feed = Feed().Receive(new byte[4095].Select(_ => (byte)'x').ToArray());
        Assert.False(feed.IsLost);
        Assert.True(feed.Receive("x"u8).IsLost);
    }

    [Theory]
    [InlineData("< error unknown command >", "error unknown command")]
    [InlineData("< Syntax error in send command >", "Syntax error in send command")]
    [InlineData("< error \x1B[2J >", "error \\x1B[2J")]
    public void An_error_of_the_server_is_told_in_its_words(string text, string words)
    {
        var feed = Feed().Receive(Encoding.ASCII.GetBytes(text));
        var notice = Assert.Single(feed.Notices);
        Assert.Equal(LinkNoticeKind.PeerError, notice.Kind);
        Assert.Contains(words["error ".Length..], notice.Message, StringComparison.Ordinal);
        Assert.Empty(feed.Frames);
    }

    [Fact]
    public void Error_frames_that_nobody_wants_are_counted_and_told_in_words()
    {
        var feed = new DecoderFeed(context => new SocketcandDecoder(RemoteTime.Arrival, wantsErrorFrames: false, context))
            .Receive("< error 060 1.2 >< error 004 1.2 >< frame 004 1.2 11 >"u8);
        Assert.Equal(["004#11"], feed.Frames.Select(frame => frame.ToShortString()));
        Assert.Equal((2L, 0L), (feed.Counted[LinkCounter.ErrorFrames], feed.Counted[LinkCounter.BytesSkipped]));
        var notice = Assert.Single(feed.Notices);
        Assert.Equal(LinkNoticeKind.BusErrors, notice.Kind);
        Assert.Contains("nobody acknowledges, the controller is off the bus", notice.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("< echo >")]
    [InlineData("< ok >")]
    [InlineData("< stat 1 2 3 4 >")]
    public void Other_messages_are_passed_over(string text)
    {
        var feed = Feed().Receive(Encoding.ASCII.GetBytes(text));
        Assert.Equal((0, 0L), (feed.Frames.Count, feed.Counted[LinkCounter.BytesSkipped]));
    }

    [Fact]
    public void Times_are_those_of_the_server_as_they_are_or_brought_to_this_computer_or_those_of_arrival()
    {
        var bytes = "< frame 123 1.000000 11 >< frame 123 1.250000 11 >"u8;
        Assert.Equal(["1970-01-01T00:00:01.000000Z", "1970-01-01T00:00:01.250000Z"], TimesOf(RemoteTime.AsTheyAre, bytes));
        Assert.Equal([$"{DecoderFeed.Now}", $"{DecoderFeed.Now}"], TimesOf(RemoteTime.Arrival, bytes));

        // The first came at once, for all that is known then; the next came together with it.
        Assert.Equal([$"{DecoderFeed.Now}", $"{DecoderFeed.Now}"], TimesOf(RemoteTime.Anchored, bytes));
        var later = new DecoderFeed(context => new SocketcandDecoder(RemoteTime.Anchored, wantsErrorFrames: true, context)).Receive("< frame 123 1.000000 11 >"u8)
            .Receive("< frame 123 1.250000 11 >"u8, DecoderFeed.Now.AddSeconds(1));
        Assert.Equal(DecoderFeed.Now.AddMilliseconds(250), later.Frames[1].Timestamp);
    }

    [Fact]
    public void A_server_without_a_clock_gives_the_times_of_arrival() =>
        Assert.Equal([$"{DecoderFeed.Now}"], TimesOf(RemoteTime.Anchored, "< frame 123 0.000000 11 >"u8));

    private static DecoderFeed Feed() => new(context => new SocketcandDecoder(RemoteTime.Arrival, wantsErrorFrames: true, context));

    private static IEnumerable<string> TimesOf(RemoteTime time, ReadOnlySpan<byte> bytes) =>
        new DecoderFeed(context => new SocketcandDecoder(time, wantsErrorFrames: true, context)).Receive(bytes).Frames.Select(frame => $"{frame.Timestamp}");
}
