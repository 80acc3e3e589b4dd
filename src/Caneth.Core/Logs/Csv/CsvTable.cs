using Caneth.Logs.Text;

namespace Caneth.Logs.Csv;

/// <summary>
/// A table whose columns are the properties of <see cref="CanFrame"/>, in any order, of which only Id must be there.
/// </summary>
internal sealed class CsvTable
{
    private readonly IsoTime times = new();
    private readonly IdColumn ids = new();
    private FrameField[] columns = [];
    private byte delimiter;

    /// <summary>Reads the names of the columns.</summary>
    /// <returns>Whether it is such a table.</returns>
    public bool TryReadHeader(string header)
    {
        // Excel writes what the country has for a list, Export-Csv what the user wants.
        delimiter = (byte)";\t,".First(character => character == ',' || header.Contains(character, StringComparison.Ordinal));
        columns = [.. header.Split((char)delimiter).Select(FieldOf)];
        return columns.Contains(FrameField.Id) && (columns.Contains(FrameField.Data) || columns.Contains(FrameField.Dlc));
    }

    /// <summary>Whether its ids are hexadecimal, as far as was seen.</summary>
    public bool HasHexadecimalIds => ids.IsHexadecimal;

    /// <summary>Looks at the ids of the lines that follow the header, to see in which base they are.</summary>
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

                if (column == FrameField.Id)
                {
                    ids.LookAt(cell);
                }
            }

            lines = lines[(end + 1)..];
        }
    }

    /// <summary>Reads a line.</summary>
    public EntryResult Read(ReadOnlySpan<byte> line, StringCache names, out CanFrame frame)
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

            if (column >= FrameField.Extended && cells.TryTakeFalse())
            {
                continue;
            }

            if (!cells.TryTake(out var cell, out var hasDoubledQuotes))
            {
                return EntryResult.Malformed("a quotation mark is not closed");
            }

            if (column == FrameField.Device)
            {
                fields.Device = cell.IsEmpty ? null : hasDoubledQuotes ? StringCache.Clean(CsvFields.Text(cell, hasDoubledQuotes)) : names.Get(cell);
            }
            else if (!TryRead(column, cell, ref fields))
            {
                return EntryResult.Malformed($"the column {column} cannot be read");
            }
        }

        return fields.Build(out frame);
    }

    // By name only: Enum.TryParse would take a column called 3 for the third of ours.
    private static FrameField FieldOf(string name) =>
        (FrameField)Math.Max(0, Array.FindIndex(Enum.GetNames<FrameField>(), known => known.Equals(name.Trim(' ', '"'), StringComparison.OrdinalIgnoreCase)));

    private bool TryRead(FrameField column, ReadOnlySpan<byte> cell, ref FrameFields fields)
    {
        switch (column)
        {
            case FrameField.Other:
                return true;
            case FrameField.Timestamp:
                var read = times.TryReadSameSecond(cell, out var timestamp)
                    || (CsvDate.IsOfSpreadsheet(cell) ? CsvDate.TryRead(cell, out timestamp) : times.TryRead(cell, out timestamp));
                fields.Timestamp = timestamp;
                return read || cell.IsEmpty;
            case FrameField.Id:
                return ids.TryRead(cell, out var id) && fields.TrySetId(id);
            case FrameField.Dlc:
                return cell.IsEmpty || Utf8Numbers.TryTakeDecimal(ref cell, out var dlc) && cell.IsEmpty && fields.TrySetDlc(dlc);
            case FrameField.Data:
                return fields.TrySetData(cell);
            default:
                if (IsFalse(cell))
                {
                    return true;
                }

                fields.Flags |= FrameFields.FlagOf(column);
                return IsTrue(cell);
        }
    }

    private static bool IsTrue(ReadOnlySpan<byte> cell) => cell is [(byte)'1'] || cell.SequenceEqual("True"u8) || CsvWords.IsTrue(cell);

    private static bool IsFalse(ReadOnlySpan<byte> cell) => cell is [] or [(byte)'0'] || cell.SequenceEqual("False"u8) || CsvWords.IsFalse(cell);
}
