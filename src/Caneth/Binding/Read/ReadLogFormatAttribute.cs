using Caneth.Logs;

namespace Caneth.Binding;

/// <summary>Reads the name of a log format: <c>candump</c>, <c>asc</c>, <c>blf</c> and so on.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReadLogFormatAttribute : ReadAttribute
{
    /// <inheritdoc/>
    protected override object Read(object argument) =>
        Argument.ValueOf(argument) as LogFormat ?? LogFormats.ByName(Argument.TextOf(argument));
}
