using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Sessions;
using Caneth.Signals;
using Caneth.Waiting;

namespace Caneth.Commands;

/// <summary>Streams what a device receives as messages, until told to stop.</summary>
[Cmdlet(VerbsCommunications.Receive, "CanMessage")]
[OutputType(typeof(CanMessage), typeof(CanSignalValue))]
public sealed class ReceiveCanMessageCommand : ReceivingMessagesCmdlet
{
    private MessageChanges? changes;

    /// <summary>Emits a message only where one of its signals has another value than in the message before.</summary>
    [Parameter]
    public SwitchParameter Changed { get; set; }

    /// <summary>Emits each message at most once in this time.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Sample { get; set; }

    /// <summary>Ends after this many messages.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? Count { get; set; }

    /// <summary>Ends after this many seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Duration { get; set; }

    /// <summary>Ends when no matching message came for this many seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Timeout { get; set; }

    /// <summary>Holds the gateway back instead of losing frames where the pipeline is too slow.</summary>
    [Parameter]
    public SwitchParameter Lossless { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        changes = Changed || Sample is not null ? new(Changed, Sample?.Value) : null;
        Subscribe(Lossless);
        var end = new Deadline(Duration?.Value);
        var silence = new Deadline(Timeout?.Value);
        var left = Count ?? long.MaxValue;
        while (left > 0)
        {
            var frames = Reader.Next(end.Or(silence));
            var emitted = Emit(frames.Span, left);
            left -= emitted;
            silence = emitted > 0 ? new(Timeout?.Value) : silence;
            if (frames.IsEmpty || end.IsOver || silence.IsOver)
            {
                break;
            }
        }

        // The end of a device is the end of its frames, which must not look like a quiet bus.
        foreach (var session in Reader.Sessions.Where(session => session.State == CanSessionState.Closed && (left > 0 || session.LastError is not null)))
        {
            WriteError(CanErrors.Ended(session));
        }

        base.EndProcessing();
    }

    private int Emit(ReadOnlySpan<CanFrame> frames, long most)
    {
        Decoders.Refresh();
        var count = 0;
        foreach (ref readonly var frame in frames)
        {
            if (count == most)
            {
                break;
            }

            switch (Decoders.Of(frame.Device).Decode(frame, out var message))
            {
                case FrameMeaning.Message when changes is null || changes.IsWanted(message!):
                    Emit(message!);
                    count++;
                    break;
                case FrameMeaning.Unknown:
                    UnknownFrames.Add(frame);
                    break;
                default:
                    break;
            }
        }

        return count;
    }
}
