using System.Diagnostics.CodeAnalysis;
using Caneth.Logs;
using Caneth.Logs.Files;

namespace Caneth.Recording;

/// <summary>
/// The numbered files of a recording: <c>drive_00001_2026-01-31_13-45-00.log</c>. They are in the order of their numbers,
/// which go on from recording to recording, whatever clocks and summer time do. One recording at a time goes on with them.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Release ends what it holds.")]
internal sealed class RecordingFiles
{
    // The last file of whoever goes on with them, and one that was begun and has no frame yet.
    private const int WrittenAtMost = 2;
    private const int MostAttempts = 20;

    private static readonly TimeSpan BetweenRemovals = TimeSpan.FromSeconds(10);

    private readonly RecordingOptions options;
    private readonly RecordingEventLog events;
    private readonly FileNamePattern pattern;
    private readonly string folder;
    private readonly string? mountPoint;
    private readonly List<EndedFile> ended = [];
    private LogLock? right;
    private IDisposable? hold;
    private string? heldPath;
    private long last;
    private long totalLength;

    public RecordingFiles(RecordingOptions options, RecordingEventLog events)
    {
        this.options = options;
        this.events = events;
        pattern = new(Path.GetFullPath(options.Path));
        folder = pattern.Folder;
        mountPoint = options.Storage.MountPoint(folder);
        var now = options.TimeProvider.GetUtcNow();
        foreach (var (number, file, length, writtenAt) in Numbered())
        {
            Add(file, length, writtenAt < now ? now - writtenAt : TimeSpan.Zero);
            last = number;
        }
    }

    /// <summary>The files that have ended, oldest first.</summary>
    public IReadOnlyList<EndedFile> All => [.. ended];

    /// <summary>How many of the oldest files were removed so far.</summary>
    public int Removed { get; private set; }

    /// <summary>Begins the first of the files, where nobody else goes on with them.</summary>
    /// <param name="begin">Begins a file of the given name.</param>
    /// <param name="abandon">Gives up the file begun.</param>
    /// <exception cref="LogInUseException">Somebody else does.</exception>
    public void Claim(Action<string> begin, Action abandon)
    {
        right = LogLock.Take(pattern.Common, options.Owner);
        for (var attempt = 1; ; attempt++)
        {
            ThrowIfOthersGoOn(besides: null);
            var path = Next();
            try
            {
                begin(path);
                ThrowIfOthersGoOn(besides: path);
                Hold(path);
                return;
            }
            catch (LogInUseException) when (attempt < MostAttempts)
            {
                // Two began at the same moment, and each has seen the other: whoever comes back first has it.
                abandon();
                Thread.Sleep(Random.Shared.Next(10, 100));
            }
            catch (LogInUseException)
            {
                abandon();
                throw;
            }
            catch (IOException) when (attempt < MostAttempts && options.Storage.LengthOf(path) is not null)
            {
                // Somebody else took the very name; the next look finds out who.
            }
        }
    }

    /// <summary>Whether the folder can be reached: a file that is not found there is gone, and not merely away with its disk.</summary>
    public bool IsReachable() => options.Storage.FolderExists(folder) && options.Storage.MountPoint(folder) == mountPoint;

    /// <summary>A name for the file that begins now. Its number is taken when the file has ended and is there.</summary>
    /// <exception cref="IOException">The file system that the recording began on is not there.</exception>
    public string Next()
    {
        if (options.Storage.MountPoint(folder) != mountPoint)
        {
            throw new IOException(RecordingMessages.NotMounted(mountPoint));
        }

        for (var number = last + 1; ; number++)
        {
            var path = pattern.PathOf(number, options.TimeProvider.GetLocalNow());
            if (options.Storage.LengthOf(path) is null)
            {
                return path;
            }
        }
    }

    /// <summary>Keeps others from going on with the files, by the newest of them.</summary>
    /// <exception cref="LogInUseException">Somebody else goes on with them.</exception>
    public void Hold(string path)
    {
        if (right is not null && path != heldPath && options.Storage.HoldRing(path) is { } newer)
        {
            hold?.Dispose();
            hold = newer;
            heldPath = path;
        }
    }

    /// <summary>Keeps telling others who goes on with the files.</summary>
    public void Renew()
    {
        if (hold is not null)
        {
            options.Storage.Renew(hold);
        }
    }

    /// <summary>Takes in a file that has ended.</summary>
    /// <returns>The file, which says whether it was removed later.</returns>
    public EndedFile Ended(string path, long length)
    {
        if (pattern.NumberOf(Path.GetFileName(path)) is { } number)
        {
            last = Math.Max(last, number);
        }

        return Add(path, length, TimeSpan.Zero);
    }

