using Caneth.Waiting;

namespace Caneth.Handlers;

/// <summary>How long handlers may run before somebody else must: looked at before each frame.</summary>
/// <param name="until">When the turn is over.</param>
/// <param name="isWanted">Whether somebody has something better to do than to run handlers.</param>
internal sealed class HandlerTurn(Deadline until, Func<bool> isWanted)
{
    /// <summary>Whether another frame may be handled.</summary>
    public bool Continues => !IsInterrupted && !until.IsOver && !isWanted();

    /// <summary>Whether the pipeline was stopped in the middle.</summary>
    public bool IsInterrupted { get; private set; }

    /// <summary>How long the last action took.</summary>
    public TimeSpan LastAction { get; set; }

    /// <summary>Ends the turn: the pipeline stops.</summary>
    public void Interrupt() => IsInterrupted = true;
}
