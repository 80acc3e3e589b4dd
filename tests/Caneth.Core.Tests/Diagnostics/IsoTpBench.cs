using Caneth.Diagnostics;

namespace Caneth.Tests.Diagnostics;

/// <summary>A tester and a control unit with a bus between them that loses and delays frames, and a clock that runs as fast as it can.</summary>
/// <param name="address">Who speaks with whom, as the tester has it.</param>
/// <param name="tester">How the tester sends and receives.</param>
/// <param name="unit">How the control unit sends and receives.</param>
/// <param name="delay">How long a frame is on its way; null where it is lost. By default none is, and all arrive at once.</param>
internal sealed class IsoTpBench(IsoTpAddress address, IsoTpOptions? tester = null, IsoTpOptions? unit = null, Func<CanFrame, TimeSpan?>? delay = null)
{
    private readonly PriorityQueue<(CanFrame Frame, bool ToUnit), (TimeSpan At, int Order)> bus = new();
    private int order;

    public IsoTpEndpoint Tester { get; } = new(address, tester);

    public IsoTpEndpoint Unit { get; } = new(address.Reverse(), unit);

    public TimeSpan Now { get; private set; }

    /// <summary>What the tester sent, and when.</summary>
    public List<(TimeSpan At, CanFrame Frame)> Sent { get; } = [];

    /// <summary>What the control unit sent.</summary>
    public List<CanFrame> Answers { get; } = [];

    /// <summary>What the control unit received, whole or not.</summary>
    public List<IsoTpReception> Received { get; } = [];

    /// <summary>Sends a message from the tester to the control unit, and goes on until nothing happens any more.</summary>
    public IsoTpSendState Send(byte[] message)
    {
        Tester.Sender.Begin(message, Now);
        Span<CanFrame> room = new CanFrame[16];
        while (true)
        {
            for (var count = Tester.Sender.Fill(room, Now); count > 0; count = Tester.Sender.Fill(room, Now))
            {
                foreach (var frame in room[..count])
                {
                    Sent.Add((Now, frame));
                    Put(frame, toUnit: true);
                }

                Tester.Sender.OnWritten(Now);
            }

            if (Next() is not { } next)
            {
                return Tester.Sender.State;
            }

            Now = next > Now ? next : Now;
            Deliver();
            Tester.OnTime(Now);
            Take(Unit.OnTime(Now));
        }
    }

    private TimeSpan? Next() => new[]
    {
        bus.TryPeek(out _, out var first) ? first.At : (TimeSpan?)null, Tester.Sender.Due, Tester.Deadline + TimeSpan.FromTicks(1), Unit.Deadline + TimeSpan.FromTicks(1),
    }.Min();

    private void Deliver()
    {
        while (bus.TryPeek(out var one, out var when) && when.At <= Now)
        {
            bus.Dequeue();
            var step = (one.ToUnit ? Unit : Tester).OnFrame(one.Frame, Now, out var reply);
            if (one.ToUnit)
            {
                Take(step);
            }

            if (reply is { } answer)
            {
                Answers.Add(answer);
                Put(answer, toUnit: false);
            }
        }
    }

    private void Put(CanFrame frame, bool toUnit)
    {
        if ((delay is null ? TimeSpan.Zero : delay(frame)) is { } time)
        {
            bus.Enqueue((frame, toUnit), (Now + time, order++));
        }
    }

    private void Take(IsoTpStep step)
    {
        Received.AddRange(new[] { step.Interrupted, step.Ended }.OfType<IsoTpReception>());
    }
}
