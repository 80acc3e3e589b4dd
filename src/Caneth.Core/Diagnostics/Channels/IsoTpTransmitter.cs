using Caneth.Flow;
using Caneth.Sessions;

namespace Caneth.Diagnostics.Channels;

/// <summary>Sends the messages of one channel, one at a time: as fast as the receiver, the bus and the gateway take them.</summary>
/// <param name="machine">Takes messages apart. Guarded by the gate, as the other machine of the channel.</param>
/// <param name="gate">The gate of the channel.</param>
/// <param name="sender">Where frames go; what was written is never written again.</param>
/// <param name="time">The clock.</param>
internal sealed class IsoTpTransmitter(IsoTpSender machine, Lock gate, FrameSender sender, ChannelClock time) : IDisposable
{
    // What a gateway takes in one write; more would only be handed on sooner.
    private const int MostAtOnce = 112;

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly AsyncSignal progress = new();
    private readonly PacingThread pacing = new(time.Provider);
    private readonly CanFrame[] frames = new CanFrame[MostAtOnce];
    private CancellationTokenSource? underWay;
    private Exception? broken;
    private Exception? ended;

    /// <summary>Called with the gate held when a deadline of the machine may have come nearer.</summary>
    public Action? DeadlineChanged { get; init; }

    /// <summary>Makes the exception for what the machine gave up.</summary>
    public required Func<IsoTpError, string, Exception> Failed { get; init; }

    /// <summary>Says, with the gate held, why nothing can be sent now; null where it can.</summary>
    public required Func<Exception?> Hindrance { get; init; }

    /// <summary>Sends a message, after those that were given before.</summary>
    /// <param name="message">The message, which must not change until it is sent.</param>
    /// <param name="cancellationToken">Gives up: what has not left is taken back.</param>
    /// <returns>Ends when its last frame is with the operating system.</returns>
    public async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var lent = false;
        try
        {
            Begin(message, stop);
            while (Next() is var (state, count, rest) && (count > 0 || state != IsoTpSendState.Sent))
            {
                if (count > 0)
                {
                    await sender.SendAsync(frames.AsMemory(0, count), stop.Token).ConfigureAwait(false);
                    Written();
                }
                else if (state == IsoTpSendState.Sending)
                {
                    await pacing.WaitAsync(rest, stop.Token).ConfigureAwait(false);
                    lent = true;
                    stop.Token.ThrowIfCancellationRequested();
                }
                else
                {
                    await progress.WaitAsync(stop.Token).ConfigureAwait(false);
                    lent |= progress.IsHere;
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
            if (lent)
            {
                // The threads that receive and pace lent themselves for the frames: what the caller does next is not their affair.
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            }

            turn.Release();
        }
    }

    /// <summary>Looks again at what the receiver said; with the gate not held, since the message goes on with this thread.</summary>
    public void Progress() => progress.Set(here: true);

    /// <summary>Gives up the message under way, and with it what has not left.</summary>
    /// <param name="why">Why.</param>
    public void Break(Exception why)
    {
        CancellationTokenSource? stop;
        lock (gate)
        {
            stop = underWay;
            broken = stop is null ? broken : broken ?? why;
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

    /// <summary>Takes no more messages.</summary>
    /// <param name="why">Why.</param>
    public void End(Exception why)
    {
        lock (gate)
        {
            ended ??= why;
        }

        Break(why);
    }

    public void Dispose() => pacing.Dispose();

    private void Begin(ReadOnlyMemory<byte> message, CancellationTokenSource stop)
    {
        lock (gate)
        {
            // In this order: whoever loses the connection from now on finds what there is to give up.
            (underWay, broken) = (stop, null);
            if ((ended ?? Hindrance()) is { } why)
            {
                throw why;
            }

            machine.Begin(message, time.Now);
        }
    }

    /// <summary>The frames that are due, into the buffer.</summary>
    /// <returns>How far the message is, how many frames there are and, where none is, how long until the next.</returns>
    private (IsoTpSendState State, int Frames, TimeSpan UntilNext) Next()
    {
        lock (gate)
        {
            var now = time.Now;
            var count = machine.Fill(frames, now);
            DeadlineChanged?.Invoke();
            return machine.State == IsoTpSendState.Failed ? throw Failed(machine.Error!.Value, machine.Reason!)
                : (machine.State, count, machine.Due - now ?? TimeSpan.Zero);
        }
    }

    private void Written()
    {
        lock (gate)
        {
            machine.OnWritten(time.Now);
            DeadlineChanged?.Invoke();
        }
    }

    private void End()
    {
        lock (gate)
        {
            underWay = null;
            machine.Abandon();
        }
    }
}
