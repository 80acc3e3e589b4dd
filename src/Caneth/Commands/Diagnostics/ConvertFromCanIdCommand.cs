using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Diagnostics;

namespace Caneth.Commands;

/// <summary>Takes ids apart: what priority, parameter group and addresses they have in J1939.</summary>
[Cmdlet(VerbsData.ConvertFrom, "CanId")]
[OutputType(typeof(J1939IdInfo))]
public sealed class ConvertFromCanIdCommand : CanCmdlet
{
    private J1939Names? names;

    /// <summary>The ids, or frames with them: 18EA00F9, 0x18EA00F9, 417988857.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Read<IdConverter>(Each = true)]
    public IdArgument[] Id { get; set; } = [];

    /// <summary>Takes them apart as SAE J1939-21 has it, which is also the default.</summary>
    [Parameter]
    public SwitchParameter J1939 { get; set; }

    /// <summary>What names parameter groups: DBC files, or databases that were imported, by name or by themselves; by default those bound to the device.</summary>
    [Parameter]
    [Read<DatabaseConverter>(Each = true)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    public DatabaseArgument[]? Database { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        names = new(new DatabaseFinder(this).NamesOf(Database));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var argument in Id)
        {
            var isExtended = argument.Frame?.Extended ?? argument.Id > CanId.MaxStandard;
            if (argument.Id > CanId.MaxExtended)
            {
                WriteError(CanErrors.IdOutOfRange(argument.Id));
            }
            else if (!isExtended)
            {
                WriteError(CanErrors.NotAnIdOfJ1939(argument.Id));
            }
            else
            {
                WriteObject(new J1939IdInfo(argument.Id, names!.Of(argument.Id)));
            }
        }
    }
}
