using System.Management.Automation;
using Caneth.Binding;
using Caneth.Diagnostics.Channels;

namespace Caneth.Commands;

/// <summary>Writes memory of a control unit.</summary>
[Cmdlet(VerbsCommunications.Write, "CanEcuMemory", SupportsShouldProcess = true)]
public sealed class WriteCanEcuMemoryCommand : MemoryCmdlet
{
    /// <summary>The bytes, or text in hex: as many as the control unit takes in one request.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Read<DataConverter>]
    [ValidateNotNull]
    public DataArgument Data { get; set; } = new();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var ecu = Resolve();
        if (ShouldProcess(ecu.Name, EcuMessages.Memory("Write", Address, Data.Count)))
        {
            TryAsk(ecu, Address, end => ecu.WriteMemoryAsync(Address, Data.Bytes, Format, end));
        }
    }
}
