using System.Collections;
using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Signals;
using Caneth.Transmission;

namespace Caneth.Commands;

/// <summary>Changes what is sent again and again, or how often, from the next cycle on.</summary>
[Cmdlet(VerbsCommon.Set, "CanTransmission", SupportsShouldProcess = true)]
[OutputType(typeof(CanTransmission))]
public sealed class SetCanTransmissionCommand : TransmissionCmdlet
{
    /// <summary>The names of the transmissions, those of their messages by default; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Message")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TransmissionCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Values by the names of signals: numbers, texts, script blocks of the time, or recorded values; the others stay as they are.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(SignalValuesCompleter))]
    public IDictionary? Signal { get; set; }

    /// <summary>The data of a frame: up to 8 bytes, or text in hex.</summary>
    [Parameter]
    [Read<DataConverter>]
    [ValidateNotNull]
    public DataArgument? Data { get; set; }

    /// <summary>The time from one frame to the next, in seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument? Every { get; set; }

    /// <summary>Emits the transmissions.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Signal is null && Data is null && Every is null)
        {
            Fail<object>(CanErrors.NothingToChange());
        }

        foreach (var transmission in Named(Name))
        {
            var error = transmission.IsOver ? CanErrors.TransmissionEnded(transmission)
                : Every?.Value < CyclicTransmitter.MinPeriod ? CanErrors.PeriodTooShort(Every)
                : Signal is not null && transmission.Content is not MessageCycle ? CanErrors.NoMessage(transmission)
                : Data is not null && transmission.Content is not FrameCycle ? CanErrors.NoFrame(transmission)
                : null;
            if (error is not null)
            {
                WriteError(error);
            }
            else if (ShouldProcess(transmission.Name, "Change what is sent"))
            {
                Change(transmission);
            }
        }
    }

    private void Change(CanTransmission transmission)
    {
        try
        {
            if (Signal is not null)
            {
                Change(transmission, (MessageCycle)transmission.Content, Signal);
            }

            if (Data is not null)
            {
                var frame = ((FrameCycle)transmission.Content).Frame;
                transmission.Change(new FrameCycle(new CanFrame(frame.Id, Data.Bytes.Span, frame.Flags)));
            }

            if (Every is not null)
            {
                transmission.Change(Every.Value);
            }

            if (PassThru)
            {
                WriteObject(transmission);
            }
        }
        catch (SignalException wrong)
        {
            WriteError(CanErrors.Signal(wrong, "What is sent has not changed."));
        }
        catch (ArgumentException wrong)
        {
            WriteError(CanErrors.InvalidFrame(wrong));
        }
    }

    private void Change(CanTransmission transmission, MessageCycle cycle, IDictionary given)
    {
        var values = new CycleValues(this).Of(
            SignalValues.Of(this, given, cycle.Message), cycle.Message, ResolveByName(transmission.Device), transmission.Elapsed, transmission.Every, out var scripts);
        try
        {
            cycle.Change(values);
        }
        catch (RuntimeException failure) when (scripts is not null && failure is not PipelineStoppedException)
        {
            scripts.Dispose();
            WriteError(CanErrors.ValueScriptFailed(transmission.Name, failure));
            return;
        }
        catch
        {
            scripts?.Dispose();
            throw;
        }

        if (scripts is not null)
        {
            _ = transmission.Completion.ContinueWith(_ => scripts.Dispose(), TaskScheduler.Default);
        }
    }
}
