using Caneth.Logs;
using Caneth.Logs.Files;

namespace Caneth.Recording;

/// <summary>The file that a recording writes now.</summary>
internal sealed class RecordingFile
{
    private const int MostGaps = 1000;

    private readonly RecordingOptions options;
    private readonly string written;
    private readonly LogOutput output;
    private readonly ILogWriter writer;
    private readonly long begun;
    private readonly DateTimeOffset mark;
    private readonly List<RecordedGap> gaps = [];

    /// <summary>Begins the file.</summary>
    /// <exception cref="IOException">It cannot be created, somebody else writes it, or it is there and must not be.</exception>
    /// <exception cref="InvalidDataException">It cannot be appended to.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public RecordingFile(string path, RecordingOptions options, ExistingFile existing)
    {
        Path = path;
        this.options = options;
        var isNew = options.Storage.LengthOf(path) is null;
        written = options.EffectiveFormat.CanReadUnfinished ? path : path + UnfinishedFile.Extension;
        output = LogOutput.Open(written, written == path ? existing : ExistingFile.Replace, options.Owner, options.Storage, options.Durable, name: path);
        try
        {
            writer = options.EffectiveFormat.Create(output, options.Writing with { ExistingFile = existing });
            LengthBefore = output.Length;
        }
        catch
        {
            output.Dispose();
            if (isNew)
            {
                TryDelete();
            }

            throw;
        }

        begun = options.TimeProvider.GetTimestamp();
        mark = LastMark();
    }

    public string Path { get; }

    /// <summary>What was done to its end before it was appended to, in words; null where it ended whole.</summary>
    public string? Repair => writer.Repair;

    /// <summary>How long it is with what was there before, in bytes.</summary>
    public long Length => writer.Length;

    /// <summary>How many frames it took so far.</summary>
    public long FramesWritten => writer.FramesWritten;

    /// <summary>How many bytes were added.</summary>
    public long BytesWritten => writer.Length - LengthBefore;

    /// <summary>How long it was when it was begun, where it is appended to.</summary>
    public long LengthBefore { get; }

    /// <summary>How much of it is whole: all of it once it has ended, and what it was cut back to where it failed.</summary>
    public long WholeLength => output.WholeLength;

    /// <summary>How many frames are in it for good, as far as the file lasts.</summary>
    public long FramesFlushed { get; private set; }

    public IReadOnlyCollection<LogLoss> Losses => writer.Losses;

    /// <summary>What was lost before or among its frames.</summary>
    public IReadOnlyList<RecordedGap> Gaps => gaps;

    /// <summary>Whether the next frame belongs into the next file.</summary>
    public bool IsOver => writer.FramesWritten > 0
        && (options.MaxSize is { } size && writer.Length >= size
            || options.MaxTime is { } time && options.TimeProvider.GetElapsedTime(begun) >= time
            || options.SplitAt is not null && LastMark() != mark);

    public void Write(ReadOnlySpan<CanFrame> frames) => writer.Write(frames);

    /// <summary>Takes in that frames are missing before the next one, which the file says itself where its format has comments.</summary>
    public void NoteGap(RecordedGap gap)
    {
        if (gaps.Count < MostGaps)
        {
            gaps.Add(gap);
        }
        else
        {
            gaps[^1] = new(gaps[^1].First, gap.Last, gaps[^1].Frames + gap.Frames);
        }

        (writer as LogWriter)?.WriteComment(gap.ToString());
    }

    /// <summary>Hands everything to the operating system.</summary>
    /// <returns>How many frames that were.</returns>
    public long Flush()
    {
        writer.Flush();
        var now = writer.FramesFlushed - FramesFlushed;
        FramesFlushed += now;
        return now;
    }

    /// <summary>Makes what was flushed a whole file as it is, which can still be appended to.</summary>
    public void Seal() => output.Seal();

    /// <summary>Looks whether the file is still the one under its path.</summary>
    /// <exception cref="LogLostException">Another program has removed, replaced or emptied it.</exception>
    public void Check() => output.Check();

    /// <summary>Ends the file.</summary>
    public void End()
    {
        writer.Dispose();
        if (written != Path)
        {
            options.Storage.Rename(written, Path);
        }
    }

    /// <summary>Leaves a file that cannot be written any more, and removes it where nothing of this recording is in it.</summary>
    /// <param name="isOurs">Whether the path still leads to it.</param>
    /// <returns>Whether something is in it.</returns>
    public bool Abandon(bool isOurs = true)
    {
        try
        {
            writer.Dispose();
        }
        catch (Exception failure) when (RecordingOutput.IsOfTheDisk(failure))
        {
            // Known already.
        }

        if (FramesFlushed > 0 || LengthBefore > 0)
        {
            return true;
        }

        if (isOurs)
        {
            TryDelete();
        }

        return false;
    }

    // An hour that summer time's end repeats is another hour, and its midnight the same.
    private DateTimeOffset LastMark()
    {
        var now = options.TimeProvider.GetLocalNow();
        return options.SplitAt switch
        {
            ClockMark.Hour => now - new TimeSpan(now.TimeOfDay.Ticks % TimeSpan.TicksPerHour),
            ClockMark.Midnight => new(now.Date, TimeSpan.Zero),
            _ => default,
        };
    }

    private void TryDelete()
    {
        try
        {
            options.Storage.Delete(written);
        }
        catch (Exception failure) when (RecordingOutput.IsOfTheDisk(failure))
        {
            // An empty file is left, which harms nobody.
        }
    }
}
