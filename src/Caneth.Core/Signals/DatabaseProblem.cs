namespace Caneth.Signals;

/// <summary>Something in a database file that is not as it should be.</summary>
/// <param name="Severity">What it costs.</param>
/// <param name="Code">A stable name of the kind of problem, such as <c>DuplicateMessage</c>.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in the line, in characters, from 1.</param>
/// <param name="Message">The name of the message that it concerns, where there is one.</param>
/// <param name="Signal">The name of the signal that it concerns, where there is one.</param>
/// <param name="Text">What was found, what was expected, and what was made of it.</param>
public readonly record struct DatabaseProblem(
    ProblemSeverity Severity, string Code, int Line, int Column, string? Message, string? Signal, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Line}:{Column}: {Severity}: {Text}";
}
