using System.Security.Cryptography;
using Caneth.Flow;

namespace Caneth.Publishing;

/// <summary>What one device brings to a publisher: numbers its frames, and makes batches of them. For one thread.</summary>
internal sealed class PublisherLane : IDisposable
{
    private readonly IFrameSource source;
    private readonly PublisherOptions options;
    private readonly ISpoolGate spool;
    private readonly SignalFeed? signals;
    private readonly SignalOutbox outbox;
    private readonly BatchEncoder encoder;
    private readonly CanFrame[] batch;
    private ReadOnlyMemory<CanFrame> rest;
    private int filled;
    private long filledSince;
    private long nextSequence;
    private long dropsSeen;

    /// <param name="source">Where frames come from.</param>
    /// <param name="options">How they are published.</param>
    /// <param name="spool">What takes the batches.</param>
    /// <param name="outbox">What takes the values of signals.</param>
    /// <exception cref="ArgumentException">The name of the source is too long.</exception>
    public PublisherLane(IFrameSource source, PublisherOptions options, ISpoolGate spool, SignalOutbox outbox)
    {
        this.source = source;
        this.options = options;
        this.spool = spool;
        this.outbox = outbox;
        encoder = new(source.Name, Session);
        signals = options.Signals is { } wanted ? new(source.Name, options.Topic, wanted, options.TimeProvider) : null;
        batch = new CanFrame[options.PublishesFrames ? options.BatchSize : 0];
    }

    /// <summary>Which run of the publisher, and which of its devices.</summary>
    public ulong Session { get; } = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    /// <summary>What its source is called.</summary>
    public string Name => source.Name;

    /// <summary>Whether a failure is why nothing comes any more.</summary>
    public bool HasFailed => source.Completion.IsFaulted;

    /// <summary>Whether nothing will come any more.</summary>
    public bool IsOver => source.Completion.IsCompleted;

    /// <summary>Why nothing comes any more, in words.</summary>
    public string EndReason => source.Completion.Exception is { } failure ? $"{source.Name}: {failure.InnerException!.Message}" : source.Name;

    /// <summary>Frames that wait to become a batch.</summary>
    public int FramesWaiting => filled + rest.Length;

    /// <summary>Takes what came, and makes batches of what is full or old.</summary>
    /// <param name="isLast">Whether nothing is to wait any longer.</param>
    /// <returns>Whether the spool has taken all; else it goes on there the next time.</returns>
    public bool Collect(bool isLast)
    {
        var isTaken = false;
        while (true)
        {
            if (rest.IsEmpty && isTaken)
            {
                break;
            }

            if (rest.IsEmpty)
            {
                isTaken = true;
                rest = Take();
            }

            if (!Batch())
            {
                return false;
            }
        }

        signals?.Put(outbox, isLast);
        var isOld = isLast || options.TimeProvider.GetElapsedTime(filledSince) >= options.MaxDelay;
        return filled == 0 || !isOld || Flush();
    }

    /// <summary>Gives up what the spool has not taken.</summary>
    public void Abandon()
    {
        var lost = 0L;
        while (FramesWaiting > 0)
        {
            lost += FramesWaiting;
            filled = 0;
            rest = Take();
        }

        if (lost > 0)
        {
            spool.Overrun(source.Name, lost);
        }
    }

    public void Dispose() => source.Dispose();

    private ReadOnlyMemory<CanFrame> Take()
    {
        var frames = source.Take();
        signals?.Note(frames.Span);
        return options.PublishesFrames ? frames : default;
    }

    /// <summary>Puts what was taken into batches, and counts what was lost after it.</summary>
    private bool Batch()
    {
        while (!rest.IsEmpty)
        {
            if (filled == batch.Length && !Flush())
            {
                return false;
            }

            if (filled == 0)
            {
                filledSince = options.TimeProvider.GetTimestamp();
            }

            var count = Math.Min(batch.Length - filled, rest.Length);
            rest.Span[..count].CopyTo(batch.AsSpan(filled));
            rest = rest[count..];
            filled += count;
        }

        return SkipDrops();
    }

    /// <summary>Leaves out the numbers of frames that were lost before they came here, so that whoever reads sees that they are missing.</summary>
    private bool SkipDrops()
    {
        var drops = source.FramesDropped;
        if (drops == dropsSeen)
        {
            return true;
        }

        if (filled > 0 && !Flush())
        {
            return false;
        }

        nextSequence += drops - dropsSeen;
        spool.Overrun(source.Name, drops - dropsSeen);
        dropsSeen = drops;
        return true;
    }

    private bool Flush()
    {
        if (!spool.TryAppend(encoder.Encode(batch.AsSpan(0, filled), nextSequence), filled))
        {
            return false;
        }

        nextSequence += filled;
        filled = 0;
        return true;
    }
}
