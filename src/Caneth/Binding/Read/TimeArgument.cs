using System.ComponentModel;
using System.Globalization;

namespace Caneth.Binding;

/// <summary>A time as a user writes it: seconds, fractions allowed, <c>100ms</c>, <c>1.5s</c>, <c>2min</c>, or a TimeSpan.</summary>
/// <param name="Value">The time.</param>
[TypeConverter(typeof(TimeConverter))]
public sealed record TimeArgument(TimeSpan Value)
{
    /// <summary>A time.</summary>
    /// <param name="value">The time.</param>
    public static implicit operator TimeArgument(TimeSpan value) => new(value);

    /// <summary>A number of seconds.</summary>
    /// <param name="seconds">The seconds.</param>
    /// <exception cref="FormatException">It is negative, or more than 49 days.</exception>
    public static implicit operator TimeArgument(double seconds) => TimeConverter.ReadSeconds(seconds);

    /// <summary>A time as a user writes it.</summary>
    /// <param name="text">The time.</param>
    /// <exception cref="FormatException">It cannot be read.</exception>
    public static implicit operator TimeArgument(string text) => TimeConverter.ReadText(text);

    /// <summary>The time.</summary>
    /// <param name="time">The time.</param>
    public static implicit operator TimeSpan(TimeArgument time) => time.Value;

    /// <summary>The time in seconds.</summary>
    /// <returns><c>0.5</c></returns>
    public override string ToString() => Value.TotalSeconds.ToString(CultureInfo.InvariantCulture);
}
