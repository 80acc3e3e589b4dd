using System.Globalization;

namespace Caneth.Binding;

/// <summary>
/// Reads a time in a log: a date and time (local where it names no zone, as everywhere in PowerShell), or the time since
/// the log's first frame as every time is written.
/// </summary>
public sealed class LogTimeConverter : ArgumentConverter<LogTime>
{
    /// <inheritdoc/>
    protected override LogTime Read(object argument) => Argument.ValueOf(argument) switch
    {
        Timestamp timestamp => new(timestamp),
        DateTime date => new(date),
        DateTimeOffset date => new(date),
        TimeSpan sinceStart => new(sinceStart),
        TimeArgument sinceStart => new(sinceStart.Value),
        _ => ReadText(Argument.TextOf(argument)),
    };

    private static LogTime ReadText(string text)
    {
        if (TimeText.TryRead(text, out var sinceStart))
        {
            return new(sinceStart);
        }

        // The text that a timestamp makes of itself has nine digits of a second, and is more than a DateTime can hold.
        var named = DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var date)
            && date.Kind == DateTimeKind.Unspecified;
        return named ? new(date)
            : Timestamp.TryParse(text, null, out var timestamp) ? new(timestamp)
            : throw ModuleMessages.NotALogTime(text);
    }
}
