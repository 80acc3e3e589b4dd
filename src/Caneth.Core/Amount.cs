using System.Globalization;

namespace Caneth;

/// <summary>Numbers with their unit, as messages have them.</summary>
internal static class Amount
{
    /// <summary>A time in seconds: <c>0.5 s</c>.</summary>
    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
