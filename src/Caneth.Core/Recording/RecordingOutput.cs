using Caneth.Flow;
using Caneth.Logs;
using Caneth.Logs.Files;

namespace Caneth.Recording;

/// <summary>
/// Writes a recording. What cannot be written waits, and is written to a new file as soon as that can be; beyond what there is room
/// for, the oldest frames are counted as lost. One thread writes; the counters may be read by others.
/// </summary>
internal sealed class RecordingOutput
{
    // Frames between two looks at whether a file is full.
    private const int Chunk = 64;

    // How often in a row it begins anew at once, because there is room again or the file was taken away.
    private const int MostFreshStarts = 64;

    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(1);

    private readonly RecordingOptions options;
    private readonly RecordingEventLog events;
    private readonly RecordingFileChain chain;
    private readonly FrameBacklog backlog;
    private readonly RecordingGap gap = new();
    private readonly List<RecordedGap> untold = [];
    private long failedAt;
    private bool isLastAttempt;

    /// <summary>Begins the first file.</summary>
    /// <exception cref="LogInUseException">Somebody else writes it.</exception>
    /// <exception cref="IOException">It cannot be created, or is there and must not be.</exception>
    /// <exception cref="InvalidDataException">It cannot be appended to.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public RecordingOutput(RecordingOptions options, RecordingEventLog events, RecordingPacker? packer = null, RecordedFileReporter? reporter = null)
    {
        this.options = options;
        this.events = events;
        Account = new(options.Name, CanMeter.Of(options.MeterFactory));
        backlog = new(options.BacklogCapacity);
        chain = new(options, events, Account, ReportIfResumed, packer, reporter);
    }

    /// <summary>The file that is written, or the last that was.</summary>
    public string Path => chain.Path;

    /// <summary>What was written and lost so far.</summary>
    public RecordingAccount Account { get; }

    /// <summary>How many frames wait for a disk that cannot be written.</summary>
    public int FramesPending { get; private set; }

    public int FilesRemoved => chain.Removed;

    public Exception? LastError { get; private set; }

    public bool Interrupted { get; private set; }

    /// <summary>Whether a failure is one of the disk, and not a bug.</summary>
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
            catch (LogLostException lost) when (freshStarts < MostFreshStarts && chain.IsReachable())
            {
                Lose(lost);
            }
            catch (Exception failure) when (IsOfTheDisk(failure))
            {
                chain.Leave();
                if (!DiskFull.IsReasonOf(failure) || freshStarts >= MostFreshStarts || !chain.MakeRoom())
                {
                    Interrupt(failure);
                    break;
                }
            }
        }

        Keep(frames[committed..]);
    }

    /// <summary>Takes in that frames are missing before those that come next, so that the file says so.</summary>
    public void NoteGap(RecordedGap missing)
    {
        if (chain.IsOpen)
        {
            chain.NoteGap(missing);
        }
        else if (options.Trigger is null)
        {
            untold.Add(missing);
        }
    }

    /// <summary>Makes what was written whole files, as they are now.</summary>
    public void Seal()
    {
        try
        {
            chain.Seal();
        }
        catch (Exception failure) when (IsOfTheDisk(failure))
        {
            chain.Leave();
            Interrupt(failure);
        }
    }

    /// <summary>Ends the file; the next frame begins another.</summary>
    public void EndFile()
    {
        try
        {
            chain.EndFile();
        }
        catch (LogLostException lost) when (chain.IsReachable())
        {
            Lose(lost);
        }
        catch (Exception failure) when (IsOfTheDisk(failure))
        {
            chain.Leave();
            Interrupt(failure);
        }
    }

    /// <summary>Ends the file where there are frames in it; the next frame begins another.</summary>
    public void Split()
    {
        if (chain.HasFrames)
        {
            EndFile();
        }
    }

    /// <summary>Ends the last file; nothing is written any more.</summary>
    public void EndLastFile()
    {
        isLastAttempt = true;
        Write([]);
        EndFile();
    }

    /// <summary>Ends the last file, and lets others have them all.</summary>
    public void End()
    {
        EndLastFile();
        chain.Release();
        GiveUp();
    }

    private void Advance(ReadOnlySpan<CanFrame> frames, ref int committed)
    {
        chain.Check();
        chain.KeepLimits();
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
            chain.Write(now);
            written += now.Length;
            EndIfOver(ref committed, written);
        }

        if (committed < written)
        {
            chain.Flush();
            committed = written;
        }
    }

    private void EndIfOver(ref int committed, int written)
    {
        if (chain.IsOver)
        {
            chain.Flush();

            // At once: where the file cannot be ended, its frames are in it all the same, and not to be written again.
            committed = written;
            if (chain.IsOver)
            {
                chain.EndFile();
            }
        }
    }

    private bool TryBeginNext()
    {
        if (chain.IsOpen)
        {
            return true;
        }

        if (Interrupted && !isLastAttempt && options.TimeProvider.GetElapsedTime(failedAt) < BetweenAttempts)
        {
            return false;
        }

        chain.BeginNext();
        TellGaps();
        return true;
    }

    // The file may fail before anything is in it, so what the disk lost is told again by the next until one is written.
    private void TellGaps()
    {
        if (gap.ToRecorded() is { } lost)
        {
            chain.NoteGap(lost);
        }

        foreach (var missing in untold)
        {
            chain.NoteGap(missing);
        }

        untold.Clear();
    }

    private void ReportIfResumed()
    {
        if (Interrupted)
        {
            Interrupted = false;
            events.Add(RecordingEventKind.Resumed, EventLevel.Warning, RecordingMessages.Resumed(Path, gap));
            gap.Clear();
        }
    }

    private void Lose(LogLostException lost)
    {
        LastError = lost;
        chain.Lose(lost);
    }

    private void Interrupt(Exception failure)
    {
        LastError = failure;
        failedAt = options.TimeProvider.GetTimestamp();
        if (!Interrupted)
        {
            Interrupted = true;
            events.Add(RecordingEventKind.Interrupted, EventLevel.Error, RecordingMessages.Interrupted(Path, failure, options.BacklogCapacity), failure);
        }
    }

    private void Keep(ReadOnlySpan<CanFrame> frames)
    {
        if (!frames.IsEmpty)
        {
            var lostBefore = gap.Count;
            backlog.Add(frames, gap);
            Account.AddLost(gap.Count - lostBefore);
        }

        FramesPending = backlog.Count;
    }

    private void GiveUp()
    {
        var lostBefore = gap.Count;
        backlog.Clear(gap);
        Account.AddLost(gap.Count - lostBefore);
        FramesPending = 0;
        if (gap.Count > 0)
        {
            events.Add(RecordingEventKind.Ended, EventLevel.Warning, RecordingMessages.EndsWithGap(gap));
        }

        events.Dispose();
    }
}
