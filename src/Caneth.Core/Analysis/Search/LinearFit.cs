namespace Caneth.Analysis;

/// <summary>The line through values and what a reference was at the same time.</summary>
/// <param name="Correlation">The correlation, -1 to 1; 0 where nothing varies.</param>
/// <param name="Factor">What the value is multiplied by.</param>
/// <param name="Offset">What is added to that.</param>
internal readonly record struct LinearFit(double Correlation, double Factor, double Offset)
{
    /// <summary>The line of least squares.</summary>
    /// <param name="values">The values in all frames.</param>
    /// <param name="sampled">Which frames, and the values of the reference there.</param>
    public static LinearFit Of(ReadOnlySpan<double> values, SampledRows sampled)
    {
        var frames = sampled.Frames.Span;
        var targets = sampled.Values.Span;
        if (frames.Length == 0)
        {
            return default;
        }

        double x = 0, y = 0;
        for (var row = 0; row < frames.Length; row++)
        {
            x += values[frames[row]];
            y += targets[row];
        }

        x /= frames.Length;
        y /= frames.Length;
        double xx = 0, yy = 0, xy = 0;
        for (var row = 0; row < frames.Length; row++)
        {
            var (dx, dy) = (values[frames[row]] - x, targets[row] - y);
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }

        return xx > 0 && yy > 0 ? new(xy / Math.Sqrt(xx * yy), xy / xx, y - xy / xx * x) : new(0, 0, y);
    }
}
