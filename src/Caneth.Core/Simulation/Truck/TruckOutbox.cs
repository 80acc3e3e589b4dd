using Caneth.Diagnostics;

namespace Caneth.Simulation;

/// <summary>Messages of several frames that one address sends, one after another.</summary>
/// <param name="address">The address.</param>
internal sealed class TruckOutbox(byte address)
{
    private const int MostWaiting = 16;
    private const int MostAtOnce = 64;

    private readonly Queue<(uint Group, byte[] Data, byte? To)> waiting = new();
    private readonly CanFrame[] frames = new CanFrame[MostAtOnce];
    private J1939Sender sender = new(address);
    private byte? receiver;

    /// <summary>When the next frame is due; null where none is.</summary>
    public TimeSpan? Due => sender.Due;

    /// <summary>When a receiver that says nothing is given up; null where none is waited for.</summary>
    public TimeSpan? Deadline => sender.Deadline;

    private bool IsSending => sender.State is J1939SendState.Sending or J1939SendState.WaitingForReceiver;

    /// <summary>Sends a message when those before it are sent. Where too many wait it is lost.</summary>
    public void Post(uint group, byte[] data, byte? to, TimeSpan now, ICanBus bus)
    {
        if (waiting.Count < MostWaiting)
        {
            waiting.Enqueue((group, data, to));
        }

        GoOn(now, bus);
    }

    /// <summary>Takes what a receiver says.</summary>
    public void OnControl(byte from, in J1939Control control, TimeSpan now, ICanBus bus)
    {
        if (IsSending && receiver == from)
        {
            Put(sender.OnControl(control, now), bus);
            GoOn(now, bus);
        }
    }

    /// <summary>Sends what is due, and gives up who says nothing.</summary>
    public void OnTime(TimeSpan now, ICanBus bus)
    {
        Put(sender.OnTime(now), bus);
        GoOn(now, bus);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        waiting.Clear();
        sender = new(address);
    }

    private static void Put(CanFrame? frame, ICanBus bus)
    {
        if (frame is { } one)
        {
            bus.Send(new ReadOnlySpan<CanFrame>(in one));
        }
    }

    private void GoOn(TimeSpan now, ICanBus bus)
    {
        while (true)
        {
            for (var count = sender.Fill(frames, now); count > 0; count = sender.Fill(frames, now))
            {
                bus.Send(frames.AsSpan(0, count));
                sender.OnWritten(now);
            }

            if (IsSending || !waiting.TryDequeue(out var next))
            {
                return;
            }

            receiver = next.To;
            sender.Begin(next.Group, next.Data, next.To, now);
        }
    }
}
