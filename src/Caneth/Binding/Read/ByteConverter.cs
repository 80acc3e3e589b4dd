namespace Caneth.Binding;

/// <summary>Reads one byte: <c>255</c>, <c>0xFF</c> or <c>FF</c>.</summary>
public sealed class ByteConverter : ArgumentConverter<ByteArgument>
{
    /// <inheritdoc/>
    protected override ByteArgument Read(object argument) => Argument.TextLost(argument)
        ? throw ModuleMessages.NotAByte(Argument.TextOf(argument))
        : ReadText(Argument.TextOf(argument));

    internal static ByteArgument ReadText(string text) =>
        HexBytes.TryParseByte(text, out var value) ? new(value) : throw ModuleMessages.NotAByte(text);
}
