using System.Text.Json;
using Caneth.Signals;
using Parquet;
using Parquet.Schema;

namespace Caneth.Parquet;

/// <summary>The table of a message: a column for the time, one for the channel, and one for each signal, empty where a frame does not have it.</summary>
internal sealed class SignalColumns : ISignalTable
{
    private const int FirstRoom = 256;
    private const int ColumnsBefore = 2;

    private readonly ParquetSignalTables tables;
    private readonly MessageDefinition message;
    private readonly ChannelList channels = new();
    private readonly DataField[] fields;
    private readonly ParquetWriter file;
    private readonly int width;
    private long[] times = new long[FirstRoom];
    private ushort[] channelNumbers = new ushort[FirstRoom];
    private double[] cells;
    private int count;
    private long rowsInGroups;

    /// <summary>Begins the table.</summary>
    /// <param name="message">The message.</param>
    /// <param name="destination">Where it is written; left open.</param>
    /// <param name="tables">What looks that all tables together do not hold too much.</param>
    public SignalColumns(MessageDefinition message, Stream destination, ParquetSignalTables tables)
    {
        this.tables = tables;
        this.message = message;
        var names = NamesOf(message);
        width = names.Length;
        cells = new double[FirstRoom * width];
        fields = Schema(new DataField<long>(FrameSchema.Time), names).DataFields;
        file = ParquetWriter.CreateAsync(Schema(FrameSchema.TimeOfFile(), names), new DirectStream(destination), FrameSchema.Options(names))
            .GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public long RowCount => rowsInGroups + count;

    /// <summary>How many cells are held back.</summary>
    public long CellCount => (long)count * CellsOfRow;

    private int CellsOfRow => width + ColumnsBefore;

    /// <inheritdoc/>
    public void Write(Timestamp time, string? channel, ReadOnlySpan<double> values)
    {
        if (count == times.Length)
        {
            Array.Resize(ref times, 2 * count);
            Array.Resize(ref channelNumbers, 2 * count);
            Array.Resize(ref cells, 2 * count * width);
        }

        times[count] = time.Nanoseconds;
        channelNumbers[count] = channels.NumberOf(channel);
        values[..width].CopyTo(cells.AsSpan(count * width));
        count++;
        tables.Added(this, CellsOfRow);
    }

    /// <inheritdoc/>
    public void Complete()
    {
        if (count > 0)
        {
            tables.EndGroup(this);
        }

        file.CustomMetadata = FileNotes.Of(channels, new()
        {
            ["caneth.message"] = message.Name,
            ["caneth.units"] = JsonSerializer.Serialize(message.Signals.Where(signal => signal.Unit.Length > 0).ToDictionary(signal => signal.Name, signal => signal.Unit)),
        });
        file.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <summary>Writes the rows that are held back.</summary>
    public void EndGroup()
    {
        WriteGroupAsync().GetAwaiter().GetResult();
        rowsInGroups += count;
        count = 0;
    }

    private async Task WriteGroupAsync()
    {
        using var group = file.CreateRowGroup();
        await group.WriteAsync<long>(fields[0], times.AsMemory(0, count)).ConfigureAwait(false);
        await group.WriteAsync<ushort>(fields[1], channelNumbers.AsMemory(0, count)).ConfigureAwait(false);
        var values = new double[count];
        var levels = new int[count];
        for (var column = 0; column < width; column++)
        {
            var present = Collect(column, values, levels);
            await group.WriteAllPartsAsync<double>(fields[ColumnsBefore + column], values.AsMemory(0, present), levels, null, default).ConfigureAwait(false);
        }

        group.CompleteValidate();
    }

    private int Collect(int column, double[] values, int[] levels)
    {
        var present = 0;
        for (var row = 0; row < count; row++)
        {
            var value = cells[row * width + column];
            var isThere = !double.IsNaN(value);
            levels[row] = isThere ? 1 : 0;
            values[present] = value;
            present += levels[row];
        }

        return present;
    }

    /// <summary>The names of the columns of signals: engines do not tell upper from lower case, and the time and the channel are columns too.</summary>
    private static string[] NamesOf(MessageDefinition message)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { FrameSchema.Time, FrameSchema.Channel };
        return [.. message.Signals.Select(signal =>
        {
            var name = signal.Name;
            while (!taken.Add(name))
            {
                name += "_";
            }

            return name;
        })];
    }

    private static ParquetSchema Schema(DataField time, string[] names) => new(
        [time, new DataField<ushort>(FrameSchema.Channel), .. names.Select(name => new DataField<double>(name, nullable: true))]);
}
