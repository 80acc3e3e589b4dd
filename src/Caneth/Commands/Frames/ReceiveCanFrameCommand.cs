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
    [ReadTime]
    public TimeSpan? Duration { get; set; }

    /// <summary>Ends when no matching frame came for this many seconds.</summary>
    [Parameter]
    [ReadTime]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Holds the gateway back instead of losing frames where the pipeline is too slow.</summary>
    [Parameter]
    public SwitchParameter Lossless { get; set; }

    private FrameReader Reader => field ??= Own(new FrameReader(this, new(this)));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Reader.Subscribe(ResolveAll(Device), Filter(), Lossless);
        var end = new Deadline(Duration);
        for (var left = Count ?? long.MaxValue; left > 0;)
        {
            var count = Reader.Emit(left, end.Or(new Deadline(Timeout)));
            left -= count;
            if (count == 0 || end.IsOver)
            {
                break;
            }
        }

        foreach (var session in Reader.Sessions)
        {
            // Without reconnecting a lost connection is the end of the frames, which must not look like a quiet bus.
            if (session is { State: CanSessionState.Closed, LastError: { } failure })
            {
                WriteError(CanErrors.Session(failure, session));
            }
        }
    }
}
