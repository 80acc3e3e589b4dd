using Caneth.Logs;

namespace Caneth.Recording;

/// <summary>The file that a recording writes now.</summary>
internal sealed class RecordingFile
{
    private readonly ILogWriter writer;
    private readonly TimeProvider time;
    private readonly long begun;
    private readonly long lengthBefore;
    private readonly bool isNew;
    private long counted;

    public RecordingFile(string path, RecordingOptions options, ExistingFile existing)
    {
        Path = path;
        isNew = !File.Exists(path);
        writer = options.Create(path, new() { Format = options.Format, ExistingFile = existing });
        lengthBefore = existing == ExistingFile.Append ? writer.Length : 0;
        time = options.TimeProvider;
        begun = time.GetTimestamp();
    }

    public string Path { get; }

    /// <summary>How long it is with what was there before, in bytes.</summary>
    public long Length => writer.Length;

    /// <summary>How many bytes were added.</summary>
    public long BytesWritten => writer.Length - lengthBefore;

    public IReadOnlyCollection<LogLoss> Losses => writer.Losses;

    /// <summary>Whether the next frame belongs into the next file.</summary>
    public bool IsOver(RecordingOptions options) => writer.FramesWritten > 0
        && (writer.Length >= options.MaxSize || time.GetElapsedTime(begun) >= options.MaxTime);

    public void Write(ReadOnlySpan<CanFrame> frames) => writer.Write(frames);

    /// <summary>Hands everything to the operating system.</summary>
    /// <returns>How many frames that were.</returns>
    public long Flush()
    {
        writer.Flush();
        var now = writer.FramesFlushed - counted;
        counted += now;
        return now;
    }

    /// <summary>Ends the file.</summary>
    public void End() => writer.Dispose();

    /// <summary>Leaves a file that cannot be written any more, and removes it where nothing is in it.</summary>
    /// <returns>Whether it is still there.</returns>
    public bool Abandon()
    {
        try
        {
            writer.Dispose();
        }
        catch (Exception failure) when (RecordingOutput.IsOfTheDisk(failure))
        {
            // Known already.
        }

        try
        {
            if (isNew && counted == 0)
            {
                File.Delete(Path);
            }
        }
        catch (Exception failure) when (RecordingOutput.IsOfTheDisk(failure))
        {
            // An empty file is left, which harms nobody.
        }

        return File.Exists(Path);
    }
}
