using System.Globalization;
using System.Text;
using Caneth.Signals;
using Caneth.Signals.Export;

namespace Caneth.Plotting;

/// <summary>
/// Series as one table: a row for each time, with a column for each series. Its first two columns are the time of day
/// (<c>Timestamp</c>, UTC) and the seconds since the first row (<c>Time</c>).
/// </summary>
public sealed class WideTable
{
    private const ulong NanosecondsPerSecond = 1_000_000_000;

    private readonly TimeSeries[] series;
    private readonly long start;
    private readonly long end;

    /// <summary>A table.</summary>
    /// <param name="series">The series; those without points have an empty column. They are not added to any more.</param>
    public WideTable(IEnumerable<TimeSeries> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        this.series = [.. series];
        var filled = this.series.Where(one => one.Count > 0).ToList();
        (start, end) = filled.Count == 0 ? (0, -1) : (filled.Min(one => one.Times[0]), filled.Max(one => one.Times[^1]));
    }

    /// <summary>
    /// A row for each of these intervals, from the first time on, with the last values that came until then. Null for a row for each time
    /// at which a value came.
    /// </summary>
    public TimeSpan? Sample { get; init; }

    /// <summary>Whether a row that has no value for a column repeats the last one; with <see cref="Sample"/> it always does.</summary>
    public bool Hold { get; init; }

    /// <summary>How values are written.</summary>
    public SignalForm Form { get; init; }

    /// <summary>What stands between two columns.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>How many rows there are with <see cref="Sample"/>, or at most without it.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Sample"/> is not more than 0.</exception>
    public long RowCount => Sample is not { } sample ? series.Sum(one => (long)one.Count)
        : sample <= TimeSpan.Zero ? throw new InvalidOperationException($"A sample is taken every {sample}, which is to be more than 0.")
        : end < start ? 0
        : (long)((ulong)(end - start) / (ulong)StepOf(sample)) + 1;

    /// <summary>Writes it as CSV: a line with the names of the columns, then a line for each row.</summary>
    /// <param name="target">Where to write; it stays open.</param>
    /// <param name="onRow">Called after each row, with how many there are; what it throws ends the writing.</param>
    /// <returns>How many rows there are.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public long WriteCsv(Stream target, Action<long>? onRow = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        using var writer = new StreamWriter(target, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine(string.Join(Delimiter, series.Select(one => VisibleText.Of(one.Name)).Prepend("Time").Prepend("Timestamp").Select(CsvCell.Quote)));
        var rows = 0L;
        var cells = new string[series.Length];
        Array.Fill(cells, "");
        foreach (var time in Sample is { } sample ? Samples(cells, StepOf(sample)) : Moments(cells))
        {
            WriteRow(writer, time, cells);
            onRow?.Invoke(++rows);
        }

        return rows;
    }

    private static long StepOf(TimeSpan sample) => sample.Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>The times of the rows, with what came until each of them in the cells.</summary>
    private IEnumerable<long> Samples(string[] cells, long step)
    {
        var next = new int[series.Length];
        for (var (row, rows) = (0L, RowCount); row < rows; row++)
        {
            var time = start + row * step;
            for (var column = 0; column < series.Length; column++)
            {
                var last = next[column];
                while (next[column] < series[column].Count && series[column].Times[next[column]] <= time)
                {
                    next[column]++;
                }

                cells[column] = next[column] > last ? CellOf(column, next[column] - 1) : cells[column];
            }

            yield return time;
        }
    }

    /// <summary>The times at which something came, with what came in the cells. What came twice at one time has two rows.</summary>
    private IEnumerable<long> Moments(string[] cells)
    {
        var next = new int[series.Length];
        while (true)
        {
            var time = long.MaxValue;
            for (var column = 0; column < series.Length; column++)
            {
                time = next[column] < series[column].Count ? Math.Min(time, series[column].Times[next[column]]) : time;
            }

            if (time == long.MaxValue)
            {
                yield break;
            }

            for (var column = 0; column < series.Length; column++)
            {
                var isNew = next[column] < series[column].Count && series[column].Times[next[column]] == time;
                cells[column] = isNew ? CellOf(column, next[column]++) : Hold ? cells[column] : "";
            }

            yield return time;
        }
    }

    private string CellOf(int column, int index) => CsvCell.QuoteWhereNeeded(VisibleText.Of(series[column].TextOf(index, Form)), Delimiter);

    private void WriteRow(StreamWriter writer, long time, string[] cells)
    {
        var (seconds, rest) = Math.DivRem((ulong)(time - start), NanosecondsPerSecond);
        writer.Write(new Timestamp(time).ToString());
        writer.Write(Delimiter);
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"{seconds}.{rest:D9}").AsSpan().TrimEnd('0').TrimEnd('.'));
        foreach (var cell in cells)
        {
            writer.Write(Delimiter);
            writer.Write(cell);
        }

        writer.WriteLine();
    }
}
