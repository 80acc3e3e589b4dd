using Caneth.Diagnostics;

namespace Caneth.Tests.Diagnostics;

/// <summary>A sender does what the receiver asks for, never faster than that, and says by its name what went wrong.</summary>
public class IsoTpSenderTests
{
    private static readonly IsoTpAddress Address = IsoTpAddress.Obd(0);

    private readonly CanFrame[] room = new CanFrame[4096];
    private readonly IsoTpOptions options = new();
    private TimeSpan now = TimeSpan.FromSeconds(1000);

    [Theory]
    [InlineData(0x00, 0)]
    [InlineData(0x14, 20)]
    [InlineData(0x7F, 127)]
    [InlineData(0x80, 127)]
    [InlineData(0xF0, 127)]
    [InlineData(0xF1, 0.1)]
    [InlineData(0xF5, 0.5)]
    [InlineData(0xF9, 0.9)]
    [InlineData(0xFA, 127)]
    [InlineData(0xFF, 127)]
    public void A_separation_time_is_in_milliseconds_or_tenths_and_what_is_reserved_is_the_longest(byte value, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), SeparationTime.Read(value));

    [Theory]
    [InlineData(0, 0x00)]
    [InlineData(0.05, 0xF1)]
    [InlineData(0.1, 0xF1)]
    [InlineData(0.85, 0xF9)]
    [InlineData(0.95, 0x01)]
    [InlineData(1, 0x01)]
    [InlineData(1.1, 0x02)]
    [InlineData(127, 0x7F)]
    [InlineData(500, 0x7F)]
    public void What_is_asked_for_is_never_shorter_than_what_is_wanted(double milliseconds, byte value) =>
        Assert.Equal(value, SeparationTime.Write(TimeSpan.FromMilliseconds(milliseconds)));

    [Theory]
    [InlineData(0x01)]
    [InlineData(0xF1)]
    [InlineData(0x7F)]
    public void A_frame_follows_the_one_before_after_the_time_since_that_was_written(byte separationTime)
    {
        var sender = Begin(60);
        sender.OnFlowControl(FlowControl(0, 0, separationTime), now);
        var time = SeparationTime.Read(separationTime);
        Assert.Equal(1, Fill(sender));
        for (var frame = 2; frame <= 8; frame++)
        {
            // To write it takes a while, and the time runs only after that.
            Assert.Null(sender.Due);
            Assert.Equal(0, sender.Fill(room, now + TimeSpan.FromHours(1)));
            now += TimeSpan.FromMilliseconds(3 * frame);
            sender.OnWritten(now);
            Assert.Equal(now + time, sender.Due);
            now += time - TimeSpan.FromTicks(1);
            Assert.Equal(0, Fill(sender));
            now += TimeSpan.FromTicks(1);
            Assert.Equal(1, Fill(sender));
        }

        Assert.Equal(IsoTpSendState.Sent, sender.State);
    }

    [Fact]
    public void Whoever_is_late_does_not_make_up_for_it()
    {
        var sender = Begin(60);
        sender.OnFlowControl(FlowControl(0, 0, 10), now);
        Fill(sender);
        sender.OnWritten(now);
        now += TimeSpan.FromMilliseconds(35);
        Assert.Equal(1, Fill(sender));
        sender.OnWritten(now);
        Assert.Equal(now + TimeSpan.FromMilliseconds(10), sender.Due);
    }

    [Fact]
    public void Without_a_time_to_keep_a_block_leaves_at_once()
    {
        var sender = Begin(6 + 7 * 399);
        sender.OnFlowControl(FlowControl(0, 0, 0), now);
        Assert.Equal(399, Fill(sender));
        Assert.Equal(IsoTpSendState.Sent, sender.State);
    }

    [Fact]
    public void The_user_can_be_slower_than_the_control_unit_asks_for()
    {
        var sender = Begin(60, new() { MinimumGap = TimeSpan.FromMilliseconds(5), GatewayJitter = TimeSpan.FromMilliseconds(20) });
        sender.OnFlowControl(FlowControl(0, 0, 0), now);
        Fill(sender);
        sender.OnWritten(now);
        Assert.Equal(now + TimeSpan.FromMilliseconds(5), sender.Due);
        sender = Begin(60, new() { GatewayJitter = TimeSpan.FromMilliseconds(20) });
        sender.OnFlowControl(FlowControl(0, 0, 1), now);
        Fill(sender);
        sender.OnWritten(now);
        Assert.Equal(now + TimeSpan.FromMilliseconds(21), sender.Due);
    }

    [Fact]
    public void A_block_is_as_many_frames_as_were_granted_and_each_ends_in_a_wait()
    {
        var sender = Begin(2 + 7 * 600);
        foreach (var block in new[] { 255, 1, 200, 144 })
        {
            Assert.Equal(IsoTpSendState.WaitingForFlowControl, sender.State);
            Assert.Equal(now + options.FlowControlTimeout, sender.Deadline);
            Assert.Equal(0, Fill(sender));
            sender.OnFlowControl(FlowControl(0, (byte)block, 0), now);
            Assert.Equal(block, Fill(sender));
            sender.OnWritten(now);
        }

        Assert.Equal((IsoTpSendState.Sent, null), (sender.State, sender.Deadline));
    }

    [Fact]
    public void The_blocks_are_those_of_the_latest_flow_control_and_the_time_is_the_longest_asked_for()
    {
        var sender = Begin(6 + 7 * 9);
        sender.OnFlowControl(FlowControl(0, 2, 0), now);
        Assert.Equal(2, Fill(sender));
        sender.OnWritten(now);
        sender.OnFlowControl(FlowControl(0, 3, 30), now);
        Assert.Equal(TimeSpan.FromMilliseconds(30), sender.Due - now);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            now = sender.Due!.Value;
            Assert.Equal(1, Fill(sender));
            sender.OnWritten(now);
        }

        sender.OnFlowControl(FlowControl(0, 0, 0), now);
        Assert.Equal(TimeSpan.FromMilliseconds(30), sender.Due - now);
    }

    [Fact]
    public void Not_more_frames_are_on_their_way_than_a_gateway_holds_and_the_rest_follow_as_the_bus_takes_them()
    {
        var sender = Begin(20_000);
        sender.OnFlowControl(FlowControl(0, 0, 0), now);
        var begin = now;
        Assert.Equal(400, Fill(sender));
        var frames = 400;
        while (sender.State == IsoTpSendState.Sending)
        {
            Assert.True(sender.Due > now);
            now = sender.Due!.Value + TimeSpan.FromMilliseconds(10);
            frames += Fill(sender);
            // No standard frame of 8 bytes has more than 135 bits.
            Assert.InRange(frames, 0, 400 + (now - begin).TotalSeconds * 500_000 / 135 + 1);
        }

        Assert.Equal((20_000 - 6 + 6) / 7, frames);
    }

    [Fact]
    public void A_flow_control_in_the_midst_of_a_block_is_ignored()
    {
        var sender = Begin(60);
        sender.OnFlowControl(FlowControl(0, 0, 10), now);
        Fill(sender);
        sender.OnWritten(now);
        sender.OnFlowControl(FlowControl(0, 0, 0), now);
        sender.OnFlowControl(FlowControl(2, 0, 0), now);
        Assert.Equal(now + TimeSpan.FromMilliseconds(10), sender.Due);
    }

    [Fact]
    public void A_flow_control_may_come_before_it_is_known_that_its_frame_was_written()
    {
        var sender = new IsoTpEndpoint(Address).Sender;
        sender.Begin(new byte[60], now);
        sender.Fill(room, now);
        sender.OnFlowControl(FlowControl(0, 0, 5), now);
        sender.OnWritten(now);
        Assert.Equal((IsoTpSendState.Sending, null), (sender.State, sender.Deadline));
        Assert.Equal(1, Fill(sender));
    }

    [Fact]
    public void Whoever_waits_for_a_flow_control_gives_up_in_time_after_later_blocks_too()
    {
        var sender = Begin(60);
        sender.OnFlowControl(FlowControl(0, 3, 0), now);
        Fill(sender);
        now += TimeSpan.FromMilliseconds(50);
        sender.OnWritten(now);
        now += options.FlowControlTimeout;
        sender.OnTime(now);
        Assert.Equal(IsoTpSendState.WaitingForFlowControl, sender.State);
        sender.OnTime(now + TimeSpan.FromTicks(1));
        Assert.Equal((IsoTpSendState.Failed, IsoTpError.NoFlowControl), (sender.State, sender.Error));
        Assert.Equal("The receiver sent no flow control within 1 s; 27 of 60 bytes were sent.", sender.Reason);
        Assert.Equal(0, Fill(sender));
    }

    [Fact]
    public void Patience_is_asked_for_as_often_as_is_allowed_and_each_time_begins_anew()
    {
        var sender = Begin(60);
        foreach (var _ in Enumerable.Range(0, options.MaxWaits))
        {
            now += options.FlowControlTimeout;
            sender.OnTime(now);
            sender.OnFlowControl(FlowControl(1, 0, 0), now);
            Assert.Equal((IsoTpSendState.WaitingForFlowControl, now + options.FlowControlTimeout), (sender.State, sender.Deadline));
        }

        sender.OnFlowControl(FlowControl(1, 0, 0), now);
        Assert.Equal(IsoTpError.TooManyWaits, sender.Error);
        Assert.Equal("The receiver asked for patience more than 10 times in a row (flow control: wait).", sender.Reason);
    }

    [Theory]
    [InlineData(2, IsoTpError.Overflow, "The receiver has no room for a message of 60 bytes (flow control: overflow).")]
    [InlineData(3, IsoTpError.InvalidFlowStatus, "The receiver sent a flow control with the status 3; there are 0, 1 and 2.")]
    [InlineData(15, IsoTpError.InvalidFlowStatus, "The receiver sent a flow control with the status 15; there are 0, 1 and 2.")]
    public void A_receiver_that_refuses_ends_it_at_once(int status, IsoTpError error, string reason)
    {
        var sender = Begin(60);
        sender.OnFlowControl(FlowControl(status, 0, 0), now);
        Assert.Equal((IsoTpSendState.Failed, error, reason), (sender.State, sender.Error, sender.Reason));
        sender.Begin(new byte[1], now);
        Assert.Equal((1, IsoTpSendState.Sent, (IsoTpError?)null), (Fill(sender), sender.State, sender.Error));
    }

    private static IsoTpPdu FlowControl(int status, byte blockSize, byte separationTime)
    {
        Assert.True(IsoTpPdu.TryRead(new((byte)(0x30 | status), blockSize, separationTime), 0, out var pdu));
        return pdu;
    }

    private IsoTpSender Begin(int length, IsoTpOptions? with = null)
    {
        var sender = new IsoTpEndpoint(Address, with ?? options).Sender;
        sender.Begin(new byte[length], now);
        Assert.Equal(1, Fill(sender));
        sender.OnWritten(now);
        return sender;
    }

    private int Fill(IsoTpSender sender) => sender.Fill(room, now);
}
