using System.Globalization;
using Caneth.Diagnostics;

namespace Caneth.Binding;

/// <summary>Reads an identifier of data or of a routine, in hex: <c>F190</c>, <c>0xF190</c>; or by the name that all control units share: <c>Vin</c>.</summary>
public sealed class IdentifierConverter : ArgumentConverter<IdentifierArgument>
{
    /// <inheritdoc/>
    protected override IdentifierArgument Read(object argument) => Argument.ValueOf(argument) switch
    {
        EcuData data => new(data.Identifier),
        ushort number => new(number),
        _ => Argument.TextLost(argument) ? throw EcuMessages.NotAnIdentifier(Argument.TextOf(argument)) : ReadText(Argument.TextOf(argument)),
    };

    internal static IdentifierArgument ReadText(string text)
    {
        var digits = text.AsSpan().Trim();
        digits = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? digits[2..] : digits;
        return ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? new(value)
            : DataIdentifiers.TryGet(text.Trim(), out value) ? new(value)
            : throw EcuMessages.NotAnIdentifier(text);
    }
}
