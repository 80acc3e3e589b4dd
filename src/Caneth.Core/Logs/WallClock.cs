namespace Caneth.Logs;

/// <summary>The dates in the headers of log files, which name no zone.</summary>
internal static class WallClock
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    // Nanoseconds since 1970 end in 2262.
    private const int FirstYear = 1700;
    private const int LastYear = 2250;

    /// <summary>The moment that a clock in a zone showed; in the hour that an autumn night has twice, its second run.</summary>
    /// <returns>Whether it is a year that a timestamp can hold.</returns>
    public static bool TryToTimestamp(DateTime shown, TimeZoneInfo zone, out Timestamp timestamp)
    {
        if (shown.Year is < FirstYear or > LastYear)
        {
            timestamp = default;
            return false;
        }

        // Not ConvertTimeToUtc, which throws for the hour that a spring night lacks.
        var utc = shown - zone.GetUtcOffset(shown);
        timestamp = Timestamp.FromDateTime(DateTime.SpecifyKind(utc, DateTimeKind.Utc));
        return true;
    }

    /// <summary>What a clock in a zone shows.</summary>
    public static DateTime ToLocal(Timestamp timestamp, TimeZoneInfo zone) =>
        DateTime.SpecifyKind(TimeZoneInfo.ConvertTimeFromUtc(timestamp.ToDateTime(), zone), DateTimeKind.Unspecified);

    /// <summary>
    /// The start to write in a header: milliseconds, as headers have them, and so that <see cref="TryToTimestamp"/> finds the
    /// same moment again.
    /// </summary>
    /// <remarks>
    /// In the hour that an autumn night has twice, that is the instant before that hour, since its two runs cannot be distinguished.
    /// </remarks>
    /// <param name="first">The time of the first frame.</param>
    /// <param name="zone">The zone of the clock.</param>
    public static Timestamp StartFor(Timestamp first, TimeZoneInfo zone)
    {
        const int MostSteps = 12;
        var rest = first.Nanoseconds % NanosecondsPerMillisecond;
        var start = new Timestamp(first.Nanoseconds - (rest < 0 ? rest + NanosecondsPerMillisecond : rest));
        for (var step = 0; step < MostSteps && zone.IsAmbiguousTime(ToLocal(start, zone)); step++)
        {
            start -= TimeSpan.FromMinutes(15);
        }

        return start;
    }
}
