using System.Globalization;

namespace Caneth.Binding;

/// <summary>Reads a time: a number of seconds, fractions allowed, or a TimeSpan.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReadTimeAttribute : ReadAttribute
{
    // Timers take 49 days at most.
    private static readonly TimeSpan Most = TimeSpan.FromDays(49);

    /// <inheritdoc/>
    protected override object Read(object argument)
    {
        var time = Argument.ValueOf(argument) switch
        {
            TimeSpan span => span,
            string text when text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) => span,
            var value when double.TryParse(Convert.ToString(value, CultureInfo.InvariantCulture), NumberStyles.Float,
                CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) <= Most.TotalSeconds => TimeSpan.FromSeconds(seconds),
            _ => throw ModuleMessages.NotATime(Argument.TextOf(argument)),
        };

        return time >= TimeSpan.Zero && time <= Most ? time : throw ModuleMessages.NotATime(Argument.TextOf(argument));
    }
}
