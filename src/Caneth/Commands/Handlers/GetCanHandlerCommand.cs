using System.Management.Automation;
using Caneth.Handlers;

namespace Caneth.Commands;

/// <summary>Shows the registered handlers with what they did and lost.</summary>
[Cmdlet(VerbsCommon.Get, "CanHandler")]
[OutputType(typeof(CanHandler))]
public sealed class GetCanHandlerCommand : HandlerCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var handler in Named())
        {
            WriteObject(handler);
        }
    }
}
