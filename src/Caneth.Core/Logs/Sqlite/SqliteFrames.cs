using System.Globalization;
using Caneth.Logs.Text;

namespace Caneth.Logs.Sqlite;

/// <summary>Makes frames of rows as python-can writes them.</summary>
/// <param name="columns">Which column holds what.</param>
/// <param name="start">The moment that small times count from.</param>
/// <param name="times">Adds them.</param>
/// <remarks>
/// The table, from can/io/sqlite.py of python-can 4.1: <c>ts REAL, arbitration_id INTEGER, extended INTEGER, remote INTEGER, error INTEGER,
/// dlc INTEGER, data BLOB</c>, with the length of the data for a DLC. Nothing says the channel, nor that a frame of up to 8 bytes is a CAN FD frame.
/// </remarks>
internal sealed class SqliteFrames(SqliteColumns columns, Timestamp start, LogTimes times)
{
    private const decimal NanosecondsPerSecond = 1e9m;

    // What a timestamp can hold: the years 1678 to 2262.
    private const double MostSeconds = 9.2e9;

    /// <summary>Reads a row.</summary>
    public EntryResult Read(ReadOnlySpan<byte> row, out CanFrame frame)
    {
        frame = default;
        var record = new SqliteRecord(row);
        var fields = new FrameFields();
        ReadOnlySpan<byte> data = default;
        var length = 0L;
        for (var place = 0; place < columns.Count; place++)
        {
            if (!record.TryRead(out var value))
            {
                return EntryResult.Malformed("the row does not have the values that it says it has");
            }

            switch (columns[place])
            {
                case SqliteColumn.Time when TryReadTime(value, out var time):
                    fields.Timestamp = time;
                    break;
                case SqliteColumn.Time:
                    return EntryResult.Malformed("the time is not a number of seconds");
                case SqliteColumn.Id when value.Kind == SqliteValueKind.Integer && fields.TrySetId(value.Integer):
                    break;
                case SqliteColumn.Id:
                    return EntryResult.Malformed("the id is not a number from 0 to 0x1FFFFFFF");
                case SqliteColumn.Data:
                    data = value.Bytes;
                    break;
                case SqliteColumn.Dlc:
                    length = value.Integer;
                    break;
                default:
                    fields.Flags |= value.Integer != 0 ? FlagOf(columns[place]) : FrameFlags.None;
                    break;
            }
        }

        return (fields.Flags & FrameFlags.Remote) != 0 && data.IsEmpty ? Remote(ref fields, length, out frame) : Build(ref fields, data, out frame);
    }

    private static EntryResult Remote(ref FrameFields fields, long length, out CanFrame frame)
    {
        _ = fields.TrySetDlc(Math.Clamp(length, 0, DataLengthCode.Max));
        return fields.Build(out frame);
    }

    private static EntryResult Build(ref FrameFields fields, ReadOnlySpan<byte> data, out CanFrame frame)
    {
        frame = default;
        if (data.Length > CanData.MaxLength)
        {
            return EntryResult.Malformed($"there are {data.Length:N0} bytes of data, and {CanData.MaxLength} are the most");
        }

        fields.Flags |= data.Length > CanData.MaxClassicLength ? FrameFlags.Fd : FrameFlags.None;
        fields.SetData(data);
        return fields.Build(out frame);
    }

    private static FrameFlags FlagOf(SqliteColumn column) => column switch
    {
        SqliteColumn.Extended => FrameFlags.Extended,
        SqliteColumn.Remote => FrameFlags.Remote,
        SqliteColumn.Error => FrameFlags.Error,
        _ => FrameFlags.None,
    };

    /// <summary>Seconds, as the shortest number that is read as the same one: that is what was meant.</summary>
    private bool TryReadTime(SqliteValue value, out Timestamp timestamp)
    {
        timestamp = start;
        var seconds = value.Kind == SqliteValueKind.Integer ? value.Integer : value.Real;
        Span<char> text = stackalloc char[32];
        if (value.Kind is not (SqliteValueKind.Integer or SqliteValueKind.Real) || Math.Abs(seconds) > MostSeconds
            || !seconds.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture)
            || !decimal.TryParse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out var exact))
        {
            return false;
        }

        timestamp = RelativeTime.ToTimestamp((long)decimal.Round(exact * NanosecondsPerSecond), start, times);
        return true;
    }
}
