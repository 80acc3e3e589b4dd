using System.ComponentModel;
using System.Globalization;

namespace Caneth.Binding;

/// <summary>An identifier of data or of a routine as a user writes it: <c>F190</c>, <c>0xF190</c>, <c>Vin</c>.</summary>
/// <param name="Value">The identifier.</param>
[TypeConverter(typeof(IdentifierConverter))]
public sealed record IdentifierArgument(ushort Value)
{
    /// <summary>An identifier.</summary>
    /// <param name="value">The identifier.</param>
    public static implicit operator IdentifierArgument(ushort value) => new(value);

    /// <summary>An identifier as a user writes it.</summary>
    /// <param name="text">The identifier.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static implicit operator IdentifierArgument(string text) => IdentifierConverter.ReadText(text);

    /// <summary>The identifier as it can be written.</summary>
    /// <returns><c>F190</c></returns>
    public override string ToString() => Value.ToString("X4", CultureInfo.InvariantCulture);
}
