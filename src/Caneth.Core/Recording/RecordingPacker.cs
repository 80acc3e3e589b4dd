using System.Threading.Channels;
using Caneth.Logs;
using Caneth.Logs.Files;

namespace Caneth.Recording;

/// <summary>
/// Makes of each file that a recording has ended files of a format that is read whole only, in the background, one after another. A file is
/// removed when all that is in it is there; where that cannot be done it stays, and the next recording to the same path tries again.
/// </summary>
internal sealed class RecordingPacker
{
    private const int Batch = 2048;

    private readonly Channel<EndedFile> waiting = Channel.CreateUnbounded<EndedFile>(new() { SingleReader = true });
    private readonly RecordingOptions options;
    private readonly LogFormat format;
    private readonly RecordingEventLog events;
    private readonly RecordedFileReporter? reporter;
    private readonly Task running;

    /// <summary>Waits for files.</summary>
    /// <param name="options">How the files are written that come.</param>
    /// <param name="format">What they become.</param>
    /// <param name="events">Takes in what happens.</param>
    /// <param name="reporter">Takes what files became; null where nobody wants to know of it.</param>
    public RecordingPacker(RecordingOptions options, LogFormat format, RecordingEventLog events, RecordedFileReporter? reporter)
    {
        this.options = options;
        this.format = format;
        this.events = events;
        this.reporter = reporter;
        running = Task.Run(RunAsync);
    }

    /// <summary>Takes a file that has ended.</summary>
    public void Add(EndedFile file) => waiting.Writer.TryWrite(file);

    /// <summary>Says that no file will come any more.</summary>
    /// <returns>Done when all that came are packed.</returns>
    public Task FinishAsync()
    {
        waiting.Writer.Complete();
        return running;
    }

    private async Task RunAsync()
    {
        await foreach (var file in waiting.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                Pack(file);
            }
            catch (Exception failure)
            {
                events.Add(RecordingEventKind.FileNotPacked, EventLevel.Warning, RecordingMessages.NotPacked(file.Path, format, failure), failure);
            }
        }
    }

    private void Pack(EndedFile file)
    {
        using (var reader = CanLog.Open(file.Path, new() { Format = options.Format }))
        using (var folders = new HiveFolders(options.Path, format, options.Owner))
        {
            var frames = new CanFrame[Batch];
            while (reader.Read(frames) is var count and > 0)
            {
                folders.Write(frames.AsSpan(0, count));
            }

            var packed = folders.Complete();
            var losses = reader.Losses.Concat(folders.Losses).ToArray();
            events.Add(RecordingEventKind.FilePacked, losses.Length > 0 || reader.MalformedCount > 0 ? EventLevel.Warning : EventLevel.Information,
                RecordingMessages.Packed(reader.FramesRead, packed, reader.MalformedCount, losses));
            foreach (var path in packed)
            {
                var whole = new EndedFile(path, options.Storage.LengthOf(path) ?? 0, options.TimeProvider.GetTimestamp(), TimeSpan.Zero) { Gaps = file.Gaps };
                reporter?.Add(whole, format);
            }
        }

        // Said first: whoever looks for it must not take it for lost.
        file.IsRemoved = true;
        options.Storage.Delete(file.Path);
    }
}
