using System.Management.Automation;
using Caneth.Binding;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;
using Caneth.Waiting;

namespace Caneth.Commands;

/// <summary>Receives whole messages of a control unit over ISO-TP, until stopped.</summary>
[Cmdlet(VerbsCommunications.Receive, "CanIsoTp")]
[OutputType(typeof(IsoTpMessage))]
public sealed class ReceiveCanIsoTpCommand : EcuCmdlet
{
    /// <summary>Ends after this many messages.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? Count { get; set; }

    /// <summary>Ends after this many seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Duration { get; set; }

    /// <summary>Ends when no message came for this many seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Timeout { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var ecu = Resolve();
        var end = new Deadline(Duration?.Value);
        for (var left = Count ?? long.MaxValue; left > 0 && !end.IsOver; left--)
        {
            if (Next(ecu, end.Or(new Deadline(Timeout?.Value))) is not { } message)
            {
                break;
            }

            WriteObject(message);
        }
    }

    private IsoTpMessage? Next(UdsClient ecu, Deadline deadline)
    {
        var inbox = ecu.Channel.Inbox;
        IsoTpMessage? message = null;
        var more = inbox.WaitToReadAsync(StopToken).AsTask();
        Waiter.WakeAfter(more);
        Waiter.Wait(
            () =>
            {
                State.Handlers.Drain();
                return inbox.TryRead(out message) || more.IsCompleted;
            },
            [], status: null, deadline);
        if (message is null && inbox.Completion.IsCompleted)
        {
            WriteError(CanErrors.EcuClosed(ecu));
        }

        return message;
    }
}
