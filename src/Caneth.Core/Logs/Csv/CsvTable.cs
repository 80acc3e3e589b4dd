using Caneth.Logs.Text;

namespace Caneth.Logs.Csv;

/// <summary>
/// A table whose columns are the properties of <see cref="CanFrame"/>, in any order, of which only Id must be there.
/// </summary>
internal sealed class CsvTable
{
    private readonly IsoTime times = new();
    private Column[] columns = [];
    private byte delimiter;

    private enum Column
    {
        Other,
        Timestamp,
        Device,
        Id,
        Extended,
        Remote,
        Dlc,
        Data,
        Error,
        Fd,
        BitRateSwitch,
        ErrorState,
        Transmitted,
    }

    /// <summary>Reads the names of the columns.</summary>
    /// <returns>Whether it is such a table.</returns>
    public bool TryReadHead(string head)
    {
        // Excel writes what the country has for a list, Export-Csv what the user wants.
        delimiter = (byte)";\t,".First(character => character == ',' || head.Contains(character, StringComparison.Ordinal));
        columns = [.. head.Split((char)delimiter).Select(Known)];
        return columns.Contains(Column.Id) && (columns.Contains(Column.Data) || columns.Contains(Column.Dlc));
    }

    /// <summary>Reads a line.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public string? Read(ReadOnlySpan<byte> line, NameCache names, out CanFrame frame)
    {
        frame = default;
        var cells = new CsvFields(line, delimiter);
        var fields = new FrameFields();
        foreach (var column in columns)
        {
            if (cells.AtEnd)
            {
                break;
            }

            if (!cells.TryTake(out var cell, out var hasDoubledQuotes))
            {
                return "a quotation mark is not closed";
            }

            if (column == Column.Device)
            {
                fields.Device = cell.IsEmpty ? null : hasDoubledQuotes ? CsvFields.Text(cell, hasDoubledQuotes) : names.Get(cell);
            }
            else if (!TryRead(column, cell, ref fields))
            {
                return $"the column {column} cannot be read";
            }
        }

        return fields.TryMake(out frame);
    }

    private static Column Known(string name) =>
        Enum.TryParse<Column>(name.Trim(' ', '"'), ignoreCase: true, out var column) && Enum.IsDefined(column) ? column : Column.Other;

    private bool TryRead(Column column, ReadOnlySpan<byte> cell, ref FrameFields fields)
    {
        switch (column)
        {
            case Column.Other:
                return true;
            case Column.Timestamp:
                var read = times.TryRead(cell, out var timestamp);
                fields.Timestamp = timestamp;
                return read || cell.IsEmpty;
            case Column.Id:
                return fields.TrySetId(cell);
            case Column.Dlc:
                return cell.IsEmpty || Utf8Numbers.TryTakeDecimal(ref cell, out var dlc) && cell.IsEmpty && fields.TrySetDlc(dlc);
            case Column.Data:
                return fields.TrySetData(cell);
            default:
                fields.Flags |= IsTrue(cell) ? Flag(column) : FrameFlags.None;
                return IsTrue(cell) || IsFalse(cell);
        }
    }

    private static FrameFlags Flag(Column column) => column switch
    {
        Column.Extended => FrameFlags.Extended,
        Column.Remote => FrameFlags.Remote,
        Column.Error => FrameFlags.Error,
        Column.Fd => FrameFlags.Fd,
        Column.BitRateSwitch => FrameFlags.BitRateSwitch,
        Column.ErrorState => FrameFlags.ErrorState,
        _ => FrameFlags.Transmitted,
    };

    private static bool IsTrue(ReadOnlySpan<byte> cell) => cell is [(byte)'1'] || cell.Length == 4 && (cell[0] | 0x20) == 't';

    private static bool IsFalse(ReadOnlySpan<byte> cell) => cell is [] or [(byte)'0'] || cell.Length == 5 && (cell[0] | 0x20) == 'f';
}
