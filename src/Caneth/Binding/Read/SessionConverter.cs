using System.Globalization;

namespace Caneth.Binding;

/// <summary>Reads a session of a control unit by its name or its number, always in hex: <c>Extended</c>, <c>03</c>, <c>0x60</c>.</summary>
public sealed class SessionConverter : ArgumentConverter<SessionArgument>
{
    private const byte Most = 0x7F;

    /// <summary>The names of those that ISO 14229-1 has; the first has the number 1.</summary>
    internal static readonly string[] Names = ["Default", "Programming", "Extended", "SafetySystem"];

    /// <inheritdoc/>
    protected override SessionArgument Read(object argument) =>
        Argument.TextLost(argument) ? throw EcuMessages.NotASession(Argument.TextOf(argument)) : ReadText(Argument.TextOf(argument));

    internal static SessionArgument ReadText(string text)
    {
        var name = text.Trim();
        var number = Array.FindIndex(Names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) + 1;
        if (number > 0)
        {
            return new((byte)number);
        }

        var digits = name.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? name[2..] : name;
        return byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= Most
            ? new(value)
            : throw EcuMessages.NotASession(text);
    }
}
