using Caneth.Logs;
using Caneth.Recording;

namespace Caneth.Conversion;

/// <summary>
/// One file after another, numbered as those of a recording are, whose clock is that of the frames. Files that were begun stay, each of
/// them whole, whatever happens later.
/// </summary>
internal sealed class NumberedOutput : IConversionOutput
{
    // Frames between two looks at whether a file is full.
    private const int Chunk = 64;

    private readonly FrameClock clock;
    private readonly RecordingOptions options;
    private readonly RecordingEventLog events;
    private readonly LossCounter losses = new();
    private readonly List<string> files = [];
    private RecordingFiles? numbered;
    private RecordingFile? file;
    private long begun;
    private long framesEnded;

    /// <summary>Says how the files are to be; they are begun when the frames come.</summary>
    /// <exception cref="ArgumentException">No format is named, and the extension is not that of a known one.</exception>
    public NumberedOutput(string path, LogConversionOptions conversion)
    {
        clock = new(conversion.Writing.TimeZone);
        options = new()
        {
            Path = path,
            Format = conversion.Writing.Format,
            MaxSize = conversion.MaxSize,
            MaxTime = conversion.MaxTime,
            Owner = conversion.Writing.Owner,
            Writing = conversion.Writing,
            TimeProvider = clock,
        };
        options.Validate();
        events = new(options.Name, TimeProvider.System);
    }

    public long FramesWritten => Interlocked.Read(ref framesEnded) + (Volatile.Read(ref file)?.FramesWritten ?? 0);

    public IReadOnlyList<string> Files => files;

    public IReadOnlyCollection<LogLoss> Losses => losses.Losses;

    public string? Repair => null;

    public ValueTask WriteAsync(ReadOnlyMemory<CanFrame> frames, CancellationToken cancellationToken = default)
    {
        Write(frames.Span);
        return ValueTask.CompletedTask;
    }

    // They are flushed when they end.
    public Task FlushAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public void Complete() => EndFile();

    public ValueTask DisposeAsync()
    {
        try
        {
            EndFile();
        }
        catch (Exception failure) when (RecordingOutput.IsOfTheDisk(failure))
        {
            // The file is cut back to what is whole, and why it is left is known already.
            Leave();
        }

        numbered?.Release();
        events.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Write(ReadOnlySpan<CanFrame> frames)
    {
        while (!frames.IsEmpty)
        {
            clock.Now = frames[0].Timestamp;
            EndFileIfOver();
            if (file is null)
            {
                BeginFile();
            }

            var count = CountOfFile(frames);
            file!.Write(frames[..count]);
            frames = frames[count..];
        }
    }

    /// <summary>How many of the frames belong into the file, as far as that is known before they are written.</summary>
    private int CountOfFile(ReadOnlySpan<CanFrame> frames)
    {
        var most = Math.Min(frames.Length, Chunk);
        if (options.MaxTime is not { } time)
        {
            return most;
        }

        var count = 1;
        while (count < most && FrameClock.TimestampAt(frames[count].Timestamp) - begun < time.Ticks)
        {
            count++;
        }

        return count;
    }

    private void BeginFile()
    {
        if (numbered is null)
        {
            numbered = new(options, events);
            numbered.Claim(Begin, Leave);
        }
        else
        {
            Begin(numbered.Next());
            numbered.Hold(file!.Path);
        }

        files.Add(file!.Path);
    }

    private void Begin(string path)
    {
        Volatile.Write(ref file, new(path, options, ExistingFile.Refuse));
        begun = clock.GetTimestamp();
    }

    // How long a file is, a format that packs knows only when it is flushed.
    private void EndFileIfOver()
    {
        if (file is { IsOver: true })
        {
            file.Flush();
            if (file.IsOver)
            {
                EndFile();
            }
        }
    }

    private void EndFile()
    {
        if (file is not { } ending)
        {
            return;
        }

        ending.Flush();
        ending.End();
        foreach (var loss in ending.Losses)
        {
            losses.Add(loss.What, loss.Count);
        }

        numbered!.Ended(ending.Path, ending.WholeLength);
        numbered.Hold(ending.Path);
        Volatile.Write(ref file, null);
        Interlocked.Add(ref framesEnded, ending.FramesWritten);
    }

    private void Leave()
    {
        if (file is { } left)
        {
            if (!left.Abandon())
            {
                files.Remove(left.Path);
            }

            Volatile.Write(ref file, null);
            Interlocked.Add(ref framesEnded, left.FramesFlushed);
        }
    }
}
