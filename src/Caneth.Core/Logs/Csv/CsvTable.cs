using Caneth.Logs.Text;

namespace Caneth.Logs.Csv;

/// <summary>
/// A table whose columns are the properties of <see cref="CanFrame"/>, in any order, of which only Id must be there; some go by other names,
/// as in <c>ID,Data Bytes</c> of SavvyCAN.
/// </summary>
/// <param name="start">The moment that small times in seconds count from.</param>
/// <param name="seconds">Adds them.</param>
internal sealed class CsvTable(Timestamp start, LogTimes seconds)
{
    private const string SavvyData = "Data Bytes";

    private static readonly Dictionary<string, FrameField> OtherNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Time"] = FrameField.Timestamp,
        ["Time Stamp"] = FrameField.Timestamp,
        ["Bus"] = FrameField.Device,
        ["Channel"] = FrameField.Device,
        [SavvyData] = FrameField.Data,
    };

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
        string[] names = [.. header.Split((char)delimiter).Select(name => name.Trim(' ', '"'))];
        columns = [.. names.Select(FieldOf)];
        for (var index = 0; index < columns.Length; index++)
        {
            // Another name counts only where no column has the name itself.
            if (OtherNames.TryGetValue(names[index], out var field) && !columns.Contains(field))
            {
                columns[index] = field;
            }
        }

        if (names.Contains(SavvyData, StringComparer.OrdinalIgnoreCase))
        {
            ids.SetHexadecimal();
        }

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
        (FrameField)Math.Max(0, Array.FindIndex(Enum.GetNames<FrameField>(), known => known.Equals(name, StringComparison.OrdinalIgnoreCase)));

    private bool TryRead(FrameField column, ReadOnlySpan<byte> cell, ref FrameFields fields)
    {
        switch (column)
        {
            case FrameField.Other:
                return true;
            case FrameField.Timestamp:
                var read = times.TryReadSameSecond(cell, out var timestamp) || TryReadSeconds(cell, out timestamp)
                    || (CsvDate.IsOfSpreadsheet(cell) ? CsvDate.TryRead(cell, out timestamp) : times.TryRead(cell, out timestamp));
                fields.Timestamp = timestamp;
                return read || cell.IsEmpty;
            case FrameField.Id:
                return ids.TryRead(cell, out var id) && fields.TrySetId(id);
            case FrameField.Dlc:
                return cell.IsEmpty || Utf8Numbers.TryTakeDecimal(ref cell, out var dlc) && cell.IsEmpty && fields.TrySetDlc(dlc);
            case FrameField.Data:
                return fields.TrySetData(cell.TrimEnd((byte)' '));
            default:
                if (IsFalse(cell))
                {
                    return true;
                }

                fields.Flags |= FrameFields.FlagOf(column);
                return IsTrue(cell);
        }
    }

    private bool TryReadSeconds(ReadOnlySpan<byte> cell, out Timestamp timestamp)
    {
        var read = Utf8Numbers.TryTakeFixed(ref cell, unitDigits: 9, out var time, point: cell.Contains((byte)',') ? (byte)',' : (byte)'.') && cell.IsEmpty;
        timestamp = read ? RelativeTime.ToTimestamp(time, start, seconds) : default;
        return read;
    }

    private static bool IsTrue(ReadOnlySpan<byte> cell) => cell is [(byte)'1'] || cell.SequenceEqual("True"u8) || CsvWords.IsTrue(cell);

    private static bool IsFalse(ReadOnlySpan<byte> cell) => cell is [] or [(byte)'0'] || cell.SequenceEqual("False"u8) || CsvWords.IsFalse(cell);
}
