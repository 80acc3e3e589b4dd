using System.Globalization;

namespace Caneth.Binding;

/// <summary>Times as people write them.</summary>
internal static class TimeText
{
    // The longer names first: 5ms ends in s, too.
    private static readonly (string Name, double Seconds)[] Units =
        [("ms", 0.001), ("min", 60), ("s", 1), ("h", 3600), ("d", 86400)];

    /// <summary>Reads a time.</summary>
    /// <param name="text">A number of seconds, a number with <c>ms</c>, <c>s</c>, <c>min</c>, <c>h</c> or <c>d</c>, or a TimeSpan: <c>00:01:30</c>.</param>
    /// <param name="time">The time; it may be negative.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryRead(string text, out TimeSpan time)
    {
        text = text.Trim();
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out time);
        }

        var (name, seconds) = Array.Find(Units, unit => text.EndsWith(unit.Name, StringComparison.OrdinalIgnoreCase));
        var number = name is null ? text : text[..^name.Length];
        time = default;
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        var total = value * (name is null ? 1 : seconds);
        if (!(Math.Abs(total) < TimeSpan.MaxValue.TotalSeconds))
        {
            return false;
        }

        time = TimeSpan.FromSeconds(total);
        return true;
    }
}
