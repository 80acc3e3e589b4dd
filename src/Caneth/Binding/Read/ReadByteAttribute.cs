namespace Caneth.Binding;

/// <summary>Reads one byte: <c>255</c>, <c>0xFF</c> or <c>FF</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReadByteAttribute : ReadAttribute
{
    /// <inheritdoc/>
    protected override object Read(object argument)
    {
        var text = Argument.TextOf(argument);
        return !Argument.LostItsText(argument) && HexBytes.TryParseByte(text, out var value)
            ? value
            : throw ModuleMessages.NotAByte(text);
    }
}
