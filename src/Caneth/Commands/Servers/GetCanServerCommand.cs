using System.Management.Automation;
using Caneth.Servers;

namespace Caneth.Commands;

/// <summary>Shows servers with their counters, their clients, or what happened to them.</summary>
[Cmdlet(VerbsCommon.Get, "CanServer", DefaultParameterSetName = ServerSet)]
[OutputType(typeof(CanServer), ParameterSetName = [ServerSet])]
[OutputType(typeof(ServerClient), ParameterSetName = [ClientSet])]
[OutputType(typeof(ServerEvent), ParameterSetName = [EventSet])]
public sealed class GetCanServerCommand : ServerCmdlet
{
    private const string ServerSet = "Server";
    private const string ClientSet = "Client";
    private const string EventSet = "Event";

    /// <summary>Emits the clients that are connected instead, with their counters.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ClientSet)]
    public SwitchParameter Client { get; set; }

    /// <summary>Emits what happened to the servers instead: the last 1,000 warnings and errors, and other events.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EventSet)]
    public SwitchParameter Event { get; set; }

    internal override bool ShowsBackground => !Event;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var server in Named())
        {
            if (Event)
            {
                WriteObject(server.EventsAfter(), enumerateCollection: true);
            }
            else if (Client)
            {
                WriteObject(server.Clients, enumerateCollection: true);
            }
            else
            {
                WriteObject(server);
            }
        }
    }
}
