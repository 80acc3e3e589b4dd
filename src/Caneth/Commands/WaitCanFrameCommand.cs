using System.Management.Automation;
using Caneth.Binding;
using Caneth.Sessions;

namespace Caneth.Commands;

/// <summary>Emits the next matching frame.</summary>
[Cmdlet(VerbsLifecycle.Wait, "CanFrame")]
[OutputType(typeof(CanFrame))]
public sealed class WaitCanFrameCommand : ReceivingCommand
{
    /// <summary>How long to wait, in seconds; without it, without end.</summary>
    [Parameter]
    [ReadTime]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Runs once with the frame, as $_ and as first argument; what it emits is shown, not returned.</summary>
    [Parameter]
    public ScriptBlock? Action { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var filter = Filter();
        Subscribe(ResolveAll(Device), filter, lossless: false);
        var frames = Next(new Deadline(Timeout), () => ModuleMessages.NothingYet("frame", filter));
        if (!frames.IsEmpty)
        {
            var frame = frames.Span[0];
            Run(frame);
            WriteObject(frame);
        }
        else if (Sessions.FirstOrDefault(session => session.State == CanSessionState.Closed) is { } closed)
        {
            WriteError(CanErrors.Session(closed.LastError ?? CanErrors.Closed(closed), filter));
        }
        else
        {
            WriteError(CanErrors.WaitTimeout(filter, Timeout ?? TimeSpan.Zero, Sessions));
        }
    }

    private void Run(CanFrame frame)
    {
        if (Action is not null)
        {
            foreach (var shown in Action.InvokeWithContext(null, [new PSVariable("_", frame)], frame))
            {
                InvokeCommand.InvokeScript(false, ScriptBlock.Create("$args | Out-Default"), null, shown);
            }
        }
    }
}
