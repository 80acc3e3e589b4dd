namespace Caneth.Plotting;

/// <summary>
/// Chooses the points of a series that are seen in a number of columns: of each column the first, the lowest, the highest and the last. A line
/// through them looks exactly as one through all (M4: Jugel and others, VLDB 2014).
/// </summary>
internal static class Decimation
{
    /// <summary>Chooses points.</summary>
    /// <param name="plot">The plot, whose time is that of the columns.</param>
    /// <param name="series">One of its series.</param>
    /// <param name="columns">How many columns there are.</param>
    /// <returns>Times and values, in order; none that cannot be drawn.</returns>
    public static IReadOnlyList<(long Time, double Value)> Choose(Plot plot, TimeSeries series, int columns)
    {
        var times = series.Times;
        var chosen = new List<(long, double)>(Math.Min(times.Length, 4 * columns));
        var width = plot.Length / columns;
        var column = new Column();
        for (var index = 0; index < times.Length; index++)
        {
            var value = series.NumberOf(index);
            if (!ValueAxis.CanDraw(value))
            {
                continue;
            }

            var place = (long)(plot.Elapsed(times[index]) / width);
            if (place != column.Place)
            {
                column.AddTo(chosen);
                column = new() { Place = place };
            }

            column.Take(times[index], value);
        }

        column.AddTo(chosen);
        return chosen;
    }

    private struct Column
    {
        private (long Time, double Value) first;
        private (long Time, double Value) low;
        private (long Time, double Value) high;
        private (long Time, double Value) last;
        private int count;

        public Column()
        {
        }

        public long Place { get; init; } = long.MinValue;

        public void Take(long time, double value)
        {
            last = (time, value);
            first = count == 0 ? last : first;
            low = count == 0 || value < low.Value ? last : low;
            high = count == 0 || value > high.Value ? last : high;
            count++;
        }

        public readonly void AddTo(List<(long, double)> chosen)
        {
            if (count == 0)
            {
                return;
            }

            chosen.Add(first);
            var (one, other) = low.Time <= high.Time ? (low, high) : (high, low);
            foreach (var point in (ReadOnlySpan<(long, double)>)[one, other, last])
            {
                if (point != chosen[^1])
                {
                    chosen.Add(point);
                }
            }
        }
    }
}
