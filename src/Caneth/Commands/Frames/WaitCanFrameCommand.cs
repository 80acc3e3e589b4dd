using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Handlers;
using Caneth.Sessions;
using Caneth.Waiting;

namespace Caneth.Commands;

/// <summary>Emits the next matching frame.</summary>
[Cmdlet(VerbsLifecycle.Wait, "CanFrame")]
[OutputType(typeof(CanFrame))]
public sealed class WaitCanFrameCommand : FilteringCmdlet
{
    /// <summary>How long to wait, in seconds; by default without a limit.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Timeout { get; set; }

    /// <summary>Runs once with the frame, as $_ and as first argument; what it emits is shown, not returned.</summary>
    [Parameter]
    public ScriptBlock? Action { get; set; }

    /// <summary>The frames that the device sends, too: in order, with the time when they were handed to the operating system.</summary>
    [Parameter]
    public SwitchParameter IncludeSent { get; set; }

    private FrameReader Reader => field ??= Own(new FrameReader(this, new(this)));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var filter = Filter();
        Reader.Subscribe(Devices(), filter, includeSent: IncludeSent);
        var frames = Reader.Next(new Deadline(Timeout?.Value), () => ModuleMessages.NothingYet("frame", filter));
        if (!frames.IsEmpty)
        {
            var frame = frames.Span[0];
            Run(frame);
            WriteObject(frame);
        }
        else if (Reader.Sessions.FirstOrDefault(session => session.State == CanSessionState.Closed) is { } closed)
        {
            WriteError(CanErrors.Ended(closed, filter));
        }
        else
        {
            WriteError(CanErrors.WaitTimeout(filter, Timeout?.Value ?? TimeSpan.Zero, Reader.Sessions));
        }
    }

    private void Run(CanFrame frame)
    {
        if (Action is null)
        {
            return;
        }

        var once = new OneFrame(Action, frame, State.Handlers.Output);
        new HandlerPipeline(Action, SessionState).Run(once, new HandlerTurn(new Deadline(null), () => Stopping));
        foreach (var error in once.Errors)
        {
            WriteError(error);
        }
    }

    /// <summary>The frame that was waited for, for the action.</summary>
    private sealed class OneFrame(ScriptBlock action, CanFrame awaited, HandlerOutput output) : IActionSource
    {
        private bool isTaken;

        public ScriptBlock Action => action;

        public object? MessageData => null;

        public HandlerOutput Output => output;

        public List<ErrorRecord> Errors { get; } = [];

        public bool TryTake(out CanFrame frame, out object? message)
        {
            (frame, message) = (awaited, null);
            var isFirst = !isTaken;
            isTaken = true;
            return isFirst;
        }

        public void Failed(ErrorRecord error) => Errors.Add(error);
    }
}
