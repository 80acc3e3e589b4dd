using System.Threading.Channels;
using Caneth.Logs;

namespace Caneth.Recording;

/// <summary>
/// Looks into each file that a recording has ended, in the background, one after another: writes its summary, and tells who wants to know that
/// it is complete.
/// </summary>
internal sealed class RecordedFileReporter
{
    private readonly Channel<(EndedFile File, LogFormat Format)> waiting = Channel.CreateUnbounded<(EndedFile, LogFormat)>(new() { SingleReader = true });
    private readonly RecordingOptions options;
    private readonly RecordingEventLog events;
    private readonly Task running;

    /// <summary>Waits for files.</summary>
    /// <param name="options">What is to become of them.</param>
    /// <param name="events">Takes in what happens.</param>
    public RecordedFileReporter(RecordingOptions options, RecordingEventLog events)
    {
        this.options = options;
        this.events = events;
        running = Task.Run(RunAsync);
    }

    /// <summary>Takes a file that is complete.</summary>
    /// <param name="file">The file.</param>
    /// <param name="format">Its format.</param>
    public void Add(EndedFile file, LogFormat format) => waiting.Writer.TryWrite((file, format));

    /// <summary>Says that no file will come any more.</summary>
    /// <returns>Done when all that came are reported.</returns>
    public Task FinishAsync()
    {
        waiting.Writer.TryComplete();
        return running;
    }

    private async Task RunAsync()
    {
        await foreach (var (file, format) in waiting.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                await ReportAsync(file, format).ConfigureAwait(false);
            }
            catch (Exception) when (file.IsRemoved)
            {
                // To make room, before anybody has looked into it.
            }
            catch (Exception failure)
            {
                events.Add(RecordingEventKind.FileNotReported, EventLevel.Warning, RecordingMessages.NotReported(file.Path, failure), failure);
            }
        }
    }

    private async Task ReportAsync(EndedFile file, LogFormat format)
    {
        if (file.IsRemoved)
        {
            return;
        }

        var complete = await RecordedFile.ReadAsync(file.Path, new() { Format = format }, file.Gaps, CancellationToken.None).ConfigureAwait(false);
        if (options.Summary)
        {
            RecordingSummary.Write(complete);
            if (file.IsRemoved)
            {
                File.Delete(RecordingSummary.PathOf(file.Path));
                return;
            }
        }

        events.Add(RecordingEventKind.FileCompleted, EventLevel.Information, RecordingMessages.Completed(complete));
        options.FileCompleted?.Invoke(complete);
    }
}
