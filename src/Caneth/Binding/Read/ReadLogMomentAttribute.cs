using System.Globalization;

namespace Caneth.Binding;

/// <summary>
/// Reads a moment in a log: a date and time (local where it names no zone, as everywhere in PowerShell), or the time since
/// the log's first frame as a number of seconds or a TimeSpan.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReadLogMomentAttribute : ReadAttribute
{
    /// <inheritdoc/>
    protected override object Read(object argument) => Argument.ValueOf(argument) switch
    {
        LogMoment moment => moment,
        Timestamp timestamp => new LogMoment(timestamp),
        DateTime date => new LogMoment(date),
        DateTimeOffset date => new LogMoment(date),
        TimeSpan sinceStart => new LogMoment(sinceStart),
        string text => ReadText(text),
        _ => ReadText(Argument.TextOf(argument)),
    };

    private static LogMoment ReadText(string text)
    {
        const NumberStyles Number = NumberStyles.Float;
        if (double.TryParse(text, Number, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds)
        {
            return new(TimeSpan.FromSeconds(seconds));
        }

        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var sinceStart))
        {
            return new(sinceStart);
        }

        // The text that a timestamp makes of itself has nine digits of a second, and is more than a DateTime can hold.
        var named = DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var date)
            && date.Kind == DateTimeKind.Unspecified;
        return named ? new(date)
            : Timestamp.TryParse(text, null, out var timestamp) ? new(timestamp)
            : throw ModuleMessages.NotALogMoment(text);
    }
}
