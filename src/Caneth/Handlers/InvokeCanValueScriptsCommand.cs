using System.Management.Automation;

namespace Caneth.Handlers;

/// <summary>Makes the values of scripts until nobody asks for them any more.</summary>
/// <remarks>Not exported: what the runspace of <see cref="ValueScripts"/> runs.</remarks>
[Cmdlet(VerbsLifecycle.Invoke, "CanValueScripts")]
internal sealed class InvokeCanValueScriptsCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public ValueScripts Scripts { get; set; } = null!;

    protected override void ProcessRecord() => Scripts.RunToEnd();
}
