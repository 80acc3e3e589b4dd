namespace Caneth.Logs;

/// <summary>Adds times to starts, within what a timestamp can hold: the years 1678 to 2262.</summary>
/// <param name="losses">Counts the times that lie beyond.</param>
internal sealed class LogTimes(LossCounter losses)
{
    /// <summary>The moment some nanoseconds after a start.</summary>
    public Timestamp Add(Timestamp start, long nanoseconds)
    {
        var sum = unchecked(start.Nanoseconds + nanoseconds);

        // Both of one sign and the sum of the other: it went over the edge.
        return ((start.Nanoseconds ^ sum) & (nanoseconds ^ sum)) < 0 ? Beyond(nanoseconds < 0) : new Timestamp(sum);
    }

    /// <summary>The moment some units after a start.</summary>
    public Timestamp Add(Timestamp start, ulong count, ulong nanosecondsPerUnit) =>
        Math.BigMul(count, nanosecondsPerUnit, out var nanoseconds) > 0 || nanoseconds > long.MaxValue
            ? Beyond(before: false)
            : Add(start, (long)nanoseconds);

    private Timestamp Beyond(bool before)
    {
        losses.Add("times beyond the years 1678 to 2262, given as the end of them");
        return new Timestamp(before ? long.MinValue : long.MaxValue);
    }
}
