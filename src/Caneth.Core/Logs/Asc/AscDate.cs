using System.Globalization;
using System.Text;

namespace Caneth.Logs.Asc;

/// <summary>The dates of ASC files, in English and some other languages, with 12 or 24 hours: <c>Sam Sep 30 15:06:13.191 2017</c>.</summary>
internal static class AscDate
{
    private static readonly string[] Days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    // German, French, Spanish, Italian, Portuguese and Dutch, as far as they differ from English: how the names begin.
    private static readonly (string Beginning, int Month)[] OtherMonths =
    [
        ("ene", 1), ("gen", 1), ("fév", 2), ("fev", 2), ("mär", 3), ("mrz", 3), ("mrt", 3), ("abr", 4), ("avr", 4), ("mai", 5), ("mag", 5),
        ("mei", 5), ("juin", 6), ("giu", 6), ("juil", 7), ("lug", 7), ("aoû", 8), ("aou", 8), ("ago", 8), ("set", 9), ("okt", 10), ("ott", 10),
        ("out", 10), ("dez", 12), ("déc", 12), ("dic", 12),
    ];

    /// <summary>Writes a date as English tools do: <c>Sat Sep 30 03:06:13.191 pm 2017</c>.</summary>
    public static string Format(DateTime date) => string.Create(CultureInfo.InvariantCulture,
        $"{Days[(int)date.DayOfWeek]} {Months[date.Month - 1]} {date:dd hh:mm:ss.fff} {(date.Hour < 12 ? "am" : "pm")} {date:yyyy}");

    /// <summary>Reads a date.</summary>
    /// <param name="text">
    /// Day of the week, month, day, time with or without fraction and am or pm, year; or <c>30.9.2017 15:06:13</c>.
    /// </param>
    /// <param name="date">The date.</param>
    /// <returns>Whether it is a date.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTime date)
    {
        date = default;
        var words = Decode(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int? year = null, month = null, day = null, half = null;
        TimeSpan? time = null;

        // The day of the week comes first, is superfluous, and in some languages looks like a month.
        foreach (var word in words.SkipWhile((word, place) => place == 0 && char.IsLetter(word[0])))
        {
            if (word.Contains(':', StringComparison.Ordinal) && TryParseTime(word, out var read))
            {
                time = read;
            }
            else if (word.ToUpperInvariant() is "AM" or "PM")
            {
                half = char.ToUpperInvariant(word[0]) == 'A' ? 0 : 12;
            }
            else if (TryParseDay(word, out var whole))
            {
                (year, month, day) = (whole.Year, whole.Month, whole.Day);
            }
            else if (int.TryParse(word.TrimEnd('.', ','), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                if (number > 31)
                {
                    year = number;
                }
                else
                {
                    day = number;
                }
            }
            else
            {
                month ??= Month(word);
            }
        }

        if (time is null || year is not (> 0 and < 10_000) || month is not { } known
            || day is not > 0 || day > DateTime.DaysInMonth(year.Value, known))
        {
            return false;
        }

        date = new DateTime(year.Value, known, day.Value) + Hours24(time.Value, half);
        return true;
    }

    private static TimeSpan Hours24(TimeSpan time, int? half) =>
        half is { } hours && time.Hours <= 12 ? time - TimeSpan.FromHours(time.Hours - time.Hours % 12 - hours) : time;

    private static bool TryParseDay(string word, out DateTime day) =>
        DateTime.TryParseExact(word, ["d.M.yyyy", "yyyy-M-d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private static bool TryParseTime(string word, out TimeSpan time) =>
        TimeSpan.TryParseExact(word, [@"h\:m\:s\.FFFFFFF", @"h\:m\:s", @"h\:m"], CultureInfo.InvariantCulture, out time);

    private static int? Month(string word)
    {
        var name = word.Length > 3 ? word[..3] : word;
        var index = Array.FindIndex(Months, month => month.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (index >= 0)
        {
            return index + 1;
        }

        var other = Array.FindIndex(OtherMonths, month => word.StartsWith(month.Beginning, StringComparison.OrdinalIgnoreCase));
        return other >= 0 ? OtherMonths[other].Month : null;
    }

    // Vector's tools write the code page of the machine, others UTF-8; only the ä of March distinguishes them.
    private static string Decode(ReadOnlySpan<byte> text)
    {
        var utf8 = Encoding.UTF8.GetString(text);
        return utf8.Contains('\uFFFD', StringComparison.Ordinal) ? Encoding.Latin1.GetString(text) : utf8;
    }
}
