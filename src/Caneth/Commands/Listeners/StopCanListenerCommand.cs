using System.Management.Automation;
using Caneth.Cmdlets;
using Caneth.Listening;

namespace Caneth.Commands;

/// <summary>Stops listeners: nobody can dial in any more, and their devices are disconnected.</summary>
[Cmdlet(VerbsLifecycle.Stop, "CanListener", SupportsShouldProcess = true)]
[OutputType(typeof(CanListener))]
public sealed class StopCanListenerCommand : ListenerCmdlet
{
    /// <summary>Emits the listeners, with their final counters.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var listener in Named().Where(listener => ShouldProcess(listener.Name, "Stop listener")))
        {
            var devices = listener.Devices;
            new PipelineWaiter(this).Await(listener.DisposeAsync().AsTask(), devices);
            State.Listeners.Remove(listener);
            foreach (var device in devices)
            {
                State.Sessions.Remove(device);
            }

            Display.Show(listener);
            if (PassThru)
            {
                WriteObject(listener);
            }
        }
    }
}
