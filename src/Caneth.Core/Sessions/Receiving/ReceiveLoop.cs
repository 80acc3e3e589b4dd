using Caneth.Flow;
using Caneth.Links;

namespace Caneth.Sessions;

/// <summary>Receives over one link, and hands what comes to the readers batch by batch.</summary>
/// <param name="link">The link.</param>
/// <param name="traffic">Who gets the frames, and in which order.</param>
/// <param name="counters">Counts them.</param>
/// <param name="clock">Notes when the last came.</param>
/// <param name="admission">Ended by the first frames: whoever gets some is not refused any more.</param>
internal sealed class ReceiveLoop(
    ICanLink link, TrafficOrder traffic, Tally<SessionCounter> counters, SessionClock clock, TaskCompletionSource admission)
{
    // Small enough that a batch is still in the processor's cache when the readers copy it, and smaller on a quiet bus: there may be many
    // sessions.
    private const int FirstBatchSize = 128;
    private const int MaxBatchSize = 512;

    private CanFrame[] batch = new CanFrame[FirstBatchSize];

    /// <summary>How often something was received.</summary>
    public long Reads => link.Receptions;

    /// <summary>Why the other side, or what it sent, was given up; null where it was not.</summary>
    public LinkException? GivenUp { get; private set; }

    /// <summary>Whether it waits for the other side, not for a reader.</summary>
    public bool Listening { get; private set; }

    /// <summary>Receives until the other side ends, refuses this client, or sends bytes that are not frames.</summary>
    /// <param name="pause">Ends it while it waits for the other side; it may be run again, and nothing is lost.</param>
    /// <param name="cancellationToken">Ends it wherever it waits.</param>
    /// <exception cref="LinkException">The connection is broken.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task RunAsync(CancellationToken pause, CancellationToken cancellationToken)
    {
        try
        {
            for (var read = new LinkRead(0); !read.Ended;)
            {
                Listening = true;
                read = await link.ReceiveAsync(batch, pause).ConfigureAwait(false);
                Listening = false;
                await TakeInAsync(read, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (LinkException failure) when (failure.Error != LinkError.Broken)
        {
            GivenUp = failure;
        }
        finally
        {
            // What was sent meanwhile must not wait for a read that will not be whole.
            traffic.ReadEnded();
        }
    }

    /// <summary>Accounts for what is left, once the connection has ended.</summary>
    public void End() => link.EndReceiving();

    private async ValueTask TakeInAsync(LinkRead read, CancellationToken cancellationToken)
    {
        if (read.Frames > 0)
        {
            counters.Add(SessionCounter.FramesReceived, read.Frames);
            clock.NoteFrames();
            admission.TrySetResult();
            await traffic.PublishAsync(batch.AsMemory(0, read.Frames), cancellationToken).ConfigureAwait(false);
        }

        if (!read.More)
        {
            traffic.ReadEnded();
        }
        else if (batch.Length < MaxBatchSize)
        {
            batch = new CanFrame[MaxBatchSize];
        }
    }
}
