using System.Management.Automation;
using Caneth.Binding;
using Caneth.Transmission;

namespace Caneth.Commands;

/// <summary>Ends transmissions: nothing more is sent of them.</summary>
[Cmdlet(VerbsLifecycle.Stop, "CanTransmission", SupportsShouldProcess = true)]
[OutputType(typeof(CanTransmission))]
public sealed class StopCanTransmissionCommand : TransmissionCmdlet
{
    /// <summary>The names of the transmissions; wildcards are allowed. By default all.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TransmissionCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Emits the transmissions, with their final counters.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var transmission in Named(Name).Where(transmission => ShouldProcess(transmission.Name, "Stop transmission")))
        {
            transmission.Dispose();
            State.Transmissions.Remove(transmission);
            Display.Show(transmission);
            if (PassThru)
            {
                WriteObject(transmission);
            }
        }
    }
}
