using Caneth.Signals;

namespace Caneth.Binding;

/// <summary>Reads a database: itself, its name, its path, or its file as <c>Get-ChildItem</c> emits it.</summary>
public sealed class DatabaseConverter : ArgumentConverter<DatabaseArgument>
{
    /// <inheritdoc/>
    protected override DatabaseArgument Read(object argument) => Argument.ValueOf(argument) switch
    {
        CanDatabase database => new(database),
        FileSystemInfo file => new(file.FullName),
        _ => new(Argument.TextOf(argument)),
    };
}
