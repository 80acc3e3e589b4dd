namespace Caneth.Analysis;

/// <summary>The time between frames that come regularly.</summary>
internal static class UsualPause
{
    private const int LeastPauses = 4;

    /// <summary>Which part of the pauses has to be near the middle one, and how near.</summary>
    private const double LeastRegular = 0.7;
    private const double Tolerance = 0.3;

    /// <summary>The middle of the pauses.</summary>
    /// <param name="times">The times of the frames in order, in nanoseconds.</param>
    /// <returns>It in milliseconds; null where there are too few pauses, or too few of them are near it.</returns>
    public static double? Of(ReadOnlySpan<long> times)
    {
        if (times.Length <= LeastPauses)
        {
            return null;
        }

        var pauses = new long[times.Length - 1];
        for (var frame = 1; frame < times.Length; frame++)
        {
            pauses[frame - 1] = times[frame] - times[frame - 1];
        }

        Array.Sort(pauses);
        var middle = pauses[pauses.Length / 2];
        var regular = pauses.Count(pause => Math.Abs(pause - middle) <= Tolerance * middle);
        return middle > 0 && regular >= LeastRegular * pauses.Length ? middle / 1e6 : null;
    }
}
