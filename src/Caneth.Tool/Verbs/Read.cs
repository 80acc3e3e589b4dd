using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Caneth.Tool.Devices;

namespace Caneth.Tool.Verbs;

/// <summary>Reads the values of options.</summary>
internal static class Read
{
    // Timers take 49 days at most.
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(49);

    /// <summary>Whether an option was given; its value may be wrong.</summary>
    public static bool Has(this CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    /// <summary>Reads one byte: <c>255</c>, <c>0xFF</c> or <c>FF</c>.</summary>
    public static byte Byte(string text) => HexBytes.TryParseByte(text, out var value) ? value
        : throw new FormatException($"'{text}' is not a byte. Write 0 to 255 (decimal), or 0x00 to 0xFF or 00 to FF (hex).");

    /// <summary>Reads a time: a number of seconds, fractions allowed, or <c>00:01:30</c>.</summary>
    public static TimeSpan Time(string text)
    {
        var read = text.Contains(':', StringComparison.Ordinal)
            ? TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time)
            : TryReadSeconds(text, out time);
        return read && time >= TimeSpan.Zero && time <= LongestTime ? time
            : throw new FormatException($"'{text}' is not a time. Give seconds (10, 0.5) or a TimeSpan (00:01:30), 0 or more and at most 49 days.");
    }

    /// <summary>Makes a reader of whole numbers within a range.</summary>
    public static Func<string, long> Number(long least, long most) => text =>
        !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? throw new FormatException($"'{text}' is not a whole number.")
        : value < least ? throw new FormatException($"{value} is less than the minimum, {least}.")
        : value > most ? throw new FormatException($"{value} is greater than the maximum, {most}.")
        : value;

    /// <summary>Reads how much to report.</summary>
    public static LogLevel Level(string text) => Enum.TryParse<LogLevel>(text, ignoreCase: true, out var level) && Enum.IsDefined(level) ? level
        : throw new FormatException($"'{text}' is not a level. Write DEBUG, INFO, WARNING or ERROR.");

    /// <summary>What an exception says, without the name of a parameter of the library.</summary>
    public static string MessageOf(Exception exception) => exception is ArgumentException { ParamName: { } name }
        ? exception.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
        : exception.Message;

    private static bool TryReadSeconds(string text, out TimeSpan time)
    {
        var read = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && Math.Abs(seconds) <= LongestTime.TotalSeconds;
        time = read ? TimeSpan.FromSeconds(seconds) : default;
        return read;
    }
}
