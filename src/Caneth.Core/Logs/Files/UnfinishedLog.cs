namespace Caneth.Logs.Files;

/// <summary>
/// Writes a new log that gets its name when it is completed, which disposing of it does, too; where a write has failed, there is none.
/// </summary>
internal sealed class UnfinishedLog : ILogWriter
{
    private readonly UnfinishedFile file;
    private readonly ILogWriter writer;
    private bool failed;
    private bool ended;

    /// <summary>Begins the log.</summary>
    /// <param name="path">What it will be called.</param>
    /// <param name="format">Its format.</param>
    /// <param name="options">How to write it, but for its format.</param>
    /// <exception cref="LogInUseException">Somebody else writes the file.</exception>
    /// <exception cref="IOException">It cannot be created, or it is there and must not be.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public UnfinishedLog(string path, LogFormat format, LogWriteOptions options)
    {
        file = new(path, options.ExistingFile);
        var output = LogOutput.Open(file.Written, ExistingFile.Replace, options.Owner, name: file.Path);
        try
        {
            writer = format.Create(output, options);
        }
        catch
        {
            output.Dispose();
            file.Remove();
            throw;
        }
    }

    /// <summary>Where it will be.</summary>
    public string Path => file.Path;

    public LogFormat Format => writer.Format;

    public long FramesWritten => writer.FramesWritten;

    public long FramesFlushed => failed ? 0 : writer.FramesFlushed;

    public long Length => writer.Length;

    public IReadOnlyCollection<LogLoss> Losses => writer.Losses;

    public void Write(ReadOnlySpan<CanFrame> frames)
    {
        ObjectDisposedException.ThrowIf(ended, this);
        try
        {
            writer.Write(frames);
        }
        catch
        {
            failed = true;
            throw;
        }
    }

    public void Flush() => writer.Flush();

    /// <summary>Ends the log and gives it its name.</summary>
    /// <exception cref="IOException">It cannot be written or renamed; it is removed then.</exception>
    /// <exception cref="UnauthorizedAccessException">What is there must not be replaced; it is removed then.</exception>
    public void Complete()
    {
        ended = true;
        try
        {
            writer.Dispose();
            file.Rename();
        }
        catch
        {
            failed = true;
            file.Remove();
            throw;
        }
    }

    /// <summary>Removes what was written.</summary>
    public void Abandon()
    {
        ended = true;
        try
        {
            writer.Dispose();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Why it is abandoned is known already.
        }

        file.Remove();
    }

    public void Dispose()
    {
        if (ended)
        {
            return;
        }

        if (failed)
        {
            Abandon();
        }
        else
        {
            Complete();
        }
    }
}
