using System.Management.Automation;

namespace Caneth.Handlers;

/// <summary>Who has an action to run, and frames to run it for.</summary>
internal interface IActionSource
{
    /// <summary>What runs; null where the frames are shown.</summary>
    ScriptBlock? Action { get; }

    /// <summary>The second argument of the action.</summary>
    object? MessageData { get; }

    /// <summary>Takes the next frame.</summary>
    /// <returns>Whether there was one.</returns>
    bool TryTake(out CanFrame frame);

    /// <summary>Called where an action wrote an error, or ended with one.</summary>
    void Failed(ErrorRecord error);
}
