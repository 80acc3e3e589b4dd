using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Diagnostics;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>Makes the id of a message of J1939: of its parameter group, its priority and its addresses.</summary>
[Cmdlet(VerbsData.ConvertTo, "CanId")]
[OutputType(typeof(J1939IdInfo))]
public sealed class ConvertToCanIdCommand : CanCmdlet
{
    private J1939Names? names;

    /// <summary>The number of the parameter group: 59904, 0xEA00.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, (int)J1939Id.MaxGroupNumber)]
    public int Pgn { get; set; }

    /// <summary>The address that it comes from: 0xF9, F9 or 249.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Read<ByteConverter>]
    [ValidateNotNull]
    public ByteArgument Source { get; set; } = new(0);

    /// <summary>The address that it is for; by default all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Read<ByteConverter>]
    public ByteArgument? Destination { get; set; }

    /// <summary>The priority: 0, the highest, to 7.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, J1939Id.MaxPriority)]
    public int Priority { get; set; } = 6;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        names = new(new DatabaseFinder(this).NamesOf(null));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            var id = J1939Id.Create((uint)Pgn, Source.Value, Destination?.Value, Priority).Id;
            WriteObject(new J1939IdInfo(id, names!.Of(id)));
        }
        catch (ArgumentException wrong)
        {
            WriteError(CanErrors.GroupGoesToAll(Pgn, wrong));
        }
    }
}
