using Caneth.Flow;

namespace Caneth.Simulation;

/// <summary>
/// The frames from clients that wait for the bus. It drains at the bit rate; what finds it full is dropped and counted.
/// Frames reach the bus one batch at a time, in the order in which they were accepted.
/// </summary>
internal sealed class TransmitBuffer(SimulatorOptions options, Tally<SimulatorCounter> counters, TransmitBuffer.Transmit transmit)
{
    private readonly Lock gate = new();
    private readonly Queue<(CanFrame Frame, SimulatedClient Sender, long Done)> waiting = new();
    private readonly ChangeSignal arrived = new();
    private readonly TimeProvider time = options.TimeProvider;
    private long busyUntil;

    /// <summary>Puts frames on the bus; called under the lock of the buffer.</summary>
    internal delegate void Transmit(ReadOnlySpan<CanFrame> frames, SimulatedClient sender);

    /// <summary>How many frames wait.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return waiting.Count;
            }
        }
    }

    /// <summary>Takes frames from a client, as many as there is room for.</summary>
    public void Accept(ReadOnlySpan<CanFrame> frames, SimulatedClient sender)
    {
        lock (gate)
        {
            if (options.BitRate == 0)
            {
                transmit(frames, sender);
                return;
            }

            var now = time.GetTimestamp();
            TransmitDone(now);
            var taken = Math.Min(frames.Length, options.TransmitBuffer - waiting.Count);
            foreach (ref readonly var frame in frames[..taken])
            {
                var start = Math.Max(now, busyUntil);
                busyUntil = start + BitTiming.BitsOf(frame) * time.TimestampFrequency / options.BitRate;
                waiting.Enqueue((frame, sender, busyUntil));
            }

            counters.Add(SimulatorCounter.FramesDropped, frames.Length - taken);
        }

        arrived.Signal();
    }

    /// <summary>Drains the buffer as time passes.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = arrived.Next();
            if (TimeUntilNext() is { } delay)
            {
                await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await next.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private TimeSpan? TimeUntilNext()
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            TransmitDone(now);
            return waiting.TryPeek(out var first) ? time.GetElapsedTime(now, first.Done) : null;
        }
    }

    private void TransmitDone(long now)
    {
        while (waiting.TryPeek(out var first) && first.Done <= now)
        {
            waiting.Dequeue();
            transmit(new ReadOnlySpan<CanFrame>(in first.Frame), first.Sender);
        }
    }
}
