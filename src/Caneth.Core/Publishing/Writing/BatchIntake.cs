using Caneth.Flow;
using Caneth.Logs.Files;

namespace Caneth.Publishing;

/// <summary>Takes in what the broker hands over: each batch once, however often it comes, until it is in a file. For one thread, but for the counts.</summary>
internal sealed class BatchIntake
{
    // What a file system takes for the name of a folder, less what stands before the device.
    private const int LongestFolder = 240;

    private readonly PublishedFramesWriterOptions options;
    private readonly Tally<WriterCounter> counters;
    private readonly WriterEventLog events;
    private readonly Action<InvalidDataException> refuse;
    private readonly SequenceTracker sequences = new(fromTheBeginning: true);
    private long since;
    private long framesPending;
    private long framesMissing;

    /// <summary>Goes on after what an earlier writer has written.</summary>
    /// <param name="place">The broker's number of what comes next; null where it has none.</param>
    /// <param name="runs">The frames that are in files.</param>
    /// <param name="options">How much may wait, and how long.</param>
    /// <param name="counters">Where to count.</param>
    /// <param name="events">Where to tell.</param>
    /// <param name="refuse">Told of a message that is no batch, or cannot be written.</param>
    public BatchIntake(
        ulong? place, IEnumerable<SequenceRun> runs, PublishedFramesWriterOptions options, Tally<WriterCounter> counters, WriterEventLog events, Action<InvalidDataException> refuse)
    {
        Place = place;
        this.options = options;
        this.counters = counters;
        this.events = events;
        this.refuse = refuse;
        foreach (var run in runs)
        {
            sequences.Restore(run);
        }
    }

    /// <summary>How far the broker's messages were taken in, by its own number; null where it has none.</summary>
    public ulong? Place { get; private set; }

    /// <summary>Which frames were taken in, those of earlier writers included.</summary>
    public IEnumerable<SequenceRun> Runs => sequences.Runs;

    /// <summary>What waits.</summary>
    public PendingBatches Pending { get; } = new();

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => Pending.IsEmpty;

    /// <summary>Whether as much waits as may.</summary>
    public bool IsFull => Pending.Size >= options.MaxPending;

    /// <summary>Whether something waits that has to be written: it is too much, or too old.</summary>
    public bool IsDue => !IsEmpty && (IsFull || options.TimeProvider.GetElapsedTime(since) >= options.MaxTime);

    /// <summary>Frames that wait. For all threads.</summary>
    public long FramesPending => Volatile.Read(ref framesPending);

    /// <summary>Frames that were published and did not come, as far as their numbers tell. For all threads.</summary>
    public long FramesMissing => Volatile.Read(ref framesMissing);

    /// <summary>Takes a message in, unless it is none of frames, or has come before.</summary>
    /// <param name="message">The message.</param>
    public void Take(in BrokerMessage message)
    {
        Place = message.Place ?? Place;
        if (!BatchHeader.TryRead(message.Body.Span, out var header, out _, out var problem))
        {
            refuse(new(WriterMessages.NotABatch(problem)));
            return;
        }

        if (HiveFolders.NameOf(header.Device).Length > LongestFolder)
        {
            refuse(new(WriterMessages.NameTooLong(header.Device)));
            return;
        }

        var missing = sequences.FramesMissing;
        if (!sequences.Note(header.Device, header.Session, header.FirstSequence, header.Count))
        {
            counters.Add(WriterCounter.FramesRepeated, header.Count);
            return;
        }

        if (sequences.FramesMissing > missing)
        {
            events.Warn(WriterEventKind.FramesMissing, WriterMessages.Missing(header.Device), sequences.FramesMissing - missing);
        }

        Volatile.Write(ref framesMissing, sequences.FramesMissing);
        if (IsEmpty)
        {
            since = options.TimeProvider.GetTimestamp();
        }

        Pending.Add(header, message.Body);
        Volatile.Write(ref framesPending, Pending.Frames);
    }

    /// <summary>Forgets what waits, since it is in files.</summary>
    public void Clear()
    {
        Pending.Clear();
        Volatile.Write(ref framesPending, 0);
    }
}
