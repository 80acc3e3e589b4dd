using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Diagnostics.Channels;

namespace Caneth.Commands;

/// <summary>Takes no part in J1939 any more: the address of a device is given up.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "CanJ1939", SupportsShouldProcess = true)]
public sealed class DisconnectCanJ1939Command : CanCmdlet
{
    /// <summary>The devices: sessions or their names, wildcards allowed; by default the one connected last.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument[]? Device { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var sessions = ResolveAll(Device);
        var nodes = sessions.Select(State.Diagnostics.J1939NodeOf).OfType<J1939Node>().ToList();
        if (nodes.Count == 0 && sessions.Count > 0)
        {
            WriteError(CanErrors.NoJ1939Node(sessions[0]));
        }

        foreach (var node in nodes.Where(node => ShouldProcess(node.Device, $"Give up {node}")))
        {
            State.Diagnostics.Remove(node);
            node.Dispose();
        }
    }
}
