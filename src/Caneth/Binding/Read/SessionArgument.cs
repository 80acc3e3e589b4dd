using System.ComponentModel;
using System.Globalization;

namespace Caneth.Binding;

/// <summary>A session of a control unit as a user writes it: <c>Extended</c>, <c>03</c>, <c>0x60</c>.</summary>
/// <param name="Value">Its number, 1 to 127.</param>
[TypeConverter(typeof(SessionConverter))]
public sealed record SessionArgument(byte Value)
{
    /// <summary>A session.</summary>
    /// <param name="value">Its number.</param>
    public static implicit operator SessionArgument(byte value) => new(value);

    /// <summary>A session as a user writes it.</summary>
    /// <param name="text">Its name, or its number in hex.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static implicit operator SessionArgument(string text) => SessionConverter.ReadText(text);

    /// <summary>The number as it can be written.</summary>
    /// <returns><c>03</c></returns>
    public override string ToString() => Value.ToString("X2", CultureInfo.InvariantCulture);
}
