using System.Management.Automation;

namespace Caneth.Handlers;

/// <summary>Who has an action to run, and frames to run it for.</summary>
internal interface IActionSource
{
    /// <summary>What runs; null where the frames are shown.</summary>
    ScriptBlock? Action { get; }

    /// <summary>The second argument of the action.</summary>
    object? MessageData { get; }

    /// <summary>Where what the action writes is shown.</summary>
    HandlerOutput Output { get; }

    /// <summary>Takes the next frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="message">What it is where it is decoded, which takes its place; else null.</param>
    /// <returns>Whether there was one.</returns>
    bool TryTake(out CanFrame frame, out object? message);

    /// <summary>Called where an action wrote an error, or ended with one.</summary>
    void Failed(ErrorRecord error);
}
