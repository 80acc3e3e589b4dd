using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Caneth.Diagnostics;

namespace Caneth.Binding;

/// <summary>
/// Reads bytes: a list of numbers, or text such as <c>12 34 56</c>, <c>0x12,0xFF,0x00</c>, <c>12-34-56</c>, <c>123456</c>.
/// </summary>
public sealed class DataConverter : ArgumentConverter<DataArgument>
{
    /// <inheritdoc/>
    protected override DataArgument Read(object argument) => new(ReadBytes(argument));

    internal static byte[] ReadBytes(object argument) => Argument.ValueOf(argument) switch
    {
        string text => HexBytes.Parse(text),
        CanData data => data.ToArray(),
        MessageData data => data.ToArray(),
        DataArgument data => data.Bytes.ToArray(),
        byte[] bytes => bytes,
        byte single => [single],
        IEnumerable list => [.. list.Cast<object?>().Select(ReadElement)],
        PSObject copy => HexBytes.Parse($"{copy.Properties[nameof(CanData.Hex)]?.Value ?? copy}"),
        _ => ReadNumber(Argument.TextOf(argument)),
    };

    // -Data 123456 is hex text without quotes. But 12 may mean 0x12 or twelve.
    private static byte[] ReadNumber(string digits) => digits is [not '0', _] or [not '0', _, _]
        ? throw ModuleMessages.AmbiguousByte(digits)
        : HexBytes.Parse(digits);

    // In a list PowerShell has read numbers already; text in it is hex.
    private static byte ReadElement(object? element) => Argument.ValueOf(element) switch
    {
        string text => HexBytes.Parse(text) is [var single] ? single : throw ModuleMessages.NotAByte(text),
        IConvertible number when number is not (double or float or decimal) =>
            number.ToInt64(CultureInfo.InvariantCulture) is >= 0 and <= byte.MaxValue and var value
                ? (byte)value
                : throw ModuleMessages.NotAByte(number),
        var other => throw ModuleMessages.NotAByte(other),
    };
}
