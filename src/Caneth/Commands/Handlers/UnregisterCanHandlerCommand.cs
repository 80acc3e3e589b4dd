using System.Management.Automation;

namespace Caneth.Commands;

/// <summary>Ends registered handlers; an action may end its own.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "CanHandler", SupportsShouldProcess = true)]
public sealed class UnregisterCanHandlerCommand : HandlerCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var handler in Named().Where(handler => ShouldProcess(handler.Name, "Unregister handler")))
        {
            handler.End();
        }
    }
}
