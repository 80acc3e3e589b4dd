namespace Caneth.Binding;

/// <summary>Reads a time: seconds, fractions allowed, <c>100ms</c>, <c>1.5s</c>, <c>2min</c>, or a TimeSpan.</summary>
public sealed class TimeConverter : ArgumentConverter<TimeArgument>
{
    // Timers take 49 days at most.
    private static readonly TimeSpan Most = TimeSpan.FromDays(49);

    /// <inheritdoc/>
    protected override TimeArgument Read(object argument) =>
        Argument.ValueOf(argument) is TimeSpan span ? Checked(span, $"{span}") : ReadText(Argument.TextOf(argument));

    internal static TimeArgument ReadText(string text) =>
        TimeText.TryRead(text, out var time) ? Checked(time, text) : throw ModuleMessages.NotATime(text);

    internal static TimeArgument ReadSeconds(double seconds) => ReadText(Argument.TextOf(seconds));

    private static TimeArgument Checked(TimeSpan time, string text) =>
        time >= TimeSpan.Zero && time <= Most ? new(time) : throw ModuleMessages.NotATime(text);
}
