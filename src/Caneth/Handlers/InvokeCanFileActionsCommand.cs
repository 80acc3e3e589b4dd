using System.Management.Automation;

namespace Caneth.Handlers;

/// <summary>Runs an action for the files of a recording until no other comes.</summary>
/// <remarks>Not exported: what the runspace of <see cref="FileActions"/> runs.</remarks>
[Cmdlet(VerbsLifecycle.Invoke, "CanFileActions")]
internal sealed class InvokeCanFileActionsCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public FileActions Actions { get; set; } = null!;

    protected override void ProcessRecord() => Actions.RunToEnd(() => Stopping);
}
