using Caneth.Flow;
using Caneth.Transmission;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Transmission;

public sealed class CyclicTransmitterTests : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(10);

    private readonly FakeTimeProvider time = new();
    private readonly Target target = new();
    private readonly CyclicTransmitter transmitter;

    public CyclicTransmitterTests() => transmitter = new(time);

    [Fact]
    public void A_frame_is_sent_at_once_and_once_in_each_period()
    {
        var transmission = Start(0x123);
        Assert.Equal(Period, transmitter.SendDue());
        Assert.Single(target.Sent);
        for (var cycle = 0; cycle < 6_000; cycle++)
        {
            time.Advance(Period);
            transmitter.SendDue();
        }

        Assert.Equal(6_001, target.Sent.Count);
        Assert.Equal((6_001L, 0L, 0L), (transmission.FramesSent, transmission.CyclesSkipped, transmission.CyclesMissed));
    }

    [Fact]
    public void What_is_late_is_sent_once_and_the_rest_is_counted()
    {
        var transmission = Start(0x123);
        transmitter.SendDue();
        time.Advance(TimeSpan.FromMilliseconds(57));
        Assert.Equal(TimeSpan.FromMilliseconds(3), transmitter.SendDue());
        Assert.Equal((2L, 4L), (transmission.FramesSent, transmission.CyclesMissed));
    }

    [Fact]
    public void As_long_as_the_link_is_down_cycles_are_left_out_and_none_is_made_up_for()
    {
        var transmission = Start(0x123);
        transmitter.SendDue();
        target.IsDown = true;
        Cycles(500);
        target.IsDown = false;
        Cycles(1);
        Assert.Equal(2, target.Sent.Count);
        Assert.Equal((2L, 500L), (transmission.FramesSent, transmission.CyclesSkipped));
        Assert.Equal(
            ["Nothing can be sent to 'target' now, so cycles are left out until it can.", "Sent again; 500 cycles were left out before."],
            transmission.EventsAfter().Select(happened => happened.Message));
    }

    [Fact]
    public void What_it_took_and_could_not_send_counts_as_left_out()
    {
        var transmission = Start(0x123);
        Cycles(10);
        target.FramesNotSent = 4;
        Assert.Equal((6L, 4L), (transmission.FramesSent, transmission.CyclesSkipped));
    }

    [Fact]
    public void A_computer_that_is_late_again_and_again_is_told_of_now_and_then()
    {
        var transmission = Start(0x123);
        for (var turn = 0; turn < 100; turn++)
        {
            Cycles(1, longer: TimeSpan.FromMilliseconds(15));
        }

        Assert.InRange(transmission.EventCount, 1, 10);
        Assert.Contains("because this computer was late.", transmission.EventsAfter()[0].Message, StringComparison.Ordinal);
        Assert.Equal(EventLevel.Information, transmission.EventsAfter()[0].Level);
        time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(EventLevel.Warning, transmission.EventsAfter()[^1].Level);
        Assert.Equal(transmission.CyclesMissed, transmission.EventsAfter().Sum(happened => happened.Cycles));
    }

    [Fact]
    public void A_time_ends_it_however_many_frames_were_sent()
    {
        var transmission = transmitter.Start("second", target, new FrameCycle(new(1)), new(Period) { Duration = TimeSpan.FromSeconds(1) });
        target.IsDown = true;
        Cycles(50);
        target.IsDown = false;
        Cycles(100);
        Assert.Equal(TransmissionState.Stopped, transmission.State);
        Assert.Equal((50L, 50L), (transmission.FramesSent, transmission.CyclesSkipped));
        Assert.Equal(TransmissionEventKind.Ended, transmission.EventsAfter()[^1].Kind);
    }

    [Fact]
    public void What_changes_goes_with_the_next_cycle()
    {
        var transmission = Start(0x123);
        transmitter.SendDue();
        transmission.Change(new FrameCycle(new(0x124)));
        Cycles(1);
        transmission.Change(TimeSpan.FromMilliseconds(2));
        Assert.Equal(TimeSpan.FromMilliseconds(2), transmission.Every);
        time.Advance(TimeSpan.FromMilliseconds(2));
        transmitter.SendDue();
        Assert.Equal([0x123u, 0x124u, 0x124u], target.Sent.Select(frame => frame.Id));
    }

    [Fact]
    public void A_number_of_frames_ends_by_itself()
    {
        var transmission = transmitter.Start("three", target, new FrameCycle(new(1)), new(Period) { Count = 3 });
        Cycles(10);
        Assert.Equal(3, target.Sent.Count);
        Assert.True(transmission.IsOver);
        Assert.Empty(transmitter.Transmissions);
        Assert.Equal(Timeout.InfiniteTimeSpan, transmitter.SendDue());
    }

    [Fact]
    public void What_cannot_be_made_is_left_out_and_the_others_go_on()
    {
        var bad = transmitter.Start("bad", target, new Made(() => throw new InvalidOperationException("no value")), new(Period));
        var good = Start(0x123);
        Cycles(3);
        Assert.Equal("no value", bad.LastError?.Message);
        Assert.Equal(3, bad.CyclesSkipped);
        Assert.InRange(good.FramesSent, 2, 3);
        bad.Change(new FrameCycle(new(2)));
        Cycles(1);
        Assert.Null(bad.LastError);
    }

    [Fact]
    public void Where_the_device_has_ended_so_has_what_was_sent_to_it()
    {
        var transmission = Start(0x123);
        target.IsOver = true;
        Cycles(1);
        Assert.True(transmission.IsOver);
        Assert.Empty(target.Sent);
    }

    [Fact]
    public void What_has_ended_is_never_sent_again()
    {
        var transmission = Start(0x123);
        transmitter.SendDue();
        transmission.Dispose();
        Cycles(5);
        Assert.Single(target.Sent);
        transmitter.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Start(1));
    }

    [Fact]
    public void With_the_systems_clock_a_thread_of_its_own_sends_until_it_ends()
    {
        using var real = new CyclicTransmitter();
        var transmission = real.Start("real", target, new FrameCycle(new(1)), new(TimeSpan.FromMilliseconds(1)) { Count = 20 });
        Assert.True(SpinWait.SpinUntil(() => transmission.IsOver, TimeSpan.FromSeconds(20)));
        Assert.Equal(20, target.Sent.Count);
    }

    public void Dispose() => transmitter.Dispose();

    private CanTransmission Start(uint id) => transmitter.Start($"{id:X3}", target, new FrameCycle(new(id)), new(Period));

    private void Cycles(int count, TimeSpan longer = default)
    {
        for (var cycle = 0; cycle < count; cycle++)
        {
            time.Advance(Period + longer);
            transmitter.SendDue();
        }
    }

    private sealed class Target : IImmediateSink
    {
        public List<CanFrame> Sent { get; } = [];

        public bool IsDown { get; set; }

        public string Name => "target";

        public bool IsOver { get; set; }

        public long FramesNotSent { get; set; }

        public void Flush()
        {
        }

        public bool TrySend(in CanFrame frame)
        {
            if (!IsDown)
            {
                Sent.Add(frame);
            }

            return !IsDown;
        }
    }

    private sealed class Made(Func<CanFrame> make) : ICycleContent
    {
        public bool SendTo(IImmediateSink target, TimeSpan elapsed) => target.TrySend(make());
    }
}
