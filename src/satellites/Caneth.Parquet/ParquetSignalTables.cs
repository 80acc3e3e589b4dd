using Caneth.Signals;

namespace Caneth.Parquet;

/// <summary>Tables of signals as Parquet: a column of numbers for each signal, empty where a frame does not have it.</summary>
public sealed class ParquetSignalTables : ISignalTables
{
    // What all tables hold back together, 128 MB: a database of a thousand messages takes no more memory than one of ten.
    private const long MostCells = 16 * 1024 * 1024;

    private readonly List<SignalColumns> tables = [];
    private long cells;

    /// <inheritdoc/>
    public string Extension => ".parquet";

    /// <inheritdoc/>
    public ISignalTable Begin(MessageDefinition message, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(destination);
        var table = new SignalColumns(message, destination, this);
        tables.Add(table);
        return table;
    }

    /// <summary>Takes in that a table holds a row more, and has rows written where there are enough.</summary>
    internal void Added(SignalColumns table, int more)
    {
        cells += more;
        if (table.CellCount > MostCells / 2 || table.RowCount % FrameColumns.MostRows == 0)
        {
            EndGroup(table);
        }
        else if (cells > MostCells)
        {
            EndGroup(tables.MaxBy(other => other.CellCount)!);
        }
    }

    /// <summary>Has a table write what it holds back.</summary>
    internal void EndGroup(SignalColumns table)
    {
        cells -= table.CellCount;
        table.EndGroup();
    }
}
