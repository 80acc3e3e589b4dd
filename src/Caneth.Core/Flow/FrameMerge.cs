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

        var total = 0;
        for (var source = 0; source < taken.Length; source++)
        {
            taken[source] = sources[source].Take();
            total += taken[source].Length;
        }

        if (merged.Length < total)
        {
            merged = new CanFrame[total * 2];
        }

        for (var count = 0; count < total; count++)
        {
            ref var earliest = ref taken[Earliest()];
            merged[count] = earliest.Span[0];
            earliest = earliest[1..];
        }

        return merged.AsSpan(0, total);
    }

    private int Earliest()
    {
        var earliest = -1;
        for (var source = 0; source < taken.Length; source++)
        {
            if (!taken[source].IsEmpty
                && (earliest < 0 || taken[source].Span[0].Timestamp < taken[earliest].Span[0].Timestamp))
            {
                earliest = source;
            }
        }

        return earliest;
    }
}
