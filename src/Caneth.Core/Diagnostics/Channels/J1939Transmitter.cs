using System.Diagnostics.CodeAnalysis;
using Caneth.Flow;
using Caneth.Sessions;

namespace Caneth.Diagnostics.Channels;

/// <summary>Sends messages of several frames from one address to another, or to all: one at a time.</summary>
/// <param name="source">From whom.</param>
/// <param name="to">To whom, 255 for all.</param>
/// <param name="gate">The gate of the node, which guards the machine.</param>
/// <param name="sender">Where frames go; what was written is never written again.</param>
/// <param name="time">The clock.</param>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose handle nobody asks for has nothing in it to be disposed of.")]
internal sealed class J1939Transmitter(byte source, byte to, Lock gate, FrameSender sender, ChannelClock time)
{
    // What a gateway takes in one write.
    private const int MostAtOnce = 112;

    private readonly J1939Sender machine = new(source);
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly AsyncSignal progress = new();
    private readonly CanFrame[] frames = new CanFrame[MostAtOnce];
    private CancellationTokenSource? underWay;
    private Exception? broken;
    private Exception? ended;

    /// <summary>Says something to the receiver; the gate may be held.</summary>
    public required Action<CanFrame?> Say { get; init; }

    /// <summary>Called with the gate held when a deadline of the machine may have come nearer.</summary>
    public required Action DeadlineChanged { get; init; }

    /// <summary>When <see cref="OnTime"/> has something to do; null for never. To be asked with the gate held.</summary>
    public TimeSpan? Deadline => machine.Deadline;

    /// <summary>Sends a message, after those that were given before.</summary>
    /// <param name="group">The number of its parameter group.</param>
    /// <param name="message">Its data, which must not change until it is sent.</param>
    /// <param name="cancellationToken">Gives up: what has not left is taken back, and a receiver that waits is told.</param>
    /// <returns>Ends when its last frame is with the operating system and, to one address, when all of it was received.</returns>
    public async Task SendAsync(uint group, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            Begin(group, message, stop);
            while (Next(group) is var (state, count, rest) && (count > 0 || state != J1939SendState.Sent))
            {
                if (count > 0)
                {
                    await sender.SendAsync(frames.AsMemory(0, count), stop.Token).ConfigureAwait(false);
                    Written();
                }
                else if (state == J1939SendState.Sending)
                {
                    await Task.Delay(rest, time.Provider, stop.Token).ConfigureAwait(false);
                }
                else
                {
                    await progress.WaitAsync(stop.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw broken!;
        }
        finally
        {
            End();
            turn.Release();
        }
    }

    /// <summary>Takes what the receiver says; with the gate held.</summary>
    public void OnControl(in J1939Control control, TimeSpan now)
    {
        Say(machine.OnControl(control, now));
        progress.Set();
    }

    /// <summary>Gives up a receiver that says nothing; with the gate held.</summary>
    public void OnTime(TimeSpan now)
    {
        if (now > machine.Deadline)
        {
            Say(machine.OnTime(now));
            progress.Set();
        }
    }

    /// <summary>Gives up the message under way, and takes no more; with the gate not held.</summary>
    /// <param name="why">Why.</param>
    public void End(Exception why)
    {
        CancellationTokenSource? stop;
        lock (gate)
        {
            ended ??= why;
            broken ??= why;
            stop = underWay;
        }

        try
        {
            stop?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The message has just ended.
        }
    }

    private void Begin(uint group, ReadOnlyMemory<byte> message, CancellationTokenSource stop)
    {
        lock (gate)
        {
            if (ended is not null)
            {
                throw ended;
            }

            // In this order: whoever ends it from now on finds what there is to give up.
            (underWay, broken) = (stop, null);
            machine.Begin(group, message, to, time.Now);
        }
    }

    /// <summary>The frames that are due, into the buffer.</summary>
    /// <returns>How far the message is, how many frames there are and, where none is, how long until the next.</returns>
    private (J1939SendState State, int Frames, TimeSpan UntilNext) Next(uint group)
    {
        lock (gate)
        {
            var now = time.Now;
            var count = machine.Fill(frames, now);
            DeadlineChanged();
            var rest = machine.Due - now ?? TimeSpan.Zero;
            return machine.State == J1939SendState.Failed ? throw J1939Texts.NotSent(group, to, machine.Error!.Value, machine.Reason!)
                : (machine.State, count, rest > TimeSpan.Zero ? rest : TimeSpan.Zero);
        }
    }

    private void Written()
    {
        lock (gate)
        {
            machine.OnWritten(time.Now);
            DeadlineChanged();
        }
    }

    private void End()
    {
        lock (gate)
        {
            var abort = machine.Abandon();
            Say(ended is null ? abort : null);
            underWay = null;
        }
    }
}
