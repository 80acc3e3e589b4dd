using System.Collections.Concurrent;

namespace Caneth.Recording;

/// <summary>
/// Lets through the frames around triggers, and keeps in memory those that the next trigger may ask for. A file is ended when no trigger can
/// come any more whose time overlaps with its own. One thread passes frames; any may trigger.
/// </summary>
/// <param name="trigger">What triggers.</param>
/// <param name="output">Where the frames go.</param>
/// <param name="events">Takes in what happens.</param>
internal sealed class TriggerWindow(RecordingTrigger trigger, RecordingOutput output, RecordingEventLog events)
{
    // A frame of before may come with a trigger that is reported a little later than it happened, or from a source that is a little behind.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<TriggerTime> triggers = new();
    private readonly FrameBacklog past = new(trigger.Capacity);
    private readonly RecordingGap forgotten = new();
    private Timestamp from;
    private Timestamp until;
    private bool isOpen;
    private long count;

    /// <summary>Whether a file is being written, and not only kept in mind what came.</summary>
    public bool IsOpen => Volatile.Read(ref isOpen);

    /// <summary>How many triggers there were.</summary>
    public long Count => Interlocked.Read(ref count);

    /// <summary>Triggers; on any thread.</summary>
    public void Trigger(TriggerTime happened) => triggers.Enqueue(happened);

    /// <summary>Takes in frames in the order of time.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="now">The time, before which no frame comes any more.</param>
    public void Add(ReadOnlySpan<CanFrame> frames, Timestamp now)
    {
        var done = 0;
        for (var index = 0; index < frames.Length; index++)
        {
            ref readonly var frame = ref frames[index];
            var isHit = trigger.Filter?.Matches(frame) == true;
            if (isHit || !triggers.IsEmpty)
            {
                Pass(frames[done..index]);
                done = index;
                TakeTriggers(upTo: frame.Timestamp);
            }

            if (isHit)
            {
                Open(frame.Timestamp, RecordingMessages.TriggeredBy(frame));
            }
        }

        Pass(frames[done..]);
        TakeTriggers(upTo: now);
        EndFileBefore(now - Slack);
    }

    private void Pass(ReadOnlySpan<CanFrame> frames)
    {
        while (!frames.IsEmpty)
        {
            var isWanted = IsWanted(frames[0]);
            var run = 1;
            while (run < frames.Length && IsWanted(frames[run]) == isWanted)
            {
                run++;
            }

            if (isWanted)
            {
                output.Write(frames[..run]);
            }
            else
            {
                Keep(frames[..run]);
            }

            frames = frames[run..];
        }
    }

    private bool IsWanted(in CanFrame frame) => isOpen && frame.Timestamp >= from && frame.Timestamp <= until;

    private void Keep(ReadOnlySpan<CanFrame> frames)
    {
        var latest = frames[^1].Timestamp;
        past.Add(frames, forgotten);
        EndFileBefore(latest);
        Forget(latest - trigger.Before - Slack);
    }

    private void TakeTriggers(Timestamp upTo)
    {
        while (triggers.TryPeek(out var next) && next.Time <= upTo && triggers.TryDequeue(out var happened))
        {
            Open(happened.Time, happened.Reason);
        }
    }

    private void Open(Timestamp time, string reason)
    {
        Interlocked.Increment(ref count);
        var start = time - trigger.Before;
        if (isOpen && start > until)
        {
            EndFile();
        }

        if (!isOpen)
        {
            (from, until) = (start, start);
            events.Add(RecordingEventKind.Triggered, EventLevel.Information, RecordingMessages.Triggered(reason, time, trigger));
            ReportForgotten();
        }

        from = start < from ? start : from;
        WritePast(start);
        if (time + trigger.After is var end && end > until)
        {
            until = end;
        }

        Volatile.Write(ref isOpen, true);
    }

    /// <summary>Writes what is kept in memory from a time on, and forgets the rest.</summary>
    private void WritePast(Timestamp start)
    {
        while (past.Count > 0)
        {
            var oldest = past.Oldest;
            for (var index = 0; index < oldest.Length;)
            {
                var isWanted = oldest[index].Timestamp >= start;
                var end = index + 1;
                while (end < oldest.Length && oldest[end].Timestamp >= start == isWanted)
                {
                    end++;
                }

                if (isWanted)
                {
                    output.Write(oldest[index..end]);
                }

                index = end;
            }

            past.Remove(oldest.Length);
        }
    }

    private void EndFileBefore(Timestamp time)
    {
        if (isOpen && time > until + trigger.Before)
        {
            EndFile();
        }
    }

    private void EndFile()
    {
        Volatile.Write(ref isOpen, false);
        output.EndFile();
    }

    private void Forget(Timestamp before)
    {
        while (past.Count > 0)
        {
            var oldest = past.Oldest;
            var old = 0;
            while (old < oldest.Length && oldest[old].Timestamp < before)
            {
                old++;
            }

            past.Remove(old);
            if (old < oldest.Length)
            {
                return;
            }
        }
    }

    private void ReportForgotten()
    {
        if (forgotten.Count > 0)
        {
            events.Add(RecordingEventKind.Triggered, EventLevel.Warning, RecordingMessages.Forgotten(forgotten, trigger.Capacity));
            forgotten.Clear();
        }
    }
}
