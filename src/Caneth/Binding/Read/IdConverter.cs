using System.Globalization;
using Caneth.Diagnostics;

namespace Caneth.Binding;

/// <summary>Reads the id of a frame to make: <c>0x1A3</c>, <c>1A3</c>, <c>291</c>, <c>00000123</c>, <c>123#0102</c>.</summary>
public sealed class IdConverter : ArgumentConverter<IdArgument>
{
    /// <inheritdoc/>
    protected override IdArgument Read(object argument) => Argument.ValueOf(argument) switch
    {
        CanFrame frame => new(frame),
        J1939IdInfo info => new(info.Id),
        string text => ReadText(text),
        _ => new(ReadId(argument)),
    };

    internal static IdArgument ReadText(string text) =>
        text.Contains('#', StringComparison.Ordinal) ? new(CanFrame.Parse(text, CultureInfo.InvariantCulture)) : new(ReadId(text));

    /// <summary>Reads an id, whose limit is checked by the cmdlet.</summary>
    internal static uint ReadId(object? argument)
    {
        if (Argument.TextLost(argument))
        {
            throw ModuleMessages.NumberInsteadOfId(argument!);
        }

        var text = Argument.TextOf(argument);
        return CanId.TryReadNumber(text.AsSpan().Trim(), out var value) && value <= uint.MaxValue
            ? (uint)value
            : CanId.Parse(text);
    }
}
