using System.Globalization;

namespace Caneth.Binding;

/// <summary>Reads which faults are meant: a code, <c>P0301</c> or <c>P0301-00</c>, or a group of three bytes in hex, <c>FFFFFF</c>.</summary>
public sealed class FaultGroupConverter : ArgumentConverter<FaultGroupArgument>
{
    private const string Letters = "PCBU";
    private const int LetterShift = 22;
    private const int CodeLength = 5;
    private const int GroupLength = 6;
    private const int HighestFirstDigit = 3;
    private const int FirstDigitShift = 20;
    private const string NoFailureType = "00";

    /// <inheritdoc/>
    protected override FaultGroupArgument Read(object argument) =>
        Argument.TextLost(argument) ? throw FaultMessages.NotAFaultGroup(Argument.TextOf(argument)) : ReadText(Argument.TextOf(argument));

    internal static FaultGroupArgument ReadText(string text)
    {
        var code = text.Trim();
        var letter = code.Length == 0 ? -1 : Letters.IndexOf(char.ToUpperInvariant(code[0]), StringComparison.Ordinal);
        var isCode = letter >= 0 && (code.Length == CodeLength || code.Length > CodeLength && code[CodeLength] == '-');
        var digits = isCode ? code.Length == CodeLength ? $"{code[1..]}{NoFailureType}" : code[1..].Replace("-", "", StringComparison.Ordinal)
            : code.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? code[2..]
            : code;
        return !TryRead(digits, out var value) || isCode && value >> FirstDigitShift > HighestFirstDigit ? throw FaultMessages.NotAFaultGroup(text)
            : new(isCode ? (uint)letter << LetterShift | value : value);
    }

    private static bool TryRead(string hex, out uint value)
    {
        value = 0;
        return hex.Length == GroupLength && uint.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
