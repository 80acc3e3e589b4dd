using System.Diagnostics.Metrics;
using Caneth.Flow;
using Caneth.Logs;

namespace Caneth.Recording;

/// <summary>What a recording wrote and lost. One thread changes it; others may read.</summary>
internal sealed class RecordingAccount(string recording, Meter? meter = null)
{
    private readonly Tally<RecordingCounter> counts = new(new("recording", recording), meter: meter);
    private readonly Dictionary<string, long> endedLosses = [];
    private long framesTakenAway;
    private long endedBytes;

    /// <summary>Frames in files, with the operating system.</summary>
    public long FramesWritten => counts[RecordingCounter.FramesWritten] - Volatile.Read(ref framesTakenAway);

    /// <summary>Frames in no file, or in one that another program took away.</summary>
    public long FramesLost => counts[RecordingCounter.FramesLost];

    /// <summary>How long the files are together, those removed included.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>How many files were begun.</summary>
    public int FilesBegun { get; private set; }

    /// <summary>What the format could not carry.</summary>
    public IReadOnlyCollection<LogLoss> Losses { get; private set; } = [];

    public void FileBegun() => FilesBegun++;

    /// <summary>Takes in that a file could not be filled and is not there any more.</summary>
    public void FileAbandoned() => FilesBegun--;

    public void Written(long frames) => counts.Add(RecordingCounter.FramesWritten, frames);

    public void AddLost(long frames) => counts.Add(RecordingCounter.FramesLost, frames);

    /// <summary>Takes in how far the file being written is.</summary>
    public void Update(RecordingFile file)
    {
        SetBytes(endedBytes + file.BytesWritten);
        if (file.Losses is { Count: > 0 } current)
        {
            Losses = [.. current.Select(loss => (loss.What, loss.Count)).Concat(endedLosses.Select(ended => (What: ended.Key, Count: ended.Value)))
                .GroupBy(loss => loss.What).Select(same => new LogLoss(same.Key, same.Sum(loss => loss.Count)))];
        }
    }

    /// <summary>Takes in a file that has ended.</summary>
    /// <param name="file">The file.</param>
    /// <param name="length">How long it is now.</param>
    public void FileEnded(RecordingFile file, long length)
    {
        counts.Add(RecordingCounter.Files, 1);
        endedBytes += length - file.LengthBefore;
        SetBytes(endedBytes);
        KeepLosses(file);
    }

    /// <summary>Takes in that the file being written was taken away.</summary>
    /// <param name="file">The file.</param>
    /// <param name="framesToo">Whether its frames are gone with it.</param>
    public void FileLost(RecordingFile file, bool framesToo)
    {
        BytesWritten = endedBytes;
        KeepLosses(file);
        if (framesToo)
        {
            TakenAway(file.FramesFlushed);
        }
    }

    /// <summary>Takes in that frames are in no file any more.</summary>
    public void TakenAway(long frames)
    {
        Volatile.Write(ref framesTakenAway, framesTakenAway + frames);
        AddLost(frames);
    }

    private void SetBytes(long bytes)
    {
        counts.Add(RecordingCounter.BytesWritten, Math.Max(0, bytes - BytesWritten));
        BytesWritten = bytes;
    }

    private void KeepLosses(RecordingFile ended)
    {
        foreach (var loss in ended.Losses)
        {
            endedLosses[loss.What] = endedLosses.GetValueOrDefault(loss.What) + loss.Count;
        }
    }
}
