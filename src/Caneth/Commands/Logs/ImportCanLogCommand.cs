using System.Management.Automation;
using Caneth.Logs;
using Caneth.Waiting;

namespace Caneth.Commands;

/// <summary>Emits the frames of log files, or of the text of one: candump, Vector ASC and BLF, PCAN TRC, CSV, SavvyCAN's CSV, JSON Lines, pcapng, MDF 4, SQLite.</summary>
[Cmdlet(VerbsData.Import, "CanLog", DefaultParameterSetName = PathSet)]
[OutputType(typeof(CanFrame))]
public sealed class ImportCanLogCommand : LogReadingCmdlet
{
    private LogText? text;
    private LogFilter? wantedOfText;
    private long emittedOfText;

    /// <summary>Only this many frames of each file.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? First { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // What comes by the pipeline is a path where there is such a file, and else the text of a log; after one line of text all is.
        if (text is not null || MyInvocation.ExpectingInput && ParameterSetName == PathSet && Path is [var first, ..] && LogText.IsText(first))
        {
            text ??= new(Format);
            foreach (var line in Path)
            {
                Emit(text.Add(line));
            }

            return;
        }

        foreach (var file in Files())
        {
            using var log = Open(file);
            if (log is not null)
            {
                Emit(log);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (text is not null)
        {
            Guard(() => Emit(text.End()), failure => failure is IOException or InvalidDataException ? CanErrors.LogTextNotReadable(failure) : null);
        }
    }

    private void Emit(IEnumerable<CanFrame> frames)
    {
        wantedOfText ??= Selection();
        foreach (var frame in frames)
        {
            ThrowIfStopped();
            if (wantedOfText.Matches(frame) && (First is null || emittedOfText < First))
            {
                WriteObject(frame);
                emittedOfText++;
            }
        }

        text!.ReportMalformed(WriteWarning);
    }

    private void Emit(LogFileReader log)
    {
        var progress = new ProgressBar(this, $"Import-CanLog {log.Name}");
        var wanted = Selection();
        var left = First ?? long.MaxValue;
        while (left > 0 && !wanted.IsOver && Next(log) is { IsEmpty: false } frames)
        {
            ThrowIfStopped();
            log.ReportMalformed(WriteWarning, WriteVerbose);
            left = Emit(frames.Span, wanted, left);
            if (progress.IsDue)
            {
                progress.Show($"{log.Frames.FramesRead:N0} frames", log.Percent);
            }
        }

        log.ReportMalformed(WriteWarning, WriteVerbose);
        log.ReportLosses(WriteWarning, WriteVerbose);
        progress.End();
    }

    private long Emit(ReadOnlySpan<CanFrame> frames, LogFilter wanted, long left)
    {
        foreach (ref readonly var frame in frames)
        {
            if (wanted.Matches(frame))
            {
                WriteObject(frame);
                if (--left == 0)
                {
                    break;
                }
            }
        }

        return left;
    }

    private ReadOnlyMemory<CanFrame> Next(LogFileReader log)
    {
        try
        {
            return log.Next(frames => Waiter.Await(ModuleMessages.Reading(log.Name), end => frames.WaitToReadAsync(end).AsTask()));
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            WriteError(CanErrors.LogNotReadable(log.Path, failure));
            return default;
        }
    }
}
