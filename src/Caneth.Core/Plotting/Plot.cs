using System.Globalization;

namespace Caneth.Plotting;

/// <summary>Series over one axis of time, to be drawn: as a page that can be zoomed, as a picture, or in a terminal.</summary>
public sealed class Plot
{
    /// <summary>The series that a plot shows at most: more lines are not told apart.</summary>
    public const int MaxSeries = 100;

    private const int NamesInTitle = 4;

    private readonly Dictionary<TimeSeries, int> places = [];

    /// <summary>A plot.</summary>
    /// <param name="title">What stands above it; null for the names of the series.</param>
    /// <param name="series">The series; those without points are left out. They are not added to any more.</param>
    /// <exception cref="ArgumentException">No series has points, or there are more than <see cref="MaxSeries"/>.</exception>
    public Plot(string? title, IEnumerable<TimeSeries> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        Series = [.. series.Where(one => one.Count > 0)];
        if (Series.Count is 0 or > MaxSeries)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"A plot has 1 to {MaxSeries} series with points, and {Series.Count:N0} were given."), nameof(series));
        }

        HasTitle = title is not null;
        Title = title ?? VisibleText.List(Series.Select(one => one.Name), NamesInTitle);
        foreach (var one in Series)
        {
            places.TryAdd(one, places.Count);
        }

        Axes = ValueAxis.Of(Series);
        Start = new(Series.Min(one => one.Times[0]));
        End = new(Series.Max(one => one.Times[^1]));
    }

    /// <summary>What stands above it.</summary>
    public string Title { get; }

    /// <summary>The series, each with points.</summary>
    public IReadOnlyList<TimeSeries> Series { get; }

    /// <summary>The time of the first point of all.</summary>
    public Timestamp Start { get; }

    /// <summary>The time of the last point of all.</summary>
    public Timestamp End { get; }

    /// <summary>How many points there are.</summary>
    public long PointCount => Series.Sum(series => (long)series.Count);

    /// <summary>The axes of values, a few series to each.</summary>
    internal IReadOnlyList<ValueAxis> Axes { get; }

    /// <summary>Whether the title is more than the names of the series.</summary>
    internal bool HasTitle { get; }

    /// <summary>How long what is drawn lasts in nanoseconds: more than 0, even of a single point.</summary>
    internal double Length => Math.Max(Elapsed(End.Nanoseconds), 1);

    /// <summary>
    /// Writes it as one HTML file, which a browser opens without a network: drag to zoom, values at the cursor, an axis for each unit.
    /// </summary>
    /// <param name="target">Where to write; it stays open.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void WriteHtml(Stream target)
    {
        ArgumentNullException.ThrowIfNull(target);
        new HtmlPlot(this).Write(target);
    }

    /// <summary>Writes it as a picture in SVG.</summary>
    /// <param name="target">Where to write; it stays open.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void WriteSvg(Stream target)
    {
        ArgumentNullException.ThrowIfNull(target);
        new SvgPlot(this).Write(target);
    }

    /// <summary>Draws it in lines of text: each character has eight dots, as Braille has them.</summary>
    /// <param name="width">How many columns there are: 40 to 400; what is less or more is taken as these.</param>
    /// <param name="paint">
    /// Colours what belongs to a series: takes the text and the place of the series. Null for no colours; each series is drawn alone then.
    /// </param>
    /// <returns>The lines.</returns>
    public IReadOnlyList<string> DrawText(int width, Func<string, int, string>? paint = null) => new TextPlot(this, paint).Draw(width);

    /// <summary>The title, and what is in it.</summary>
    /// <returns>A text, without control characters.</returns>
    public override string ToString() => VisibleText.Shorten(Title, 200);

    /// <summary>The nanoseconds from the start to a time, which may be more than 292 years.</summary>
    internal double Elapsed(long time) => (ulong)(time - Start.Nanoseconds);

    /// <summary>The place of a series, from 0.</summary>
    internal int PlaceOf(TimeSeries series) => places[series];

    /// <summary>The name of a series as it is shown.</summary>
    internal static string NameOf(TimeSeries series) => VisibleText.Shorten(series.Name, 80);

    /// <summary>The unit of a series or of an axis as it is shown.</summary>
    internal static string UnitOf(string unit) => VisibleText.Shorten(unit, 24);
}
