using System.ComponentModel;
using System.Globalization;

namespace Caneth.Binding;

/// <summary>A parameter group of J1939 as a user writes it: its number, <c>65226</c> or <c>0xFECA</c>, or the name that the protocol or a database has for it.</summary>
/// <param name="Number">The number; null where it was named.</param>
/// <param name="Name">The name; null where its number was given.</param>
[TypeConverter(typeof(PgnConverter))]
public sealed record PgnArgument(uint? Number, string? Name = null)
{
    /// <summary>A group by its number.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator PgnArgument(uint number) => new(number);

    /// <summary>A group as a user writes it.</summary>
    /// <param name="text">The number, or a name.</param>
    public static implicit operator PgnArgument(string text) => PgnConverter.ReadText(text);

    /// <summary>What was given.</summary>
    /// <returns><c>65226</c>, <c>DM1</c></returns>
    public override string ToString() => Name ?? Number?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;
}
