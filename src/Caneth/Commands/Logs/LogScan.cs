using Caneth.Cmdlets;
using Caneth.Waiting;

namespace Caneth.Commands;

/// <summary>Takes a frame.</summary>
/// <param name="frame">The frame.</param>
internal delegate void FrameVisitor(in CanFrame frame);

/// <summary>Shows a cmdlet all frames of log files, from the first to the last; one that cannot be read ends the command.</summary>
/// <param name="cmdlet">The cmdlet.</param>
internal sealed class LogScan(CanCmdlet cmdlet)
{
    private readonly PipelineWaiter waiter = new(cmdlet);

    /// <summary>Reads files.</summary>
    /// <param name="paths">Their paths; wildcards are allowed.</param>
    /// <param name="visit">Takes each frame.</param>
    public void Read(string[] paths, FrameVisitor visit)
    {
        foreach (var file in new FileFinder(cmdlet, CanErrors.LogNotFound, error => cmdlet.Fail<object>(error)).Find(paths, isLiteral: false))
        {
            cmdlet.Guard(() => Read(file, visit), failure => CanErrors.LogReading(file, failure));
        }
    }

    private void Read(string file, FrameVisitor visit)
    {
        using var log = waiter.Await(ModuleMessages.Opening(file), end => LogFileReader.OpenAsync(file, null, null, end));
        var progress = new ProgressBar(cmdlet, $"{cmdlet.MyInvocation.MyCommand.Name} {log.Name}");
        while (log.Next(frames => waiter.Await(ModuleMessages.Reading(log.Name), end => frames.WaitToReadAsync(end).AsTask())) is { IsEmpty: false } frames)
        {
            cmdlet.ThrowIfStopped();
            log.ReportMalformed(cmdlet.WriteWarning, cmdlet.WriteVerbose);
            foreach (ref readonly var frame in frames.Span)
            {
                visit(frame);
            }

            if (progress.IsDue)
            {
                progress.Show($"{log.Frames.FramesRead:N0} frames", log.Percent);
            }
        }

        log.ReportMalformed(cmdlet.WriteWarning, cmdlet.WriteVerbose);
        progress.End();
    }
}
