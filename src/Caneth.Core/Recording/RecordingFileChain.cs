using Caneth.Logs;
using Caneth.Logs.Files;

namespace Caneth.Recording;

/// <summary>
/// The file that a recording writes now, and the ones before it: begins the next where one is full, old, failed or was taken away,
/// and keeps the account of what is in them. For one thread.
/// </summary>
internal sealed class RecordingFileChain
{
    private static readonly TimeSpan BetweenChecks = TimeSpan.FromSeconds(1);

    private readonly RecordingOptions options;
    private readonly RecordingEventLog events;
    private readonly RecordingAccount account;
    private readonly RecordingFiles files;
    private readonly EndedFilesWatch watch;
    private readonly Action flushed;
    private readonly RecordingPacker? packer;
    private readonly RecordedFileReporter? reporter;
    private RecordingFile? file;
    private string pathBefore = "";
    private long checkedAt;

    /// <summary>Begins the first file.</summary>
    /// <param name="options">Where to and how.</param>
    /// <param name="events">Takes in what happens.</param>
    /// <param name="account">Takes in what is written and lost.</param>
    /// <param name="flushed">Called when frames are with the operating system, before they are counted.</param>
    /// <param name="packer">Makes others of files that have ended; null where they stay what they are.</param>
    /// <param name="reporter">Takes files that are complete and stay what they are; null where nobody wants to know of them.</param>
    /// <exception cref="LogInUseException">Somebody else writes it.</exception>
    /// <exception cref="IOException">It cannot be created, or is there and must not be.</exception>
    /// <exception cref="InvalidDataException">It cannot be appended to.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public RecordingFileChain(
        RecordingOptions options, RecordingEventLog events, RecordingAccount account, Action flushed, RecordingPacker? packer = null, RecordedFileReporter? reporter = null)
    {
        this.options = options;
        this.events = events;
        this.account = account;
        this.flushed = flushed;
        this.packer = packer;
        this.reporter = reporter;
        watch = new(options.Storage, account, events);
        files = new(options, events);
        Path = System.IO.Path.GetFullPath(options.Path);
        try
        {
            if (options.HasNumberedFiles)
            {
                var before = files.All;
                files.Claim(path => Begin(path, ExistingFile.Refuse), Leave);
                Pack(before);
            }
            else
            {
                Begin(Path, options.ExistingFile);
            }
        }
        catch
        {
            files.Release();
            throw;
        }

        if (options.Trigger is not null)
        {
            // It could be begun, and is begun again when there is something to be in it.
            Leave();
        }

        files.RemoveSurplus(file?.Length ?? 0);
    }

    /// <summary>The file that is written, or the last that was.</summary>
    public string Path { get; private set; }

    /// <summary>Whether a file is being written; otherwise the next frame begins one.</summary>
    public bool IsOpen => file is not null;

    /// <summary>How many of the oldest files were removed so far.</summary>
    public int Removed => files.Removed;

    /// <summary>Whether the folder can be reached: a file that is not found there is gone, and not merely away with its disk.</summary>
    public bool IsReachable() => files.IsReachable();

    /// <summary>Begins the next file.</summary>
    public void BeginNext()
    {
        Begin(files.Next(), ExistingFile.Refuse);
        files.Hold(Path);
    }

    public void Write(ReadOnlySpan<CanFrame> frames) => file!.Write(frames);

    /// <summary>Takes in that frames are missing before the next one.</summary>
    public void NoteGap(RecordedGap gap) => file!.NoteGap(gap);

    /// <summary>Hands everything to the operating system, and counts it.</summary>
    public void Flush()
    {
        if (file is null)
        {
            return;
        }

        var written = file.Flush();
        account.Update(file);
        flushed();
        watch.Check(goOn: false);
        files.RemoveSurplus(file.Length);

        // Last, so that whoever sees the number sees what led to it.
        account.Written(written);
    }

    /// <summary>Makes what was flushed a whole file as it is.</summary>
    public void Seal() => file?.Seal();

    /// <summary>Whether the file is full or old; how long it is, a format that packs knows only when it is flushed.</summary>
    public bool IsOver => file?.IsOver == true;

    /// <summary>Whether a file is being written that has frames.</summary>
    public bool HasFrames => file?.FramesWritten > 0;

    /// <summary>Ends the file.</summary>
    public void EndFile()
    {
        if (file is null)
        {
            return;
        }

        Flush();
        file.Check();
        file.End();
        Close();
    }

    /// <summary>Looks now and then whether the file is still the one under its path.</summary>
    /// <exception cref="LogLostException">Another program has removed, replaced or emptied it.</exception>
    public void Check()
    {
        if (options.TimeProvider.GetElapsedTime(checkedAt) >= BetweenChecks)
        {
            checkedAt = options.TimeProvider.GetTimestamp();
            files.Renew();
            file?.Check();
        }
    }

    /// <summary>Removes files that are too old, and keeps as much of the disk free as is asked for.</summary>
    /// <exception cref="IOException">There is nothing left to remove.</exception>
    public void KeepLimits()
    {
        if (files.HasTooOld() || files.MissingSpace() > 0)
        {
            files.RemoveSurplus(file?.Length ?? 0);
        }

        if (files.MissingSpace() > 0)
        {
            throw DiskFull.Create(RecordingMessages.NoRoom(options.MinFree));
        }
    }

    /// <summary>Makes room on a full disk.</summary>
    /// <returns>Whether there is more room now.</returns>
    public bool MakeRoom()
    {
        watch.Check(goOn: true);
        return files.RemoveOldest();
    }

    /// <summary>Leaves a file that cannot be written any more; it was cut back to what is counted as written.</summary>
    public void Leave()
    {
        if (file?.Abandon() == true)
        {
            Close();
        }
        else if (file is not null)
        {
            account.FileAbandoned();
            Path = pathBefore;
            file = null;
        }
    }

    /// <summary>Leaves a file that another program took away, or emptied.</summary>
    public void Lose(LogLostException lost)
    {
        if (file is null)
        {
            return;
        }

        var framesToo = lost.MovedTo is null;
        file.Abandon(isOurs: false);
        account.FileLost(file, framesToo);
        if (options.Storage.LengthOf(file.Path) is { } length)
        {
            files.Ended(file.Path, length);
        }

        events.Add(RecordingEventKind.FileLost, EventLevel.Error, RecordingMessages.FileLost(lost, file.FramesFlushed, framesToo), lost);
        file = null;
    }

    /// <summary>Looks a last time at the files that ended, and lets others have them.</summary>
    public void Release()
    {
        watch.Check(goOn: false);
        files.Release();
    }

    private void Begin(string path, ExistingFile existing)
    {
        file = new(path, options, existing);
        pathBefore = Path;
        Path = path;
        if (file.Repair is { } repair)
        {
            events.Add(RecordingEventKind.FileRepaired, EventLevel.Warning, RecordingMessages.Repaired(path, repair));
        }

        account.FileBegun();
        checkedAt = options.TimeProvider.GetTimestamp();
    }

    private void Close()
    {
        var ended = files.Ended(file!.Path, file.WholeLength);
        ended.Gaps = file.Gaps;
        watch.Add(ended, file.FramesFlushed);
        files.Hold(ended.Path);
        account.FileEnded(file, ended.Length);
        if (packer is null)
        {
            reporter?.Add(ended, options.EffectiveFormat);
        }

        file = null;
        Pack([ended]);
    }

    private void Pack(IEnumerable<EndedFile> ended)
    {
        foreach (var one in ended)
        {
            packer?.Add(one);
        }
    }
}
