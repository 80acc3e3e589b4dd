using System.Globalization;
using Caneth.Diagnostics;

namespace Caneth.Binding;

/// <summary>Reads a parameter group of J1939: its number in decimal, or in hex after <c>0x</c>; all else is a name.</summary>
public sealed class PgnConverter : ArgumentConverter<PgnArgument>
{
    /// <inheritdoc/>
    protected override PgnArgument Read(object argument) => Argument.ValueOf(argument) switch
    {
        J1939Message message => new(message.Pgn),
        J1939IdInfo id => new(id.Pgn),
        uint number => new(number),
        _ => ReadText(Argument.TextOf(argument)),
    };

    internal static PgnArgument ReadText(string text)
    {
        var name = text.Trim();
        return name.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? uint.TryParse(name.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? new(hex) : throw J1939Messages.NotAGroup(text)
            : name.Length > 0 && (char.IsAsciiDigit(name[0]) || name[0] == '-')
                ? uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new(number) : throw J1939Messages.NotAGroup(text)
                : new(null, name);
    }
}
