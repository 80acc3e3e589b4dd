namespace Caneth.Logs;

/// <summary>
/// The times of a log that gives the local time of each line. In the hour that an autumn night has twice, a line belongs to the
/// first run as long as time does not go back.
/// </summary>
/// <param name="zone">The zone of the clock.</param>
internal sealed class LocalTimes(TimeZoneInfo zone)
{
    private Timestamp last = new(long.MinValue);

    /// <summary>The moment that a clock showed.</summary>
    /// <param name="shown">Date and time, without a zone.</param>
    /// <param name="timestamp">The moment.</param>
    /// <returns>Whether it is a year that a timestamp can hold.</returns>
    public bool TryToTimestamp(DateTime shown, out Timestamp timestamp)
    {
        if (!WallClock.TryToTimestamp(shown, zone, out timestamp))
        {
            return false;
        }

        if (zone.IsAmbiguousTime(shown))
        {
            var offset = zone.GetAmbiguousTimeOffsets(shown).Max();
            var first = Timestamp.FromDateTime(DateTime.SpecifyKind(shown - offset, DateTimeKind.Utc));
            timestamp = first >= last ? first : timestamp;
        }

        last = timestamp;
        return true;
    }
}
