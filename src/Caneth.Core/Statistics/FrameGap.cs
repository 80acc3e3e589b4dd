using System.Globalization;

namespace Caneth.Statistics;

/// <summary>A time in which frames of an id should have come and none did.</summary>
/// <param name="Start">When the last frame before it came.</param>
/// <param name="Duration">How long no other came, in seconds.</param>
public readonly record struct FrameGap(Timestamp Start, double Duration)
{
    /// <summary>How long, and from when on: <c>0.35 s from 2026-01-31T13:45:00.123456Z</c>.</summary>
    /// <returns>A text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Duration:0.######} s from {Start}");
}
