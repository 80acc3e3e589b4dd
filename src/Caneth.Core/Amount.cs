using System.Globalization;

namespace Caneth;

/// <summary>Numbers with their unit, as messages have them.</summary>
internal static class Amount
{
    /// <summary>A time in seconds: <c>0.5 s</c>.</summary>
    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");

    /// <summary>A number of bytes: <c>1 byte</c>, <c>4,095 bytes</c>.</summary>
    public static string Bytes(long count) => count == 1 ? "1 byte" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} bytes");

    /// <summary>A number of frames: <c>1 frame</c>, <c>1,808 frames</c>.</summary>
    public static string Frames(long count) => count == 1 ? "1 frame" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} frames");
}
