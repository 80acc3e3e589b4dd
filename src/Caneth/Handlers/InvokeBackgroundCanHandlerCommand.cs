using System.Management.Automation;

namespace Caneth.Handlers;

/// <summary>Runs a background handler until it ends.</summary>
/// <remarks>Not exported: what the runspace of a <see cref="BackgroundHandler"/> runs.</remarks>
[Cmdlet(VerbsLifecycle.Invoke, "BackgroundCanHandler")]
internal sealed class InvokeBackgroundCanHandlerCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public BackgroundHandler Handler { get; set; } = null!;

    protected override void ProcessRecord() => Handler.RunToEnd(() => Stopping);
}
