namespace Caneth.Binding;

/// <summary>
/// Reads an id filter: a number, a range <c>0x100-0x1FF</c>, an id with a mask <c>0x7E8/0x7F8</c>, or one as candump takes it:
/// <c>7E8:7F8</c>, <c>7E8~7F8</c>.
/// </summary>
public sealed class IdFilterConverter : ArgumentConverter<IdFilter>
{
    /// <inheritdoc/>
    protected override IdFilter Read(object argument) => Argument.TextLost(argument)
        ? throw ModuleMessages.NumberInsteadOfId(argument)
        : IdFilter.Parse(Argument.TextOf(argument));
}
