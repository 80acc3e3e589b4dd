using Caneth.Logs.Text;

namespace Caneth.Logs.Csv;

/// <summary>
/// A table whose columns are the properties of <see cref="CanFrame"/>, in any order, of which only Id must be there.
/// </summary>
internal sealed class CsvTable
{
    private readonly IsoTime times = new();
    private readonly IdColumn ids = new();
    private Column[] columns = [];
    private byte delimiter;

    private enum Column
    {
        Other,
        Timestamp,
        Device,
        Id,
        Dlc,
        Data,

        // From here on flags.
        Extended,
        Remote,
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

    /// <summary>Whether its ids are hexadecimal, as far as was seen.</summary>
    public bool HasHexadecimalIds => ids.IsHexadecimal;

    /// <summary>Looks at the ids of the lines that follow the head, to see in which base they are.</summary>
    /// <param name="lines">Some of those lines; the last may be cut off.</param>
    public void LookAhead(ReadOnlySpan<byte> lines)
    {
        while (lines.IndexOf((byte)'\n') is var end and >= 0)
        {
            var cells = new CsvFields(lines[..end].TrimEnd((byte)'\r'), delimiter);
            foreach (var column in columns)
            {
                if (cells.AtEnd || !cells.TryTake(out var cell, out _))
                {
                    break;
                }

                if (column == Column.Id)
                {
                    ids.LookAt(cell);
                }
            }

            lines = lines[(end + 1)..];
        }
    }

    /// <summary>Reads a line.</summary>
    public EntryResult Read(ReadOnlySpan<byte> line, NameCache names, out CanFrame frame)
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

            if (column >= Column.Extended && cells.TryTakeFalse())
            {
                continue;
            }

            if (!cells.TryTake(out var cell, out var hasDoubledQuotes))
            {
                return EntryResult.Malformed("a quotation mark is not closed");
            }

            if (column == Column.Device)
            {
                fields.Device = cell.IsEmpty ? null : hasDoubledQuotes ? NameCache.Clean(CsvFields.Text(cell, hasDoubledQuotes)) : names.Get(cell);
            }
            else if (!TryRead(column, cell, ref fields))
            {
                return EntryResult.Malformed($"the column {column} cannot be read");
            }
        }

        return fields.Build(out frame);
    }

    // By name only: Enum.TryParse would take a column called 3 for the third of ours.
    private static Column Known(string name) =>
        (Column)Math.Max(0, Array.FindIndex(Enum.GetNames<Column>(), known => known.Equals(name.Trim(' ', '"'), StringComparison.OrdinalIgnoreCase)));

    private bool TryRead(Column column, ReadOnlySpan<byte> cell, ref FrameFields fields)
    {
        switch (column)
        {
            case Column.Other:
                return true;
            case Column.Timestamp:
                var read = times.TryReadSameSecond(cell, out var timestamp)
                    || (CsvDate.IsOfSpreadsheet(cell) ? CsvDate.TryRead(cell, out timestamp) : times.TryRead(cell, out timestamp));
                fields.Timestamp = timestamp;
                return read || cell.IsEmpty;
            case Column.Id:
                return ids.TryRead(cell, out var id) && fields.TrySetId(id);
            case Column.Dlc:
                return cell.IsEmpty || Utf8Numbers.TryTakeDecimal(ref cell, out var dlc) && cell.IsEmpty && fields.TrySetDlc(dlc);
            case Column.Data:
                return fields.TrySetData(cell);
            default:
                if (IsFalse(cell))
                {
                    return true;
                }

                fields.Flags |= Flag(column);
                return IsTrue(cell);
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

    private static bool IsTrue(ReadOnlySpan<byte> cell) => cell is [(byte)'1'] || cell.SequenceEqual("True"u8) || CsvWords.IsTrue(cell);

    private static bool IsFalse(ReadOnlySpan<byte> cell) => cell is [] or [(byte)'0'] || cell.SequenceEqual("False"u8) || CsvWords.IsFalse(cell);
}
