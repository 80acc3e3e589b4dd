using Caneth.Diagnostics;

namespace Caneth.Tests.Diagnostics;

/// <summary>A receiver takes what is right, passes over what says nothing, and says by its name what went wrong.</summary>
public class IsoTpReceiverTests
{
    private const string Whole = "101462F190574341 214E455448305433 2235543030303137";

    [Theory]
    [InlineData(Whole, "62 F1 90 57 43 41 4E 45 54 48 30 54 33 35 54 30 30 30 31 37")]
    [InlineData("0362F190AAAAAAAA", "62 F1 90")]
    [InlineData("0362F190", "62 F1 90")]
    [InlineData("0462F19000000000", "62 F1 90 00")]
    [InlineData("100862F190010203 210405", "62 F1 90 01 02 03 04 05")]
    [InlineData("100862F190010203 2104050000000000", "62 F1 90 01 02 03 04 05")]
    public void A_message_is_as_long_as_it_says_whatever_fills_its_frames_up(string frames, string message)
    {
        Assert.Equal([message], Receive(frames).Select(one => one.Error is null ? HexBytes.Format(one.Data) : $"{one.Error}"));
    }

    [Theory]
    [InlineData("F0F0F0F0F0F0F0F0")] // an unknown kind
    [InlineData("4545454545454545")]
    [InlineData("00")] // a single frame of nothing
    [InlineData("0F01010101010101")] // and one of more than fits
    [InlineData("0462F190")]
    [InlineData("100562BA12010203")] // a first frame of what would fit a single one
    [InlineData("100762BA12010203")]
    [InlineData("1014")] // and one that is not full
    [InlineData("300000")] // what is said to a sender
    [InlineData("")]
    public void What_is_no_frame_of_a_message_changes_nothing(string frame)
    {
        var frames = Whole.Split(' ');
        for (var place = 0; place <= frames.Length; place++)
        {
            var all = string.Join(' ', frames[..place].Append(frame).Concat(frames[place..]));
            Assert.Equal([20L], Receive(all).Select(one => one.Error is null ? one.Data.Length : -1L));
        }
    }

    [Theory]
    [InlineData("21EEEEEEEEEEEEEE " + Whole)]
    [InlineData(Whole + " 23EEEEEEEEEEEEEE")]
    public void A_consecutive_frame_that_nothing_begins_is_ignored(string frames) => Assert.Equal(20, Assert.Single(Receive(frames)).Data.Length);

    [Theory]
    [InlineData("101462F190574341 214E455448305433", Whole, IsoTpError.Superseded, 13)]
    [InlineData("101462F190574341", "037F2231", IsoTpError.Superseded, 6)]
    [InlineData("101462F190574341 2235543030303137", "", IsoTpError.WrongSequence, 6)]
    [InlineData("101462F190574341 214E455448305433 214E455448305433", "", IsoTpError.WrongSequence, 13)]
    [InlineData("101462F190574341 214E45", "", IsoTpError.WrongFrameLength, 6)]
    [InlineData("101462F190574341 214E455448305433 223554", "", IsoTpError.WrongFrameLength, 13)]
    public void A_message_that_breaks_off_says_so_at_once_and_the_next_is_not_harmed(string broken, string next, IsoTpError error, int bytes)
    {
        var received = Receive($"{broken} {next}".Trim());
        Assert.Equal((error, bytes, 20L), (received[0].Error, received[0].Data.Length, received[0].Length));
        Assert.Equal(next.Length > 0 ? 2 : 1, received.Count);
        Assert.All(received.Skip(1), one => Assert.Null(one.Error));
    }

    [Fact]
    public void The_next_frame_may_take_as_long_as_is_allowed_and_each_begins_anew()
    {
        var receiver = new IsoTpReceiver(new());
        var now = TimeSpan.FromSeconds(5);
        receiver.OnPdu(Pdu("101462F190574341"), now);
        now += TimeSpan.FromMilliseconds(700);
        receiver.OnPdu(Pdu("214E455448305433"), now);
        now += TimeSpan.FromSeconds(1);
        Assert.Equal(default, receiver.OnTime(now));
        var given = receiver.OnTime(now + TimeSpan.FromTicks(1)).Ended!;
        Assert.Equal((IsoTpError.NoConsecutiveFrame, 13, "No consecutive frame came within 1 s."), (given.Error!.Value, given.Data.Length, given.Reason));
        Assert.Equal((false, null), (receiver.IsReceiving, receiver.Deadline));
        Assert.Equal(default, receiver.OnTime(TimeSpan.MaxValue));
    }

    [Theory]
    [InlineData("1000000FFFFF0102", true)]
    [InlineData("1000001000010102", false)]
    [InlineData("10007FFFFFFF0102", false)]
    [InlineData("1000FFFFFFFF0102", false)]
    public void A_message_that_is_longer_than_is_taken_is_refused_and_nothing_is_allocated_for_it(string first, bool isTaken)
    {
        var receiver = new IsoTpReceiver(new());
        var step = receiver.OnPdu(Pdu(first), TimeSpan.Zero);
        Assert.Equal(isTaken ? IsoTpFlowStatus.ContinueToSend : IsoTpFlowStatus.Overflow, step.Reply);
        Assert.Equal(isTaken ? null : IsoTpError.TooLong, step.Ended?.Error);
        Assert.InRange(receiver.Held, 0, 1024);
    }

    [Fact]
    public void Flow_controls_come_after_the_first_frame_and_after_each_block_and_ask_for_what_is_wanted()
    {
        var bench = new IsoTpBench(IsoTpAddress.Obd(0), null, new() { BlockSize = 3, SeparationTime = TimeSpan.FromMilliseconds(0.3), Padding = null });
        bench.Send(new byte[6 + 7 * 7]);
        Assert.Equal(["7E8#3003F3", "7E8#3003F3", "7E8#3003F3"], bench.Answers.Select(frame => frame.ToShortString()));
        Assert.Equal("30 00 00 CC CC CC CC CC", Answer(new()).Data.ToString());
        Assert.Equal("32 00 00 CC CC CC CC CC", Answer(new() { MaxLength = 10 }).Data.ToString());

        static CanFrame Answer(IsoTpOptions unit)
        {
            var bench = new IsoTpBench(IsoTpAddress.Obd(0), null, unit);
            bench.Send(new byte[20]);
            return Assert.Single(bench.Answers);
        }
    }

    private static List<IsoTpReception> Receive(string frames)
    {
        var receiver = new IsoTpReceiver(new());
        var received = new List<IsoTpReception>();
        foreach (var frame in frames.Split(' '))
        {
            if (IsoTpPdu.TryRead(new(HexBytes.Parse(frame)), 0, out var pdu))
            {
                var step = receiver.OnPdu(pdu, TimeSpan.Zero);
                received.AddRange(new[] { step.Interrupted, step.Ended }.OfType<IsoTpReception>());
            }
        }

        return received;
    }

    private static IsoTpPdu Pdu(string frame)
    {
        Assert.True(IsoTpPdu.TryRead(new(HexBytes.Parse(frame)), 0, out var pdu));
        return pdu;
    }
}
