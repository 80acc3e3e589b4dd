using System.Management.Automation;
using Caneth.Cmdlets;
using Caneth.Servers;

namespace Caneth.Commands;

/// <summary>Ends servers: their clients lose the connection, the devices stay.</summary>
[Cmdlet(VerbsLifecycle.Stop, "CanServer", SupportsShouldProcess = true)]
[OutputType(typeof(CanServer))]
public sealed class StopCanServerCommand : ServerCmdlet
{
    /// <summary>Emits the servers, with their final counters.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var server in Named().Where(server => ShouldProcess(server.Name, "Stop server")))
        {
            new PipelineWaiter(this).Await(server.DisposeAsync().AsTask());
            State.Servers.Remove(server);
            Display.Show(server);
            if (PassThru)
            {
                WriteObject(server);
            }
        }
    }
}
