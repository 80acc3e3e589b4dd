namespace Caneth.Binding;

/// <summary>Reads a CAN id: <c>0x1A3</c>, <c>1A3</c>, <c>291</c>, <c>00000123</c>. Its limit is checked by the cmdlet.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReadCanIdAttribute : ReadAttribute
{
    /// <inheritdoc/>
    protected override object Read(object argument) => ReadId(argument);

    internal static uint ReadId(object? argument)
    {
        if (Argument.LostItsText(argument))
        {
            throw ModuleMessages.NumberInsteadOfId(argument!);
        }

        var text = Argument.TextOf(argument);
        return CanId.TryReadNumber(text.AsSpan().Trim(), out var value) && value <= uint.MaxValue
            ? (uint)value
            : CanId.Parse(text);
    }
}
