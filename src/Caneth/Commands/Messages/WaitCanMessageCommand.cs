using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Sessions;
using Caneth.Signals;
using Caneth.Waiting;

namespace Caneth.Commands;

/// <summary>Emits the next matching message.</summary>
[Cmdlet(VerbsLifecycle.Wait, "CanMessage")]
[OutputType(typeof(CanMessage), typeof(CanSignalValue))]
public sealed class WaitCanMessageCommand : ReceivingMessagesCmdlet
{
    /// <summary>A condition on the message, as $_; by default the next one is emitted whatever it says.</summary>
    [Parameter]
    [Alias("Where")]
    public ScriptBlock? FilterScript { get; set; }

    /// <summary>How long to wait, in seconds; without it, without end.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Timeout { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Subscribe();
        var deadline = new Deadline(Timeout?.Value);
        while (Reader.Next(deadline, () => DatabaseMessages.NothingYet(What)) is { IsEmpty: false } frames)
        {
            if (Find(frames.Span) is { } message)
            {
                Emit(message);
                return;
            }
        }

        WriteError(Reader.Sessions.FirstOrDefault(session => session.State == CanSessionState.Closed) is { } closed
            ? CanErrors.Ended(closed)
            : CanErrors.MessageTimeout(What, Message, Timeout?.Value ?? TimeSpan.Zero, Reader.Sessions));
    }

    private string What => Message is { Length: > 0 } names ? $"message {string.Join(", ", names)}"
        : Signal is { Length: > 0 } signals ? $"message with {string.Join(", ", signals)}"
        : "message that a database knows";

    private CanMessage? Find(ReadOnlySpan<CanFrame> frames)
    {
        foreach (ref readonly var frame in frames)
        {
            if (Decoders.Of(frame.Device).Decode(frame, out var message) == FrameMeaning.Message
                && (FilterScript is null || ScriptCondition.Holds(FilterScript, message!)))
            {
                return message;
            }
        }

        return null;
    }
}
