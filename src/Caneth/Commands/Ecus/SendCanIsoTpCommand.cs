using System.Management.Automation;
using Caneth.Binding;
using Caneth.Diagnostics;

namespace Caneth.Commands;

/// <summary>Sends a whole message to a control unit over ISO-TP, and waits for no answer.</summary>
[Cmdlet(VerbsCommunications.Send, "CanIsoTp", SupportsShouldProcess = true)]
public sealed class SendCanIsoTpCommand : EcuCmdlet
{
    /// <summary>The message: any number of bytes, or text in hex.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Read<DataConverter>]
    [ValidateNotNull]
    public DataArgument Data { get; set; } = new();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var ecu = Resolve();
        var message = new MessageData(Data.Bytes.Span);
        if (ShouldProcess(ecu.Name, $"Send {EcuMessages.Short(message)}"))
        {
            TryAsk(ecu, message, end => ecu.Channel.SendAsync(Data.Bytes, end));
        }
    }
}
