using System.Management.Automation;
using Caneth.Sessions;

namespace Caneth.Handlers;

/// <summary>What a user registered.</summary>
internal sealed record HandlerDefinition
{
    public required string Name { get; init; }

    public required CanSession Session { get; init; }

    public required FrameFilter Filter { get; init; }

    public required HostOutput Output { get; init; }

    public ScriptBlock? Action { get; init; }

    public int MaxTriggerCount { get; init; }

    public object? MessageData { get; init; }
}
