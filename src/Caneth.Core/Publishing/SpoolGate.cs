using Caneth.Flow;

namespace Caneth.Publishing;

/// <summary>The way into the spool, where what goes wrong is counted and told.</summary>
/// <param name="spool">The spool.</param>
/// <param name="path">Where it lies.</param>
/// <param name="options">What to do where it is full.</param>
/// <param name="counters">Where to count.</param>
/// <param name="events">Where to tell.</param>
/// <param name="arrived">Set when there is something to publish.</param>
internal sealed class SpoolGate(
    BatchSpool spool, string path, PublisherOptions options, Tally<PublisherCounter> counters, PublisherEventLog events, AsyncSignal arrived) : ISpoolGate
{
    /// <summary>Why the disk did not take something the last time; null where it does.</summary>
    public Exception? LastError { get; private set; }

    /// <inheritdoc/>
    public bool TryAppend(ReadOnlyMemory<byte> batch, int frames)
    {
        if (options.Lossless && spool.IsFullFor(batch.Length) && !spool.IsEmpty)
        {
            events.Warn(PublisherEventKind.SpoolFull, PublisherMessages.HeldBack(path, options.MaxSpool));
            return false;
        }

        try
        {
            var dropped = spool.Append(batch, frames);
            if (dropped > 0)
            {
                counters.Add(PublisherCounter.FramesDiscarded, dropped);
                events.Warn(PublisherEventKind.SpoolFull, PublisherMessages.SpoolFull(path, options.MaxSpool), dropped);
            }

            arrived.Set();
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LastError = failure;
            events.Warn(PublisherEventKind.SpoolFailed, PublisherMessages.SpoolFailed(path, failure.Message), error: failure);
            return false;
        }
    }

    /// <inheritdoc/>
    public void Overrun(string device, long frames)
    {
        counters.Add(PublisherCounter.FramesOverrun, frames);
        events.Warn(PublisherEventKind.FramesOverrun, PublisherMessages.Overrun(device), frames);
    }

    /// <summary>Writes down how far the broker is.</summary>
    public void Save()
    {
        try
        {
            spool.Save();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LastError = failure;
            events.Warn(PublisherEventKind.SpoolFailed, PublisherMessages.SpoolFailed(path, failure.Message), error: failure);
        }
    }
}
