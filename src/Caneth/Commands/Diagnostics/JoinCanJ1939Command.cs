using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Diagnostics;

namespace Caneth.Commands;

/// <summary>Makes messages of J1939 of frames, those that several frames carry included.</summary>
[Cmdlet(VerbsCommon.Join, "CanJ1939")]
[OutputType(typeof(J1939Message))]
public sealed class JoinCanJ1939Command : FrameReadingCmdlet
{
    private J1939Joiner? joiner;
    private J1939Message? firstIncomplete;
    private long incomplete;
    private long frames;

    /// <summary>What names parameter groups: DBC files, or databases that were imported, by name or by themselves; by default those bound to the device.</summary>
    [Parameter]
    [Read<DatabaseConverter>(Each = true)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    public DatabaseArgument[]? Database { get; set; }

    /// <summary>How long the next frame of a message may take.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument Timeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Emits messages that are not complete, too, as far as they came.</summary>
    [Parameter]
    public SwitchParameter IncludeIncomplete { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        var options = new J1939JoinOptions { Databases = new DatabaseFinder(this).NamesOf(Database), Timeout = Timeout.Value };
        joiner = Guard(() => new J1939Joiner(options), failure => failure is ArgumentException wrong ? CanErrors.OptionOutOfRange(wrong) : null);
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

        if (frames > 0 && joiner.FramesForeign == frames)
        {
            WriteWarning(DiagnosticMessages.NoJ1939(frames));
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
                WriteObject(message);
                continue;
            }

            incomplete++;
            firstIncomplete ??= message;
        }
    }
}
