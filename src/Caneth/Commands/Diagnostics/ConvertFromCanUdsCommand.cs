using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Diagnostics;

namespace Caneth.Commands;

/// <summary>Takes messages of UDS and OBD-II apart: service, sub-function, identifiers, refusals.</summary>
[Cmdlet(VerbsData.ConvertFrom, "CanUds")]
[OutputType(typeof(UdsMessage))]
public sealed class ConvertFromCanUdsCommand : CanCmdlet
{
    private readonly UdsPendingFold fold = new();

    /// <summary>The messages, as Join-CanIsoTp emits them, rows with their columns, such as the lines of Import-Csv, or the bytes of one: 22 F1 90.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public object InputObject { get; set; } = string.Empty;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var message in Messages())
        {
            fold.Add(message);
        }

        Emit();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        fold.End();
        Emit();
    }

    private void Emit()
    {
        while (fold.TryTake(out var message))
        {
            WriteObject(message);
        }
    }

    private IReadOnlyList<UdsMessage> Messages()
    {
        var elements = Argument.Each(InputObject).Select(Argument.ValueOf).ToList();
        if (elements.Count > 0 && elements.TrueForAll(one => one is IsoTpMessage))
        {
            return [.. elements.Select(one => UdsMessage.Decode((IsoTpMessage)one!))];
        }

        try
        {
            return [Argument.ValueOf(InputObject) is PSObject row && IsoTpRow.Read(row) is { } message ? UdsMessage.Decode(message)
                : UdsMessage.Decode(BytesOf(Argument.ValueOf(InputObject)))];
        }
        catch (Exception failure) when (ArgumentConverter.IsRefusal(failure))
        {
            WriteError(CanErrors.NotUds(InputObject, failure));
            return [];
        }
    }

    private MessageData BytesOf(object? input)
    {
        // The first byte of a frame is one of ISO-TP, and its message may go on in others.
        var data = input as MessageData? ?? (input is null or CanFrame ? default : new(DataConverter.ReadBytes(InputObject)));
        return data.Count > 0 ? data : throw DiagnosticMessages.NotUds(InputObject);
    }
}
