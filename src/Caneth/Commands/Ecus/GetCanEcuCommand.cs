using System.Management.Automation;
using Caneth.Diagnostics.Channels;

namespace Caneth.Commands;

/// <summary>Shows the connected control units: their ids, their sessions, and what is unlocked.</summary>
[Cmdlet(VerbsCommon.Get, "CanEcu")]
[OutputType(typeof(UdsClient))]
public sealed class GetCanEcuCommand : NamedEcuCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var ecu in Named())
        {
            WriteObject(ecu);
        }
    }
}
