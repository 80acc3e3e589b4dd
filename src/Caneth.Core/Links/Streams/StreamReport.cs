namespace Caneth.Links.Streams;

/// <summary>
/// Reports what the other side sends that is not a frame: the first time at once, then in summaries at growing intervals, so that a line that
/// is bad all night does not push everything else out of the events. Used by one thread at a time; outlives connections.
/// </summary>
internal sealed class StreamReport(string address, Wire wire, LinkContext context)
{
    private readonly ReportPace pace = new(context.TimeProvider);
    private long skipped;
    private long invalid;
    private long times;
    private long ahead;
    private bool toldWithoutFrames;
    private byte[] identity = [];

    /// <summary>By what the other side identifies itself, in words; null where it does not.</summary>
    public string? Identity { get; private set; }

    /// <summary>How long until the report is due, zero where it is now; null where there is none.</summary>
    public TimeSpan? DueIn => skipped == 0 ? null : pace.DueIn;

    /// <summary>Whether it is worth saying that no frame comes: once, and only where that is likely a mistake.</summary>
    public bool ExpectsFrames => wire.AdviceWithoutFrames is not null && !toldWithoutFrames;

    /// <summary>Notes bytes that were skipped.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="frames">How many invalid frames they are, where frames were in line before and after.</param>
    /// <param name="found">How often frames went on after them.</param>
    public void Skipped(long bytes, long frames, long found)
    {
        var known = Math.Min(ahead, bytes);
        skipped += bytes - known;
        ahead = found > 0 ? 0 : ahead - known;
        invalid += frames;
        times += found;
        if (found > 0 && DueIn == TimeSpan.Zero)
        {
            Publish(default);
        }
    }

    /// <summary>Notes bytes that are held and that no frame followed, for as long as one waits for it.</summary>
    /// <param name="bytes">How many bytes are held.</param>
    public void Foreign(int bytes)
    {
        skipped += Math.Max(0, bytes - ahead);
        ahead = bytes;
    }

    /// <summary>Takes back bytes that are reported in another way.</summary>
    public void Withdraw(int bytes) => skipped = Math.Max(0, skipped - bytes);

    /// <summary>Reports what was counted since the last report.</summary>
    /// <param name="excerpt">The first bytes that no frame followed.</param>
    public void Publish(ReadOnlySpan<byte> excerpt)
    {
        if (skipped == 0)
        {
            return;
        }

        if (times == 0 || !excerpt.IsEmpty)
        {
            context.Notify(LinkNoticeKind.ForeignData, StreamMessages.ForeignData(address, skipped, excerpt, wire.WhatToCheck(excerpt)));
        }
        else
        {
            context.Notify(LinkNoticeKind.Resynchronised, StreamMessages.Resynchronised(skipped, invalid, times));
        }

        (skipped, invalid, times) = (0, 0, 0);
        pace.Reported();
    }

    /// <summary>Reports how the other side identifies itself, where that is new.</summary>
    public void Identified(ReadOnlySpan<byte> registration)
    {
        if (!registration.SequenceEqual(identity))
        {
            identity = registration.ToArray();
            Identity = ForeignData.Describe(identity);
            context.Notify(LinkNoticeKind.Identified, StreamMessages.Identified(address, Identity, identity.Length));
        }
    }

    /// <summary>Reports that the other side is there and that no frame has come.</summary>
    public void WithoutFrames(TimeSpan time)
    {
        toldWithoutFrames = true;
        context.Notify(LinkNoticeKind.NoFrames, StreamMessages.WithoutFrames(address, time, wire.AdviceWithoutFrames!));
    }
}
