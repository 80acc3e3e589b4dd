using System.Management.Automation;
using Caneth.Binding;
using Caneth.Diagnostics;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>Sends a message of J1939: in one frame, to all in packets, or in the packets that one node asks for.</summary>
[Cmdlet(VerbsCommunications.Send, "CanJ1939", SupportsShouldProcess = true)]
public sealed class SendCanJ1939Command : NamingJ1939Cmdlet
{
    /// <summary>The parameter group: its number, 65226 or 0xFECA, or its name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Read<PgnConverter>]
    [ArgumentCompleter(typeof(PgnCompleter))]
    [ValidateNotNull]
    public PgnArgument Pgn { get; set; } = new(0);

    /// <summary>The data, at most 1,785 bytes: bytes, or text in hex.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Read<DataConverter>]
    [ValidateNotNull]
    public DataArgument Data { get; set; } = new();

    /// <summary>The address that it is for; by default all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Read<ByteConverter>]
    public ByteArgument? Destination { get; set; }

    /// <summary>The priority of a message of one frame: 0, the highest, to 7.</summary>
    [Parameter]
    [ValidateRange(0, J1939Id.MaxPriority)]
    public int Priority { get; set; } = J1939Frames.UsualPriority;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = Resolve(Device);
        var node = NodeOf(session);
        var group = GroupOf(Pgn, NamesOf(session));
        if (!ShouldProcess(session.Name, J1939Messages.Send(group, new(Data.Bytes.Span), Destination?.Value)))
        {
            return;
        }

        TryDo(Pgn, J1939Messages.Sending(group), SendAsync, out _);
        TellDouble(node);

        async Task<bool> SendAsync(CancellationToken end)
        {
            await node.SendAsync(group, Data.Bytes, Destination?.Value, Priority, end).ConfigureAwait(false);
            return true;
        }
    }
}
