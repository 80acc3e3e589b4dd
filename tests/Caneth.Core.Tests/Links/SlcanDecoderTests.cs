using System.Text;
using Caneth.Links;
using Caneth.Links.Slcan;

namespace Caneth.Tests.Links;

/// <summary>What SLCAN adapters send, byte by byte.</summary>
public sealed class SlcanDecoderTests
{
    [Theory]
    [InlineData("t12321122\r", "123#1122")]
    [InlineData("t1230\r", "123#")]
    [InlineData("T1234567880011223344556677\r", "12345678#0011223344556677")]
    [InlineData("r1234\r", "123#R4")]
    [InlineData("R123456780\r", "12345678#R0")]
    [InlineData("d1239000102030405060708090A0B\r", "123##0000102030405060708090A0B")]
    [InlineData("B1234567821122\r", "12345678##11122")]
    [InlineData("t12321122EA5F\r", "123#1122")]
    [InlineData("t123211aa\r\n", "123#11AA")]
    [InlineData("t12321122\n", "123#1122")]
    [InlineData("\r\n\rt12321122\r\r", "123#1122")]
    [InlineData("z\rt12321122\rZ\r", "123#1122")]
    [InlineData("V1013\rN1234\rF00\rt12321122\r", "123#1122")]
    [InlineData("\at12321122\r", "123#1122")]
    public void A_line_is_what_it_says(string text, string frame)
    {
        var feed = Feed().Receive(Encoding.ASCII.GetBytes(text));
        Assert.Equal([frame], feed.Frames.Select(one => one.ToShortString()));
        Assert.Equal((0, 0L), (feed.Left, feed.Counted[LinkCounter.BytesSkipped]));
    }

    [Theory]
    [InlineData("t8000")]
    [InlineData("t1239112233445566778899")]
    [InlineData("t12321")]
    [InlineData("t123211223")]
    [InlineData("t12x0")]
    [InlineData("T123")]
    [InlineData("T200000000")]
    [InlineData("t123211EA5FF")]
    [InlineData("r1239")]
    [InlineData("t")]
    public void A_line_that_cannot_be_is_counted_and_the_next_is_received(string line)
    {
        var feed = Feed().Receive(Encoding.ASCII.GetBytes($"{line}\rt12321122\r"));
        Assert.Equal(["123#1122"], feed.Frames.Select(frame => frame.ToShortString()));
        Assert.Equal((1L, line.Length + 1L), (feed.Counted[LinkCounter.InvalidFrames], feed.Counted[LinkCounter.BytesSkipped]));
    }

    [Fact]
    public void What_is_no_line_is_skipped()
    {
        var feed = Feed().Receive("ESP32 booting\rt12321122\r"u8);
        Assert.Equal(["123#1122"], feed.Frames.Select(frame => frame.ToShortString()));
        Assert.Equal(14, feed.Counted[LinkCounter.BytesSkipped]);
    }

    [Fact]
    public void Milliseconds_that_begin_anew_each_minute_go_on()
    {
        var feed = new DecoderFeed(context => new SlcanDecoder(hasTimestamps: true, null, context));
        feed.Receive(Line(59_990), DecoderFeed.Now).Receive(Line(5), DecoderFeed.Now.AddMilliseconds(40)).Receive(Line(5), DecoderFeed.Now.AddMilliseconds(180_015));
        Assert.Equal([0, 15, 180_015], MillisecondsOf(feed));
    }

    [Fact]
    public void Milliseconds_of_16_bits_go_on_too()
    {
        var feed = new DecoderFeed(context => new SlcanDecoder(hasTimestamps: true, null, context));
        feed.Receive(Line(65_530), DecoderFeed.Now).Receive(Line(4), DecoderFeed.Now.AddMilliseconds(30));
        Assert.Equal([0, 10], MillisecondsOf(feed));
    }

    [Fact]
    public void Answers_are_handed_on_in_their_order()
    {
        var notices = new List<LinkNotice>();
        var context = new LinkContext(TimeProvider.System, () => DecoderFeed.Now, notices.Add);
        var answers = new SlcanAnswers("slcan://adapter:1", window: 3, context);
        answers.Send(new TakingLink(), [new CanFrame(0x100), new CanFrame(0x200), new CanFrame(0x300)], isTorn: false);
        Assert.True(answers.IsFull);
        new DecoderFeed(lent => new SlcanDecoder(false, answers, lent)).ReceiveInPieces("z\r\n\at1230\r\rz\r\a"u8.ToArray(), 1);
        Assert.Equal((false, 3L), (answers.IsWaiting, answers.Answered));
        Assert.Contains("200#", Assert.Single(notices).Message, StringComparison.Ordinal);
    }

    private static byte[] Line(int milliseconds) => Encoding.ASCII.GetBytes($"t1230{milliseconds:X4}\r");

    private static IEnumerable<long> MillisecondsOf(DecoderFeed feed) =>
        feed.Frames.Select(frame => (frame.Timestamp.Nanoseconds - DecoderFeed.Now.Nanoseconds) / 1_000_000);

    private static DecoderFeed Feed() => new(context => new SlcanDecoder(hasTimestamps: false, null, context));
}
