namespace Caneth.Tool;

/// <summary>Ends a verb with a message and an exit status.</summary>
/// <param name="message">What went wrong, for the user.</param>
/// <param name="exitStatus">The exit status.</param>
internal sealed class CommandFailure(string message, int exitStatus = ExitStatus.Failed) : Exception(message)
{
    /// <summary>The exit status.</summary>
    public int ExitStatus { get; } = exitStatus;
}
