using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Diagnostics.Channels;

namespace Caneth.Commands;

/// <summary>Shows who is on a bus with J1939: asks all for their addresses, and listens to what they claim and send.</summary>
[Cmdlet(VerbsCommon.Get, "CanJ1939Node")]
[OutputType(typeof(J1939NodeInfo))]
public sealed class GetCanJ1939NodeCommand : CanCmdlet
{
    /// <summary>The addresses to show; by default all.</summary>
    [Parameter(Position = 0)]
    [Read<ByteConverter>(Each = true)]
    public ByteArgument[]? Address { get; set; }

    /// <summary>How long to listen, in seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument Duration { get; set; } = J1939NodeSearch.UsualTime;

    /// <summary>The device: a session or its name; by default the one connected last.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument? Device { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = Resolve(Device);
        var search = new J1939NodeSearch(session, State.Diagnostics.J1939NodeOf(session), Duration.Value);
        var found = Guard(() => new PipelineWaiter(this).Await(J1939Messages.Listening(), search.FindAsync), failure => CanErrors.J1939(failure, session));
        foreach (var node in found)
        {
            if (Address is null || Array.Exists(Address, address => address.Value == node.Address))
            {
                WriteObject(node);
            }
        }
    }
}
