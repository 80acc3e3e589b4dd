using Caneth.Diagnostics;
using Caneth.Signals;

namespace Caneth.Tests.Diagnostics;

/// <summary>Two addresses of J1939 with a bus between them that loses and delays frames, and a clock that runs as fast as it can.</summary>
/// <param name="delay">How long a frame is on its way; null where it is lost. By default none is, and all arrive at once.</param>
/// <param name="maxAtOnce">How many packets the receiver asks for at most at once.</param>
internal sealed class J1939Bench(Func<CanFrame, TimeSpan?>? delay = null, byte maxAtOnce = 16)
{
    public const byte From = 0xF9;
    public const byte To = 0x00;

    private readonly PriorityQueue<(CanFrame Frame, bool ToReceiver), (TimeSpan At, int Order)> bus = new();
    private int order;

    public J1939Sender Sender { get; } = new(From);

    public J1939Receiver Receiver { get; } = new(To, From, maxAtOnce);

    public TimeSpan Now { get; private set; }

    /// <summary>All frames that were on the bus, lost ones included, in their order.</summary>
    public List<(TimeSpan At, CanFrame Frame)> Frames { get; } = [];

    /// <summary>What came of the messages at the receiver.</summary>
    public List<J1939Step> Received { get; } = [];

    /// <summary>Sends a message, and goes on until nothing happens any more.</summary>
    public J1939SendState Send(uint group, byte[] message, byte? to = To)
    {
        Sender.Begin(group, message, to, Now);
        Span<CanFrame> room = new CanFrame[4];
        while (true)
        {
            for (var count = Sender.Fill(room, Now); count > 0; count = Sender.Fill(room, Now))
            {
                foreach (var frame in room[..count])
                {
                    Put(frame, toReceiver: true);
                }

                Sender.OnWritten(Now);
            }

            if (Next() is not { } next)
            {
                return Sender.State;
            }

            Now = next > Now ? next : Now;
            Deliver();
            Reply(Sender.OnTime(Now), toReceiver: true);
            Take(Receiver.OnTime(Now));
        }
    }

    private TimeSpan? Next() => new[]
    {
        bus.TryPeek(out _, out var first) ? first.At : (TimeSpan?)null, Sender.Due, Sender.Deadline + TimeSpan.FromTicks(1), Receiver.Deadline + TimeSpan.FromTicks(1),
    }.Min();

    private void Deliver()
    {
        while (bus.TryPeek(out var one, out var when) && when.At <= Now)
        {
            bus.Dequeue();
            var group = new J1939Id(one.Frame.Id).GroupNumber;
            if (group == J1939Control.Group && J1939Control.TryRead(one.Frame.Data, out var control))
            {
                if (one.ToReceiver)
                {
                    Take(Receiver.OnControl(control, Now));
                }
                else
                {
                    Reply(Sender.OnControl(control, Now), toReceiver: true);
                }
            }
            else if (group == J1939Control.PacketGroup)
            {
                Take(Receiver.OnPacket(one.Frame.Data, Now));
            }
        }
    }

    private void Take(J1939Step step)
    {
        if (step.Data is not null || step.Error is not null)
        {
            Received.Add(step);
        }

        Reply(step.Reply, toReceiver: false);
    }

    private void Reply(CanFrame? frame, bool toReceiver)
    {
        if (frame is { } one)
        {
            Put(one, toReceiver);
        }
    }

    private void Put(CanFrame frame, bool toReceiver)
    {
        Frames.Add((Now, frame));
        if ((delay is null ? TimeSpan.Zero : delay(frame)) is { } time)
        {
            bus.Enqueue((frame, toReceiver), (Now + time, order++));
        }
    }
}