    /// <summary>Removes the oldest files beyond the limits.</summary>
    /// <param name="currentLength">The length of the file being written.</param>
    public void RemoveSurplus(long currentLength)
    {
        var missing = MissingSpace();
        for (var index = 0; index < ended.Count;)
        {
            var length = ended[index].Length;
            if (!(ended.Count + 1 > options.MaxFiles || totalLength + currentLength > options.MaxTotalSize
                || missing > 0 || IsTooOld(ended[index])))
            {
                return;
            }

            if (TryRemove(index))
            {
                missing -= length;
            }
            else
            {
                index++;
            }
        }
    }

    /// <summary>Whether the oldest file is older than files may be.</summary>
    public bool HasTooOld() => ended is [var oldest, ..] && IsTooOld(oldest);

    /// <summary>Makes room on a full disk.</summary>
    /// <returns>Whether there is more room now.</returns>
    public bool RemoveOldest()
    {
        for (var index = 0; options.Removes && index < ended.Count; index++)
        {
            var length = ended[index].Length;
            if (TryRemove(index) && length > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many bytes the disk lacks to have as much free as it is to keep.</summary>
    public long MissingSpace() => options.MinFree is { } wanted && options.Storage.FreeSpace(folder) is { } free ? Math.Max(0, wanted - free) : 0;

    /// <summary>Lets others go on with the files.</summary>
    public void Release()
    {
        hold?.Dispose();
        right?.Dispose();
    }

    private bool IsTooOld(EndedFile file) => file.Age(options.TimeProvider) > options.MaxAge;

    private EndedFile Add(string path, long length, TimeSpan age)
    {
        var file = new EndedFile(path, length, options.TimeProvider.GetTimestamp(), age);
        ended.Add(file);
        totalLength += length;
        return file;
    }

    /// <returns>Whether the file is gone.</returns>
    private bool TryRemove(int index)
    {
        var file = ended[index];
        if (file.TriedAt is { } tried && options.TimeProvider.GetElapsedTime(tried) < BetweenRemovals)
        {
            return false;
        }

        try
        {
            if (options.Storage.LengthOf(file.Path) is not null)
            {
                if (options.Storage.WriterOf(file.Path) is { } busy)
                {
                    throw busy;
                }

                options.Storage.Delete(file.Path);
                file.IsRemoved = true;
                RemoveSummary(file.Path);
                Removed++;
                events.Add(RecordingEventKind.FileRemoved, EventLevel.Information, IsTooOld(file)
                    ? RecordingMessages.FileTooOld(file.Path, options.MaxAge) : RecordingMessages.FileRemoved(file.Path));
            }

            ended.RemoveAt(index);
            totalLength -= file.Length;
            return true;
        }
        catch (Exception failure) when (RecordingOutput.IsOfTheDisk(failure))
        {
            if (file.TriedAt is null)
            {
                events.Add(RecordingEventKind.FileNotRemoved, EventLevel.Warning, RecordingMessages.FileNotRemoved(file.Path, failure), failure);
            }

            file.TriedAt = options.TimeProvider.GetTimestamp();
            return false;
        }
    }

    private void RemoveSummary(string path)
    {
        try
        {
            var summary = RecordingSummary.PathOf(path);
            if (options.Storage.LengthOf(summary) is not null)
            {
                options.Storage.Delete(summary);
            }
        }
        catch (Exception failure) when (RecordingOutput.IsOfTheDisk(failure))
        {
            // A summary without a file is left, which harms nobody.
        }
    }

    private void ThrowIfOthersGoOn(string? besides)
    {
        foreach (var (_, path, _, _) in Numbered().TakeLast(besides is null ? WrittenAtMost : WrittenAtMost + 1))
        {
            if (path != besides && options.Storage.WriterOf(path) is { } busy)
            {
                throw new LogInUseException(path, busy.Owner, busy.ProcessId);
            }
        }
    }

    private List<(long Number, string Path, long Length, DateTimeOffset WrittenAt)> Numbered() => [.. options.Storage.List(folder)
        .Select(file => (Number: pattern.NumberOf(Path.GetFileName(file.Path)), file.Path, file.Length, file.WrittenAt))
        .Where(file => file.Number is not null)
        .Select(file => (file.Number!.Value, file.Path, file.Length, file.WrittenAt))
        .OrderBy(file => file.Item1).ThenBy(file => file.Path, StringComparer.Ordinal)];
}
