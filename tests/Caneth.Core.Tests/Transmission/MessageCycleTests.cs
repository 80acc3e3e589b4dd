using System.Text;
using Caneth.Flow;
using Caneth.Signals;
using Caneth.Transmission;

namespace Caneth.Tests.Transmission;

public sealed class MessageCycleTests
{
    private const string Text = """
        BO_ 291 EngineData: 8 ECM
         SG_ EngineSpeed : 0|16@1+ (0.25,0) [0|16000] "rpm" Vector__XXX
         SG_ Gear : 16|3@1+ (1,0) [0|7] "" Vector__XXX
         SG_ Counter : 24|4@1+ (1,0) [0|15] "" Vector__XXX
        """;

    private readonly SentMessages sent = new();
    private readonly Target target = new();
    private readonly MessageDefinition message = CanDatabase.Parse(Encoding.UTF8.GetBytes(Text), "bench.dbc").Find("EngineData")!;

    [Fact]
    public void A_counter_neither_repeats_nor_skips_whatever_is_left_out_between()
    {
        var cycle = Cycle(("EngineSpeed", 1000));
        for (var turn = 0; turn < 100; turn++)
        {
            target.IsDown = turn % 7 is 2 or 3;
            Assert.Equal(!target.IsDown, cycle.SendTo(target, TimeSpan.Zero));
        }

        Assert.Equal(Enumerable.Range(0, target.Sent.Count).Select(number => (byte)(number % 16)), target.Sent.Select(frame => frame.Data[3]));
    }

    [Fact]
    public void Whoever_sends_between_counts_along_and_what_is_given_nowhere_is_as_it_was_sent_last()
    {
        var cycle = Cycle(("EngineSpeed", 1000));
        cycle.SendTo(target, TimeSpan.Zero);
        sent.Send(message, [new("EngineSpeed", 2000), new("Gear", 3)], Protection, null, frame => target.TrySend(frame));
        cycle.SendTo(target, TimeSpan.Zero);
        Assert.Equal([0, 1, 2], target.Sent.Select(frame => (int)frame.Data[3]));
        Assert.Equal([1000 * 4, 2000 * 4, 1000 * 4], target.Sent.Select(frame => frame.Data[0] | frame.Data[1] << 8));
        Assert.Equal([0, 3, 3], target.Sent.Select(frame => (int)frame.Data[2]));
    }

    [Fact]
    public void Other_values_go_with_the_next_cycle_and_wrong_ones_change_nothing()
    {
        var cycle = Cycle(("EngineSpeed", 1000));
        cycle.Change([new("gear", 2)]);
        Assert.Throws<SignalException>(() => cycle.Change([new("Gear", 3), new("EngineSpeed", 20_000)]));
        Assert.Throws<SignalException>(() => cycle.Change([new("Nothing", 3)]));
        cycle.SendTo(target, TimeSpan.Zero);
        Assert.Equal((1000 * 4, 2), (target.Sent[0].Data[0] | target.Sent[0].Data[1] << 8, target.Sent[0].Data[2]));
    }

    [Fact]
    public void A_value_may_be_a_function_of_the_time()
    {
        var cycle = Cycle(("EngineSpeed", (Func<TimeSpan, object?>)(time => time.TotalMilliseconds)));
        foreach (var time in new[] { 0, 10, 20 })
        {
            cycle.SendTo(target, TimeSpan.FromMilliseconds(time));
        }

        Assert.Equal([0, 40, 80], target.Sent.Select(frame => frame.Data[0] | frame.Data[1] << 8));
    }

    [Fact]
    public void Recorded_values_hold_until_the_next()
    {
        var recorded = new[] { (3, 30), (1, 10), (2, 20) }.Select(one => new CanMessage(message,
            new CanFrame(291, [(byte)(one.Item2 * 4), 0, 0, 0, 0, 0, 0, 0]) { Timestamp = new DateTimeOffset(2026, 1, 1, 0, 0, one.Item1, TimeSpan.Zero) })["EngineSpeed"]!);
        var series = new SignalSeries(recorded);
        Assert.Equal(TimeSpan.FromSeconds(2), series.Duration);
        Assert.Equal([10.0, 10.0, 20.0, 20.0, 30.0, 30.0],
            new[] { -1, 0, 1, 1.9, 2, 99 }.Select(time => Convert.ToDouble(series.ValueAt(TimeSpan.FromSeconds(time)), null)));
        Assert.Throws<ArgumentException>(() => new SignalSeries([]));
    }

    private MessageProtection Protection => field ??= new(message, ProtectionProfiles.CounterOnly, new() { Counter = "Counter" });

    private MessageCycle Cycle(params (string Signal, object Value)[] values) =>
        new(sent, message, values.Select(value => KeyValuePair.Create(value.Signal, (object?)value.Value)), Protection);

    private sealed class Target : IImmediateSink
    {
        public List<CanFrame> Sent { get; } = [];

        public bool IsDown { get; set; }

        public string Name => "target";

        public bool IsOver => false;

        public long FramesNotSent => 0;

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
}
