namespace Caneth.Binding;

/// <summary>Reads one or many id filters: a number, a range <c>0x100-0x1FF</c>, an id with a mask <c>0x7E8/0x7F8</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReadIdFilterAttribute : ReadAttribute
{
    /// <inheritdoc/>
    protected override object Read(object argument) => Argument.Each(argument).Select(ReadOne).ToArray();

    private static IdFilter ReadOne(object? argument) => Argument.ValueOf(argument) is IdFilter filter
        ? filter
        : Argument.LostItsText(argument)
            ? throw ModuleMessages.NumberInsteadOfId(argument!)
            : IdFilter.Parse(Argument.TextOf(argument));
}
