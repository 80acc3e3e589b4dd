using System.Management.Automation;
using Caneth.Binding;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;

namespace Caneth.Commands;

/// <summary>Reads data of a control unit by identifiers: numbers, names, versions, measured values.</summary>
[Cmdlet(VerbsCommunications.Read, "CanEcuData", SupportsShouldProcess = true)]
[OutputType(typeof(EcuData), typeof(string), typeof(ulong), typeof(byte[]))]
public sealed class ReadCanEcuDataCommand : EcuCmdlet
{
    /// <summary>The identifiers, in hex or by the names that all control units share: F190, 0xF190, Vin.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Did")]
    [Read<IdentifierConverter>(Each = true)]
    [ArgumentCompleter(typeof(IdentifierCompleter))]
    [ValidateNotNullOrEmpty]
    public IdentifierArgument[] Identifier { get; set; } = [];

    /// <summary>Emits the data alone: as bytes, as text, or as a number whose highest byte comes first.</summary>
    [Parameter]
    public EcuDataForm? As { get; set; }

    /// <summary>How often to ask again where the control unit is busy (21).</summary>
    [Parameter]
    [ValidateRange(0, 1_000)]
    public int Retry { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var ecu = Resolve();
        foreach (var identifier in Identifier)
        {
            if (ShouldProcess(ecu.Name, $"Read {identifier}") && TryAsk(ecu, identifier, Retrying(Retry, end => ecu.ReadDataAsync(identifier.Value, end)), out var data))
            {
                Emit(data!);
            }
        }
    }

    private void Emit(EcuData data)
    {
        switch (As)
        {
            case null:
                WriteObject(data);
                break;
            case EcuDataForm.Bytes:
                WriteObject(data.Data.ToArray(), enumerateCollection: false);
                break;
            case EcuDataForm.Text when data.Text is { } text:
                WriteObject(text);
                break;
            case EcuDataForm.Text:
                WriteError(CanErrors.NotText(data));
                break;
            case EcuDataForm.UInt when data.Number is { } number:
                WriteObject(number);
                break;
            default:
                WriteError(CanErrors.NotANumber(data));
                break;
        }
    }
}
