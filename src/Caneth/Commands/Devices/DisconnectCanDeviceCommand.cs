using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Sessions;

namespace Caneth.Commands;

/// <summary>Sends what is queued, then closes the session.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "CanDevice", SupportsShouldProcess = true)]
public sealed class DisconnectCanDeviceCommand : CanCmdlet
{
    /// <summary>The devices: sessions or their names; by default the one connected last.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument[]? Device { get; set; }

    /// <summary>How long to wait until what is queued has been sent, in seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Throws away what is queued, and says how many frames that were.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var session in ResolveAll(Device))
        {
            if (ShouldProcess(session.Name, "Disconnect"))
            {
                Disconnect(session);
            }
        }
    }

    private void Disconnect(CanSession session)
    {
        if (Force && session.ClearSendBuffer() is > 0 and var discarded)
        {
            WriteWarning(ModuleMessages.Discarded(session.Name, discarded));
            State.EventsShown.GetOrCreateValue(session).Number = session.EventCount;
        }

        new PipelineWaiter(this).Await(session, Timeout, end => new(session.CloseAsync(end)));
        State.Sessions.Remove(session);
    }
}
