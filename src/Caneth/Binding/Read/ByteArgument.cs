using System.ComponentModel;

namespace Caneth.Binding;

/// <summary>One byte as a user writes it: <c>255</c>, <c>0xFF</c> or <c>FF</c>.</summary>
/// <param name="Value">The byte.</param>
[TypeConverter(typeof(ByteConverter))]
public sealed record ByteArgument(byte Value)
{
    /// <summary>A byte.</summary>
    /// <param name="value">The byte.</param>
    public static implicit operator ByteArgument(byte value) => new(value);

    /// <summary>A byte as a user writes it.</summary>
    /// <param name="text">The byte.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static implicit operator ByteArgument(string text) => ByteConverter.ReadText(text);

    /// <summary>The byte as it can be written.</summary>
    /// <returns><c>0xFF</c></returns>
    public override string ToString() => $"0x{Value:X2}";
}
