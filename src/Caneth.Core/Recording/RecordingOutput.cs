using Caneth.Logs;
using Caneth.Logs.Files;
using Caneth.Sessions;

namespace Caneth.Recording;

/// <summary>
/// Writes a recording: one file after another where there is a limit, the oldest removed. What cannot be written waits, and is
/// written to a new file as soon as that can be; a file that another program takes away is noticed, and what was in it counted.
/// One thread writes; the counters may be read by others.
/// </summary>
internal sealed class RecordingOutput
{
    // Frames between two looks at whether a file is full.
    private const int Chunk = 64;

    // How often in a row it begins anew at once, because there is room again or the file was taken away.
    private const int MostFreshStarts = 64;

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenChecks = TimeSpan.FromSeconds(1);

    private readonly RecordingOptions options;
    private readonly RecordingEventLog events;
    private readonly RecordingFiles files;
    private readonly RecordingAccount account;
    private readonly FrameBacklog backlog;
    private readonly RecordingGap gap = new();
    private readonly EndedFilesWatch watch;
    private RecordingFile? file;
    private string pathBefore = "";
    private long failedAt;
    private long checkedAt;

    /// <summary>Begins the first file.</summary>
    /// <exception cref="LogInUseException">Somebody else writes it.</exception>
    /// <exception cref="IOException">It cannot be created, or is there and must not be.</exception>
    /// <exception cref="InvalidDataException">It cannot be appended to.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public RecordingOutput(RecordingOptions options, RecordingEventLog events)
    {
        this.options = options;
        this.events = events;
        account = new(options.Name);
        watch = new(options.Storage, account, events);
        backlog = new(options.BacklogCapacity);
        files = new(options, events);
        Path = System.IO.Path.GetFullPath(options.Path);
        try
        {
            if (options.Rotates)
            {
                files.Claim(path => Begin(path, ExistingFile.Refuse), Leave);
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

        files.RemoveSurplus(file!.Length);
    }

    /// <summary>The file that is written, or the last that was.</summary>
    public string Path { get; private set; }

    /// <summary>What was written and lost so far.</summary>
    public RecordingAccount Account => account;

    /// <summary>How many frames wait for a disk that cannot be written.</summary>
    public int FramesPending { get; private set; }

    public int FilesRemoved => files.Removed;

    public Exception? LastError { get; private set; }

    public bool Interrupted { get; private set; }

    /// <summary>Whether a failure is one of the disk, and not a defect.</summary>
    public static bool IsOfTheDisk(Exception failure) => failure is IOException or UnauthorizedAccessException;

    /// <summary>
    /// Writes frames and hands them to the operating system. It does not fail; what cannot be written waits, and beyond what
    /// there is room for the oldest are counted as lost.
    /// </summary>
    public void Write(ReadOnlySpan<CanFrame> frames)
    {
        var committed = 0;
        for (var freshStarts = 0; ; freshStarts++)
        {
            try
            {
                Advance(frames, ref committed);
                break;
            }
            catch (LogLostException lost) when (freshStarts < MostFreshStarts && files.IsReachable())
            {
                Lose(lost);
            }
            catch (Exception failure) when (IsOfTheDisk(failure))
            {
                Leave();
                if (!DiskFull.IsReasonOf(failure) || freshStarts >= MostFreshStarts || !MakeRoom())
                {
                    Interrupt(failure);
                    break;
                }
            }
        }

        Keep(frames[committed..]);
        events.TellRest();
    }

    /// <summary>Makes what was written whole files, as they are now.</summary>
    public void Seal()
    {
        try
        {
            file?.Seal();
        }
        catch (Exception failure) when (IsOfTheDisk(failure))
        {
            Leave();
            Interrupt(failure);
        }
    }

    /// <summary>Ends the last file.</summary>
    public void End()
    {
        // The last attempt, whenever the one before it was.
        failedAt = options.TimeProvider.GetTimestamp() - (long)(BetweenAttempts.TotalSeconds * options.TimeProvider.TimestampFrequency);
        Write([]);
        try
        {
            EndFile();
        }
        catch (LogLostException lost) when (files.IsReachable())
        {
            Lose(lost);
        }
        catch (Exception failure) when (IsOfTheDisk(failure))
        {
            Leave();
            Interrupt(failure);
        }

        watch.Check(goOn: false);
        GiveUp();
        files.Release();
    }

    private void Advance(ReadOnlySpan<CanFrame> frames, ref int committed)
    {
        CheckFile();
        KeepFree();
        var none = 0;
        EndIfOver(ref none, 0);
        while (backlog.Count > 0)
        {
            var now = 0;
            var oldest = backlog.Oldest;
            try
            {
                WriteAll(oldest, ref now);
            }
            finally
            {
                backlog.Remove(now);
            }

            if (now < oldest.Length)
            {
                return;
            }
        }

        // What an earlier attempt of this round has committed is not written again.
        var done = 0;
        var rest = frames[committed..];
        try
        {
            WriteAll(rest, ref done);
        }
        finally
        {
            committed += done;
        }
    }

    /// <summary>Writes frames; says how many of them are in a file for good even where it fails.</summary>
    private void WriteAll(ReadOnlySpan<CanFrame> frames, ref int committed)
    {
        var written = 0;
        while (written < frames.Length && TryBeginNext())
        {
            var now = frames.Slice(written, Math.Min(frames.Length - written, Chunk));
            file!.Write(now);
            written += now.Length;
            EndIfOver(ref committed, written);
        }

        if (committed < written)
        {
            Flush();
            committed = written;
        }
    }

    private void Begin(string path, ExistingFile existing)
    {
        file = new(path, options, existing);
        pathBefore = Path;
        Path = path;
        if (file.Repair is { } repair)
        {
            events.Add(RecordingEventKind.FileRepaired, SessionEventLevel.Warning, $"'{path}' did not end whole, so it was repaired first: {repair}.");
        }

        account.FileBegun();
        checkedAt = options.TimeProvider.GetTimestamp();
    }

    private bool TryBeginNext()
    {
        if (file is null)
        {
            if (Interrupted && options.TimeProvider.GetElapsedTime(failedAt) < BetweenAttempts)
            {
                return false;
            }

            Begin(files.Next(), ExistingFile.Refuse);
            files.Hold(Path);
        }

        return true;
    }

    private void Flush()
    {
        if (file is null)
        {
            return;
        }

        var written = file.Flush();
        account.Update(file);
        if (Interrupted)
        {
            Interrupted = false;
            events.Add(RecordingEventKind.Resumed, SessionEventLevel.Warning, $"The recording goes on in '{Path}'; {gap}.");
            gap.Clear();
        }

        watch.Check(goOn: false);
        files.RemoveSurplus(file.Length);

        // Last, so that whoever sees the number sees what led to it.
        account.Written(written);
    }

    private bool MakeRoom()
    {
        watch.Check(goOn: true);
        return files.RemoveOldest();
    }

    private void KeepFree()
    {
        if (files.MissingSpace() > 0)
        {
            files.RemoveSurplus(file?.Length ?? 0);
        }

        if (files.MissingSpace() > 0)
        {
            throw DiskFull.Create($"The disk has less than {options.MinFree:N0} bytes left, and there is no older file to remove");
        }
    }

    private void EndIfOver(ref int committed, int written)
    {
        if (file?.IsOver == true)
        {
            // How long it is, a format that packs only knows then.
            Flush();
            committed = written;
            if (file.IsOver)
            {
                EndFile();
            }
        }
    }

    private void EndFile()
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

    private void CheckFile()
    {
        if (options.TimeProvider.GetElapsedTime(checkedAt) >= BetweenChecks)
        {
            checkedAt = options.TimeProvider.GetTimestamp();
            files.Renew();
            file?.Check();
        }
    }

    /// <summary>Leaves a file that cannot be written any more; it was cut back to what is counted as written.</summary>
    private void Leave()
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

    private void Close()
    {
        var ended = files.Ended(file!.Path, file.WholeLength);
        watch.Add(ended, file.FramesFlushed);
        files.Hold(ended.Path);
        account.FileEnded(file, ended.Length);
        file = null;
    }

    /// <summary>Leaves a file that another program took away, or emptied.</summary>
    private void Lose(LogLostException lost)
    {
        LastError = lost;
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

        events.Add(RecordingEventKind.FileLost, SessionEventLevel.Error, $"{lost.Message}. The {file.FramesFlushed:N0} frames that this recording "
            + $"had written to it {(framesToo ? "count as lost" : "are there")}, and it goes on in a new file.", lost);
        file = null;
    }

    private void Interrupt(Exception failure)
    {
        LastError = failure;
        failedAt = options.TimeProvider.GetTimestamp();
        if (!Interrupted)
        {
            Interrupted = true;
            events.Add(RecordingEventKind.Interrupted, SessionEventLevel.Error, $"'{Path}' cannot be written: {failure.Message.TrimEnd('.')}. "
                + $"Up to {options.BacklogCapacity:N0} frames wait until it goes on in a new file, then the oldest are lost, and counted; "
                + "make room on the disk, or check the folder and the rights.", failure);
        }
    }

    private void Keep(ReadOnlySpan<CanFrame> frames)
    {
        if (!frames.IsEmpty)
        {
            var lostBefore = gap.Count;
            backlog.Add(frames, gap);
            account.Lost(gap.Count - lostBefore);
        }

        FramesPending = backlog.Count;
    }

    private void GiveUp()
    {
        var lostBefore = gap.Count;
        backlog.Clear(gap);
        account.Lost(gap.Count - lostBefore);
        FramesPending = 0;
        if (gap.Count > 0)
        {
            events.Add(RecordingEventKind.Ended, SessionEventLevel.Warning, $"The recording ends with a gap: {gap}.");
        }

        events.TellRest(all: true);
    }
}
