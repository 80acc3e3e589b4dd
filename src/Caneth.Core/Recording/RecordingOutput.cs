using Caneth.Logs;
using Caneth.Sessions;

namespace Caneth.Recording;

/// <summary>
/// Writes a recording: one file after another where there is a limit, the oldest removed. A disk that fails interrupts it;
/// what comes meanwhile is lost and counted, and it goes on in a new file as soon as it can. One thread writes; the counters
/// may be read by others.
/// </summary>
internal sealed class RecordingOutput
{
    // Frames between two looks at whether a file is full.
    private const int Chunk = 64;

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(1);

    private readonly RecordingOptions options;
    private readonly RecordingEventLog events;
    private readonly RecordingFiles files;
    private readonly Dictionary<string, long> endedLosses = [];
    private readonly RecordingGap unflushed = new();
    private readonly RecordingGap gap = new();
    private RecordingFile? file;
    private long endedBytes;
    private long failedAt;

    /// <summary>Begins the first file.</summary>
    /// <exception cref="IOException">It cannot be created, or is there and must not be.</exception>
    /// <exception cref="InvalidDataException">It cannot be gone on with.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public RecordingOutput(RecordingOptions options, RecordingEventLog events)
    {
        this.options = options;
        this.events = events;
        files = new(options);
        Path = options.Rotates ? files.Next() : System.IO.Path.GetFullPath(options.Path);
        Begin(options.Rotates ? ExistingFile.Refuse : options.ExistingFile);
        RemoveSurplus();
    }

    /// <summary>The file that is written, or the last that was.</summary>
    public string Path { get; private set; }

    /// <summary>Frames with the operating system.</summary>
    public long FramesWritten { get; private set; }

    public long FramesLost { get; private set; }

    public long BytesWritten { get; private set; }

    public int FilesBegun { get; private set; }

    public int FilesRemoved { get; private set; }

    public Exception? LastError { get; private set; }

    public bool Interrupted { get; private set; }

    public IReadOnlyCollection<LogLoss> Losses { get; private set; } = [];

    /// <summary>Whether a failure is one of the disk, and not a defect.</summary>
    public static bool IsOfTheDisk(Exception failure) => failure is IOException or UnauthorizedAccessException;

    /// <summary>
    /// Writes frames and hands them to the operating system. It does not fail; what cannot be written is counted.
    /// </summary>
    public void Write(ReadOnlySpan<CanFrame> frames)
    {
        try
        {
            EndIfOver();
            while (!frames.IsEmpty && TryBeginNext())
            {
                var now = frames[..Math.Min(frames.Length, Chunk)];
                frames = frames[now.Length..];
                unflushed.Add(now);
                file!.Write(now);
                EndIfOver();
            }

            Flush();
        }
        catch (Exception failure) when (IsOfTheDisk(failure))
        {
            Interrupt(failure);
        }

        gap.Add(frames);
        FramesLost += frames.Length;
    }

    /// <summary>Ends the last file.</summary>
    public void End()
    {
        try
        {
            EndFile();
        }
        catch (Exception failure) when (IsOfTheDisk(failure))
        {
            Interrupt(failure);
        }

        if (gap.Count > 0)
        {
            events.Add(SessionEventLevel.Warning, $"The recording ends with a gap: {gap}.");
        }
    }

    private void Begin(ExistingFile existing)
    {
        file = new(Path, options, existing);
        FilesBegun++;
    }

    private bool TryBeginNext()
    {
        if (file is null)
        {
            if (Interrupted && options.TimeProvider.GetElapsedTime(failedAt) < BetweenAttempts)
            {
                return false;
            }

            Path = files.Next();
            Begin(ExistingFile.Refuse);
        }

        return true;
    }

    private void Flush()
    {
        if (file is null || unflushed.Count == 0)
        {
            return;
        }

        var written = file.Flush();
        unflushed.Clear();
        BytesWritten = endedBytes + file.BytesWritten;
        if (file.Losses is { Count: > 0 } current)
        {
            Losses = [.. Sum(current)];
        }

        if (Interrupted)
        {
            Interrupted = false;
            events.Add(SessionEventLevel.Warning, $"The recording goes on in '{Path}'; {gap}.");
            gap.Clear();
        }

        RemoveSurplus();

        // Last, so that whoever sees the number sees what led to it.
        FramesWritten += written;
    }

    private void EndIfOver()
    {
        if (file?.IsOver(options) == true)
        {
            EndFile();
        }
    }

    private void EndFile()
    {
        if (file is null)
        {
            return;
        }

        Flush();
        file.End();
        Keep(file);
        file = null;
        BytesWritten = endedBytes;
    }

    private void Interrupt(Exception failure)
    {
        LastError = failure;
        failedAt = options.TimeProvider.GetTimestamp();
        var lost = unflushed.Count;
        unflushed.MoveTo(gap);
        if (file is not null)
        {
            if (file.Abandon())
            {
                Keep(file);
            }

            file = null;
        }

        if (!Interrupted)
        {
            Interrupted = true;
            events.Add(SessionEventLevel.Error, $"'{Path}' cannot be written: {failure.Message.TrimEnd('.')}. Frames are lost, and counted, "
                + "until it goes on in a new file; make room on the disk, or check the folder and the rights.", failure);
        }

        // Last, as in Flush.
        FramesLost += lost;
    }

    private void Keep(RecordingFile ended)
    {
        var length = new FileInfo(ended.Path) is { Exists: true } there ? there.Length : 0;
        files.Ended(ended.Path, length);
        endedBytes += length;
        foreach (var loss in ended.Losses)
        {
            endedLosses[loss.What] = endedLosses.GetValueOrDefault(loss.What) + loss.Count;
        }
    }

    private IEnumerable<LogLoss> Sum(IReadOnlyCollection<LogLoss> current) => current.Select(loss => (loss.What, loss.Count))
        .Concat(endedLosses.Select(ended => (What: ended.Key, Count: ended.Value)))
        .GroupBy(loss => loss.What).Select(same => new LogLoss(same.Key, same.Sum(loss => loss.Count)));

    private void RemoveSurplus()
    {
        foreach (var surplus in files.TakeSurplus(file?.Length ?? 0))
        {
            try
            {
                File.Delete(surplus);
                FilesRemoved++;
                events.Add(SessionEventLevel.Information, $"'{surplus}' was removed to make room.");
            }
            catch (Exception failure) when (IsOfTheDisk(failure))
            {
                events.Add(SessionEventLevel.Warning, $"'{surplus}' cannot be removed to make room: {failure.Message}", failure);
            }
        }
    }
}
