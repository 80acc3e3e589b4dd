using System.Globalization;
using System.Text;

namespace Caneth.Logs.Csv;

/// <summary>Times as spreadsheets write them: <c>2024-01-01 00:00:00,5</c> with a comma, <c>01.02.2024 03:04:05</c> with the day first.</summary>
internal static class CsvDate
{
    private const int LongestDate = 64;

    private static readonly string[] Formats =
        ["d.M.yyyy H:m", "d.M.yyyy H:m:s", "d.M.yyyy H:m:s.FFFFFFF", "d.M.yyyy", "d-M-yyyy H:m:s", "d-M-yyyy H:m:s.FFFFFFF"];

    /// <summary>Whether a time has points in its day or a comma in its seconds, which other times have not.</summary>
    public static bool IsOfSpreadsheet(ReadOnlySpan<byte> cell) =>
        cell is [_, (byte)'.', ..] or [_, _, (byte)'.', ..] or [_, (byte)'-', ..] or [_, _, (byte)'-', ..] || cell.Contains((byte)',');

    /// <summary>Reads a time; without an offset it is UTC, as everywhere in this format.</summary>
    public static bool TryRead(ReadOnlySpan<byte> cell, out Timestamp timestamp)
    {
        timestamp = default;
        if (cell.IsEmpty || cell.Length > LongestDate)
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(cell).Replace(',', '.');
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, Utc, out var date)
            ? WallClock.TryToTimestamp(date, TimeZoneInfo.Utc, out timestamp)
            : Timestamp.TryParse(text, null, out timestamp);
    }
}
