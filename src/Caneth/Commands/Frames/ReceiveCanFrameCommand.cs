using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Sessions;
using Caneth.Waiting;

namespace Caneth.Commands;

/// <summary>Streams the frames that a device receives, until stopped.</summary>
[Cmdlet(VerbsCommunications.Receive, "CanFrame")]
[OutputType(typeof(CanFrame))]
public sealed class ReceiveCanFrameCommand : FilteringCmdlet
{
    /// <summary>Ends after this many frames.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? Count { get; set; }

    /// <summary>Ends after this many seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Duration { get; set; }

    /// <summary>Ends when no matching frame came for this many seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Timeout { get; set; }

    /// <summary>Holds the gateway back instead of losing frames where the pipeline is too slow.</summary>
    [Parameter]
    public SwitchParameter Lossless { get; set; }

    /// <summary>The frames that the device sends, too: in order, with the time when they were handed to the operating system.</summary>
    [Parameter]
    public SwitchParameter IncludeSent { get; set; }

    private FrameReader Reader => field ??= Own(new FrameReader(this, new(this)));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var filter = Filter();
        Reader.Subscribe(Devices(), filter, Lossless, IncludeSent);
        WriteVerbose(ModuleMessages.Receiving(filter, Reader.Sessions, IncludeSent));
        var end = new Deadline(Duration?.Value);
        var left = Count ?? long.MaxValue;
        while (left > 0)
        {
            var count = Reader.Emit(left, end.Or(new Deadline(Timeout?.Value)));
            left -= count;
            if (count == 0 || end.IsOver)
            {
                break;
            }
        }

        WriteVerbose(ModuleMessages.Received((Count ?? long.MaxValue) - left, IncludeSent));

        // The end of a device is the end of its frames, which must not look like a quiet bus.
        foreach (var session in Reader.Sessions.Where(session => session.State == CanSessionState.Closed && (left > 0 || session.LastError is not null)))
        {
            WriteError(CanErrors.Ended(session));
        }
    }
}
