using System.Text;

namespace Caneth.Plotting;

/// <summary>Draws a plot as text: a panel for each axis of values, one below the other, over one axis of time.</summary>
/// <param name="plot">The plot.</param>
/// <param name="paint">Colours what belongs to a series; null for no colours, and then each series has a panel.</param>
internal sealed class TextPlot(Plot plot, Func<string, int, string>? paint)
{
    private const int Narrowest = 40;
    private const int Widest = 400;
    private const int LabelWidth = 10;
    private const int ColumnsOfTick = 10;
    private const int RowsOfTick = 2;

    /// <summary>Draws it.</summary>
    /// <param name="width">How many columns there are.</param>
    /// <returns>The lines.</returns>
    public IReadOnlyList<string> Draw(int width)
    {
        var room = Math.Clamp(width, Narrowest, Widest);
        var panels = plot.Axes.SelectMany(axis => paint is null ? axis.Series.Select(series => (Axis: axis, Series: (IReadOnlyList<TimeSeries>)[series]))
            : [(axis, axis.Series)]).ToList();
        var rows = panels.Count switch { 1 => 16, 2 => 10, _ => 6 };
        return
        [
            .. plot.HasTitle ? [CellText.Fit(plot.Title, room)] : (string[])[],
            .. panels.SelectMany(panel => DrawPanel(panel.Axis, panel.Series, room - LabelWidth - 2, rows)),
            .. DrawTime(room - LabelWidth - 2),
        ];
    }

    private IEnumerable<string> DrawPanel(ValueAxis axis, IReadOnlyList<TimeSeries> series, int columns, int rows)
    {
        var canvas = new BrailleCanvas(columns, rows);
        foreach (var one in series)
        {
            DrawSeries(canvas, axis, one);
        }

        var labels = new Dictionary<int, string>();
        foreach (var (value, label) in axis.TicksOf(rows / RowsOfTick))
        {
            labels.TryAdd(Y(canvas, axis, value) / 4, label);
        }

        foreach (var line in Heading(axis, series, columns + LabelWidth + 2))
        {
            yield return line;
        }

        for (var row = 0; row < rows; row++)
        {
            var label = CellText.PadLeft(CellText.Fit(labels.GetValueOrDefault(row, ""), LabelWidth), LabelWidth);
            yield return $"{label} {(labels.ContainsKey(row) ? '┤' : '│')}{canvas.Row(row, paint)}";
        }
    }

    /// <summary>The names of the series and their unit, on as many lines as they take.</summary>
    private IEnumerable<string> Heading(ValueAxis axis, IReadOnlyList<TimeSeries> series, int width)
    {
        var unit = axis.Unit.Length > 0 ? $" [{Plot.UnitOf(axis.Unit)}]" : "";
        var (line, used) = (new StringBuilder(), 0);
        foreach (var one in series)
        {
            var name = CellText.Fit($"{Plot.NameOf(one)}{unit}", width);
            var needed = CellText.WidthOf(name) + (used > 0 ? 2 : 0);
            if (used > 0 && used + needed > width)
            {
                yield return line.ToString();
                line.Clear();
                (used, needed) = (0, needed - 2);
            }

            line.Append(used > 0 ? "  " : "").Append(paint is null ? name : paint(name, plot.PlaceOf(one)));
            used += needed;
        }

        yield return line.ToString();
    }

    private void DrawSeries(BrailleCanvas canvas, ValueAxis axis, TimeSeries series)
    {
        (int X, int Y)? before = null;
        foreach (var (time, value) in Decimation.Choose(plot, series, canvas.Width))
        {
            var point = (X: X(canvas.Width, time), Y: Y(canvas, axis, value));
            var from = before ?? point;
            if (series.IsStepped)
            {
                canvas.Line(from, (point.X, from.Y), plot.PlaceOf(series));
                from = (point.X, from.Y);
            }

            canvas.Line(from, point, plot.PlaceOf(series));
            before = point;
        }
    }

    private IEnumerable<string> DrawTime(int columns)
    {
        var seconds = plot.Length / 1e9;
        var axis = new StringBuilder(new string('─', columns));
        var labels = new StringBuilder();
        foreach (var (value, label) in Ticks.Between(0, seconds, Math.Max(1, columns / ColumnsOfTick)))
        {
            var place = (int)Math.Round(value / seconds * (columns - 1));
            axis[place] = '┬';
            var begin = Math.Clamp(place - label.Length / 2, 0, Math.Max(0, columns - label.Length));
            if (labels.Length == 0 || begin > labels.Length)
            {
                labels.Append(' ', begin - labels.Length).Append(label);
            }
        }

        var indent = new string(' ', LabelWidth + 1);
        yield return $"{indent}└{axis}";
        yield return $"{indent} {labels}";
        var since = $"Seconds since {plot.Start}";
        yield return since.Length <= columns ? $"{indent} {since}" : CellText.Fit(since, columns + indent.Length);
    }

    private static int Y(BrailleCanvas canvas, ValueAxis axis, double value) =>
        Math.Clamp((int)Math.Round((axis.High - value) / (axis.High - axis.Low) * (canvas.Height - 1)), 0, canvas.Height - 1);

    private int X(int width, long time) =>
        (int)Math.Round(plot.Elapsed(time) / plot.Length * (width - 1));
}
