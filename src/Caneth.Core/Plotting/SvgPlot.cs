using System.Globalization;
using System.Net;
using System.Text;

namespace Caneth.Plotting;

/// <summary>Writes a plot as a picture in SVG, of text that every browser and office program draws alike.</summary>
/// <param name="plot">The plot.</param>
internal sealed class SvgPlot(Plot plot)
{
    private const int Width = 1200;
    private const int PlotHeight = 480;
    private const int Top = 52;
    private const int AxisWidth = 72;
    private const int Edge = 24;
    private const int BelowPlot = 52;
    private const int LegendLine = 22;
    private const int MaxAxes = 6;
    private const int LabelLength = 10;

    // An estimate: which font a viewer has, nobody knows.
    private const double LetterWidth = 7;

    private readonly StringBuilder svg = new();
    private readonly double left = Edge + AxisWidth * ((Math.Min(plot.Axes.Count, MaxAxes) + 1) / 2);
    private readonly double right = Width - Edge - AxisWidth * (Math.Min(plot.Axes.Count, MaxAxes) / 2);

    private static double Bottom => Top + PlotHeight;

    /// <summary>Writes it.</summary>
    /// <param name="target">Where to write.</param>
    public void Write(Stream target)
    {
        var legend = Legend(out var height);
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{height}\" viewBox=\"0 0 {Width} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{height}\" fill=\"#fff\"/>\n");
        Text(Width / 2.0, 28, "middle", "#222", plot.ToString(), "font-size=\"16\" font-weight=\"bold\"");
        DrawTime();
        for (var place = 0; place < Math.Min(plot.Axes.Count, MaxAxes); place++)
        {
            DrawAxis(plot.Axes[place], place);
        }

        Line(left, Bottom, right, Bottom, "#888");
        foreach (var axis in plot.Axes)
        {
            foreach (var series in axis.Series)
            {
                DrawSeries(axis, series);
            }
        }

        svg.Append(legend).Append("</svg>\n");
        using var writer = new StreamWriter(target, new UTF8Encoding(false), leaveOpen: true);
        foreach (var chunk in svg.GetChunks())
        {
            writer.Write(chunk.Span);
        }
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static double Y(ValueAxis axis, double value) => Bottom - (value - axis.Low) / (axis.High - axis.Low) * PlotHeight;

    private double X(long time) => left + plot.Elapsed(time) / plot.Length * (right - left);

    private void DrawTime()
    {
        var seconds = plot.Length / 1e9;
        foreach (var (value, label) in Ticks.Between(0, seconds, 12))
        {
            var x = left + value / seconds * (right - left);
            Line(x, Top, x, Bottom, "#e4e4e4");
            Text(x, Bottom + 18, "middle", "#444", label);
        }

        Text((left + right) / 2, Bottom + 38, "middle", "#444", $"Seconds since {plot.Start}");
    }

    // Every other axis stands at the right; the first one has the lines across.
    private void DrawAxis(ValueAxis axis, int place)
    {
        var isLeft = place % 2 == 0;
        var x = isLeft ? left - place / 2 * AxisWidth : right + place / 2 * AxisWidth;
        var color = axis.Series.Count == 1 ? ColorOf(axis.Series[0]) : "#444";
        Line(x, Top, x, Bottom, "#888");
        foreach (var (value, label) in axis.TicksOf(10))
        {
            var y = Y(axis, value);
            if (place == 0)
            {
                Line(left, y, right, y, "#e4e4e4");
            }

            Line(x, y, isLeft ? x - 4 : x + 4, y, "#888");
            Text(isLeft ? x - 7 : x + 7, y + 4, isLeft ? "end" : "start", color, VisibleText.Shorten(label, LabelLength));
        }

        Text(x, Top - 8, isLeft ? "end" : "start", color, axis.Texts.Count > 0 ? VisibleText.Shorten(axis.Series[0].Name, LabelLength) : Plot.UnitOf(axis.Unit));
    }

    private void DrawSeries(ValueAxis axis, TimeSeries series)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{ColorOf(series)}\" stroke-width=\"1.5\" stroke-linejoin=\"round\" points=\"");
        double? before = null;
        foreach (var (time, value) in Decimation.Choose(plot, series, (int)(right - left)))
        {
            var (x, y) = (X(time), Y(axis, value));
            if (series.IsStepped && before is { } last)
            {
                Point(x, last);
            }

            Point(x, y);
            before = y;
        }

        svg.Append("\"/>\n");
    }

    private string Legend(out int height)
    {
        var legend = new StringBuilder();
        var (x, y) = (left, Bottom + BelowPlot + LegendLine / 2.0);
        foreach (var series in plot.Series)
        {
            var unit = Plot.UnitOf(series.Unit);
            var name = unit.Length > 0 ? $"{Plot.NameOf(series)} [{unit}]" : Plot.NameOf(series);
            var room = 40 + name.Length * LetterWidth;
            if (x > left && x + room > Width - Edge)
            {
                (x, y) = (left, y + LegendLine);
            }

            legend.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x:0.#}\" y1=\"{y - 4:0.#}\" x2=\"{x + 20:0.#}\" y2=\"{y - 4:0.#}\" stroke=\"{ColorOf(series)}\" stroke-width=\"3\"/>");
            legend.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + 26:0.#}\" y=\"{y:0.#}\" fill=\"#222\">{Escape(name)}</text>\n");
            x += room;
        }

        height = (int)y + Edge;
        return legend.ToString();
    }

    private string ColorOf(TimeSeries series) => PlotColors.Of(plot.PlaceOf(series));

    private void Point(double x, double y) => svg.Append(CultureInfo.InvariantCulture, $"{x:0.##},{y:0.##} ");

    private void Line(double x1, double y1, double x2, double y2, string color) =>
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x1:0.##}\" y1=\"{y1:0.##}\" x2=\"{x2:0.##}\" y2=\"{y2:0.##}\" stroke=\"{color}\"/>\n");

    private void Text(double x, double y, string anchor, string color, string text, string more = "") =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.##}\" y=\"{y:0.##}\" text-anchor=\"{anchor}\" fill=\"{color}\" {more}>{Escape(text)}</text>\n");
}
