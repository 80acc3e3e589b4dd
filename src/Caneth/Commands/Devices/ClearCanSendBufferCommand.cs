using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;

namespace Caneth.Commands;

/// <summary>Drops the frames that wait to be sent, and emits how many they were.</summary>
[Cmdlet(VerbsCommon.Clear, "CanSendBuffer", SupportsShouldProcess = true)]
[OutputType(typeof(int))]
public sealed class ClearCanSendBufferCommand : CanCmdlet
{
    /// <summary>The devices: sessions or their names; by default the one connected last.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument[]? Device { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var session in ResolveAll(Device).Where(session => ShouldProcess(session.Name, "Clear send buffer")))
        {
            WriteObject(session.ClearSendBuffer());
            Display.Show([session]);
        }
    }
}
