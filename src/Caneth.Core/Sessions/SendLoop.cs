using Caneth.Wire;

namespace Caneth.Sessions;

/// <summary>Takes frames from the send queue and hands them to one connection, at most 112 whole frames a write.</summary>
internal sealed class SendLoop(GatewayConnection connection, SendQueue queue, SendPacer? pacer, TimeProvider time)
{
    // .NET does not tell when a socket takes bytes again without giving it some, and those could not be withdrawn.
    private static readonly TimeSpan UntilNextTry = TimeSpan.FromMilliseconds(1);

    private readonly byte[] buffer = new byte[SendQueue.MaxFramesPerWrite * FrameCodec.FrameSize];

    /// <summary>What the gateway's TCP has not acknowledged.</summary>
    public UnconfirmedFrames History { get; } = new(() => connection.BytesAcknowledged, time);

    /// <summary>Sends until it is stopped, which happens between two writes.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The connection is broken.</exception>
    /// <exception cref="OperationCanceledException">It was stopped in a pause.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // To be woken costs less than an exception, which a command that sends one frame would notice.
        using var stopping = cancellationToken.UnsafeRegister(static work => ((AsyncSignal)work!).Set(), queue.Work);
        while (!cancellationToken.IsCancellationRequested)
        {
            var most = pacer?.Allowance ?? SendQueue.MaxFramesPerWrite;
            if (most == 0)
            {
                await PauseAsync(pacer!.Pause, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var bytes = queue.Prepare(buffer, most);
            if (bytes.IsEmpty)
            {
                queue.PutBack();
                await queue.Work.WaitAsync(CancellationToken.None).ConfigureAwait(false);
                continue;
            }

            var taken = Write(bytes.Span);
            pacer?.Spend(taken / FrameCodec.FrameSize);
            if (taken < bytes.Length)
            {
                await PauseAsync(UntilNextTry, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Writes the rest of a frame, or of an atomic batch, of which a part has left, so that the stream ends with a whole
    /// one.
    /// </summary>
    /// <exception cref="System.Net.Sockets.SocketException">The connection is broken.</exception>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        while (queue.BytesToBoundary is > 0 and var missing)
        {
            var taken = Write(queue.Prepare(buffer, mostFrames: 1).Span[..missing]);
            if (taken < missing)
            {
                await PauseAsync(UntilNextTry, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private int Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var taken = connection.Send(bytes);
            History.Append(bytes[..taken]);
            queue.Taken(taken, History);
            return taken;
        }
        catch
        {
            queue.PutBack();
            throw;
        }
    }

    private Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken) => Task.Delay(pause, time, cancellationToken);
}
