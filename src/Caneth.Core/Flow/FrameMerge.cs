namespace Caneth.Flow;

/// <summary>
/// Takes what came from several sources and puts it into the order of time; each source's own order stays as it is.
/// </summary>
internal sealed class FrameMerge(IReadOnlyList<IFrameSource> sources)
{
    private readonly ReadOnlyMemory<CanFrame>[] taken = new ReadOnlyMemory<CanFrame>[sources.Count];
    private CanFrame[] merged = [];

    /// <summary>Takes all frames that are there.</summary>
    /// <returns>The frames, valid until the next call.</returns>
    public ReadOnlySpan<CanFrame> Take()
    {
        if (sources.Count == 1)
        {
            return sources[0].Take().Span;
        }

        for (var source = 0; source < taken.Length; source++)
        {
            TakeFrom(source);
        }

        return Merge(untilOneIsUsedUp: false).Span;
    }

    /// <summary>Whether nothing is left of what was taken from a source.</summary>
    public bool IsUsedUp(int source) => taken[source].IsEmpty;

    /// <summary>Takes the frames of a source that is used up.</summary>
    public void TakeFrom(int source) => taken[source] = sources[source].Take();

    /// <summary>Merges what was taken.</summary>
    /// <param name="untilOneIsUsedUp">
    /// Whether to stop where nothing is left of a source, which may bring frames that belong before those of others; what is left of
    /// these is merged the next time.
    /// </param>
    /// <returns>The frames, valid until the next call.</returns>
    public ReadOnlyMemory<CanFrame> Merge(bool untilOneIsUsedUp)
    {
        var total = 0;
        foreach (var frames in taken)
        {
            total += frames.Length;
        }

        if (merged.Length < total)
        {
            merged = new CanFrame[total * 2];
        }

        var count = 0;
        while (count < total)
        {
            var earliest = Earliest();
            var run = taken[earliest].Span;
            run = run[..LengthUntil(LatestBeforeOthers(earliest), run)];
            run.CopyTo(merged.AsSpan(count));
            count += run.Length;
            taken[earliest] = taken[earliest][run.Length..];
            if (untilOneIsUsedUp && taken[earliest].IsEmpty)
            {
                break;
            }
        }

        return merged.AsMemory(0, count);
    }

    /// <summary>How many frames, one at least, go before one that is later than a moment.</summary>
    private static int LengthUntil(long moment, ReadOnlySpan<CanFrame> frames)
    {
        var length = 1;
        while (length < frames.Length && frames[length].Timestamp.Nanoseconds <= moment)
        {
            length++;
        }

        return length;
    }

    private int Earliest()
    {
        var earliest = -1;
        for (var source = 0; source < taken.Length; source++)
        {
            if (!taken[source].IsEmpty && (earliest < 0 || FirstTime(source) < FirstTime(earliest)))
            {
                earliest = source;
            }
        }

        return earliest;
    }

    /// <summary>Until when frames of a source go before those of all others; of two at one time that of the source named first does.</summary>
    private long LatestBeforeOthers(int earliest)
    {
        var latest = long.MaxValue;
        for (var source = 0; source < taken.Length; source++)
        {
            if (source != earliest && !taken[source].IsEmpty)
            {
                latest = Math.Min(latest, earliest < source ? FirstTime(source) : FirstTime(source) - 1);
            }
        }

        return latest;
    }

    private long FirstTime(int source) => taken[source].Span[0].Timestamp.Nanoseconds;
}
