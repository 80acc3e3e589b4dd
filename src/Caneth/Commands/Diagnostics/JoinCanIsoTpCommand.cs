using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Diagnostics;

namespace Caneth.Commands;

/// <summary>Joins frames to the messages that they carry over ISO-TP.</summary>
[Cmdlet(VerbsCommon.Join, "CanIsoTp")]
[OutputType(typeof(IsoTpMessage))]
public sealed class JoinCanIsoTpCommand : FrameReadingCmdlet
{
    private IsoTpJoiner? joiner;
    private IsoTpMessage? firstIncomplete;
    private long incomplete;
    private long frames;
    private bool hasEmitted;

    /// <summary>Which ids carry ISO-TP: numbers, ranges 0x700-0x7FF, ids with a mask; by default those that diagnostics have by convention.</summary>
    [Parameter(Position = 0)]
    [Read<IdFilterConverter>(Each = true)]
    [ArgumentCompleter(typeof(IdCompleter))]
    public IdFilter[]? Id { get; set; }

    /// <summary>How frames say whom they are for; by default by their ids alone.</summary>
    [Parameter]
    public IsoTpAddressing Addressing { get; set; } = IsoTpAddressing.Normal;

    /// <summary>How long the next frame of a message may take.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Emits messages that are not complete, too, as far as they came.</summary>
    [Parameter]
    public SwitchParameter IncludeIncomplete { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        var options = new IsoTpJoinOptions { Filter = Id is null ? null : new FrameFilter(Id), Addressing = Addressing, Timeout = Timeout.Value };
        joiner = Guard(() => new IsoTpJoiner(options), failure => failure is ArgumentException wrong ? CanErrors.OptionOutOfRange(wrong) : null);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        joiner!.End();
        Emit();
        if (firstIncomplete is not null)
        {
            WriteWarning(DiagnosticMessages.Incomplete(firstIncomplete, incomplete));
        }

        foreach (var warning in DiagnosticMessages.NotJoined(joiner.Candidates))
        {
            WriteWarning(warning);
        }

        if (frames > 0 && joiner.FramesSelected == 0 && joiner.Candidates.Count == 0)
        {
            WriteWarning(DiagnosticMessages.NoneSelected(frames, isChosen: Id is not null));
        }
        else if (frames > 0 && !hasEmitted && incomplete == 0 && joiner.Candidates.Count == 0)
        {
            WriteWarning(DiagnosticMessages.NothingJoined(joiner));
        }

        WriteVerbose(DiagnosticMessages.Joined(joiner));
    }

    private protected override void Take(in CanFrame frame)
    {
        frames++;
        joiner!.Add(frame);
        Emit();
    }

    private void Emit()
    {
        while (joiner!.TryTake(out var message))
        {
            if (message.Complete || IncludeIncomplete)
            {
                hasEmitted = true;
                WriteObject(message);
                continue;
            }

            incomplete++;
            firstIncomplete ??= message;
        }
    }
}
