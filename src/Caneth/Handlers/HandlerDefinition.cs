using System.Management.Automation;
using System.Management.Automation.Host;
using Caneth.Sessions;

namespace Caneth.Handlers;

/// <summary>What a user registered.</summary>
internal sealed record HandlerDefinition
{
    public required string Name { get; init; }

    public required CanSession Session { get; init; }

    public required FrameFilter Filter { get; init; }

    /// <summary>Decodes a frame, which the action gets as what it is then; null for one that is not wanted. Without it the action gets frames.</summary>
    public Func<CanFrame, object?>? Decode { get; init; }

    /// <summary>Whether it sees what is sent, too.</summary>
    public bool IncludeSent { get; init; }

    /// <summary>Where errors are shown.</summary>
    public required PSHost Host { get; init; }

    /// <summary>How many frames are kept until they are handled.</summary>
    public required int Capacity { get; init; }

    public ScriptBlock? Action { get; init; }

    /// <summary>Where the action was written; null for the top of its runspace.</summary>
    public SessionState? Home { get; init; }

    public int MaxTriggerCount { get; init; }

    public object? MessageData { get; init; }
}
