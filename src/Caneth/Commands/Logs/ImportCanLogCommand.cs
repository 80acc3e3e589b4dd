using System.Management.Automation;
using Caneth.Waiting;

namespace Caneth.Commands;

/// <summary>Emits the frames of log files: candump, Vector ASC and BLF, PCAN TRC, CSV, SavvyCAN's CSV, JSON Lines.</summary>
[Cmdlet(VerbsData.Import, "CanLog", DefaultParameterSetName = PathSet)]
[OutputType(typeof(CanFrame))]
public sealed class ImportCanLogCommand : LogReadingCmdlet
{
    /// <summary>Only this many frames of each file.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? First { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var file in Files())
        {
            using var log = Open(file);
            if (log is not null)
            {
                Emit(log);
            }
        }
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
