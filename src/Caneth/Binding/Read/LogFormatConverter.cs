using Caneth.Logs;

namespace Caneth.Binding;

/// <summary>Reads the name of a log format: <c>candump</c>, <c>asc</c>, <c>blf</c> and so on.</summary>
public sealed class LogFormatConverter : ArgumentConverter<LogFormat>
{
    /// <inheritdoc/>
    protected override LogFormat Read(object argument) => LogFormat.Parse(Argument.TextOf(argument));
}
