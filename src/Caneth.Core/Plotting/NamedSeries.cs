namespace Caneth.Plotting;

/// <summary>A series of a signal, and what tells it from others of the same name.</summary>
/// <param name="Series">The series, which is called like the signal at first.</param>
/// <param name="Message">The name of the message.</param>
/// <param name="Source">The address that it comes from, in J1939.</param>
/// <param name="Device">The device or channel that it comes from.</param>
internal sealed record NamedSeries(TimeSeries Series, string Message, string? Source, string? Device)
{
    /// <summary>Gives each a name of its own that is no longer than it has to be.</summary>
    public static void Name(IReadOnlyCollection<NamedSeries> all)
    {
        foreach (var same in all.GroupBy(one => one.Series.Signal!.Name).ToList())
        {
            var hasMessages = Differ(same, one => one.Message);
            var hasSources = same.GroupBy(one => one.Message).Any(message => Differ(message, one => one.Source));
            var hasDevices = same.GroupBy(one => one.Message).Any(message => Differ(message, one => one.Device));
            foreach (var one in same)
            {
                string?[] more = [hasSources ? one.Source : null, hasDevices ? one.Device : null];
                one.Series.Name = $"{(hasMessages ? $"{one.Message}." : "")}{same.Key}{InBrackets(more)}";
            }
        }

        // Two branches of a multiplexer may have signals of one name.
        foreach (var same in all.GroupBy(one => one.Series.Name).Where(same => same.Skip(1).Any()).ToList())
        {
            var number = 0;
            foreach (var one in same)
            {
                one.Series.Name += ++number > 1 ? $" ({number})" : "";
            }
        }
    }

    private static bool Differ(IEnumerable<NamedSeries> series, Func<NamedSeries, string?> part) => series.Select(part).Distinct().Skip(1).Any();

    private static string InBrackets(IEnumerable<string?> parts) =>
        parts.OfType<string>().ToList() is { Count: > 0 } known ? $" ({string.Join(", ", known)})" : "";
}
