using Caneth.Logs;
using Caneth.Logs.Files;

namespace Caneth.Conversion;

/// <summary>One file. A new one gets its name when it is whole.</summary>
internal sealed class SingleOutput : IConversionOutput
{
    private readonly string name;
    private readonly ILogWriter writer;
    private readonly UnfinishedLog? unfinished;
    private bool isComplete;

    /// <summary>Begins the file.</summary>
    /// <exception cref="ArgumentException">No format is named, and the extension is not that of a known one.</exception>
    /// <exception cref="LogInUseException">Somebody else writes the file.</exception>
    /// <exception cref="IOException">It cannot be created, or it is there and must not be.</exception>
    /// <exception cref="InvalidDataException">Nothing can be appended to it in this format.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public SingleOutput(string path, LogWriteOptions options)
    {
        name = path;
        var format = options.Format ?? LogFormats.ForPath(path);
        if (options.ExistingFile == ExistingFile.Append && File.Exists(path))
        {
            writer = CanLog.Create(RealPath.Of(path), options with { Format = format });
        }
        else
        {
            writer = unfinished = new(path, format, options);
        }
    }

    public long FramesWritten => writer.FramesWritten;

    public IReadOnlyList<string> Files => isComplete ? [name] : [];

    public IReadOnlyCollection<LogLoss> Losses => writer.Losses;

    public string? Repair => writer.Repair;

    public ValueTask WriteAsync(ReadOnlyMemory<CanFrame> frames, CancellationToken cancellationToken = default)
    {
        writer.Write(frames.Span);
        return ValueTask.CompletedTask;
    }

    // It is flushed when it is completed.
    public Task FlushAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public void Complete()
    {
        if (unfinished is null)
        {
            writer.Dispose();
        }
        else
        {
            unfinished.Complete();
        }

        isComplete = true;
    }

    public ValueTask DisposeAsync()
    {
        if (!isComplete)
        {
            Abandon();
        }

        return ValueTask.CompletedTask;
    }

    private void Abandon()
    {
        if (unfinished is not null)
        {
            unfinished.Abandon();
            return;
        }

        try
        {
            writer.Dispose();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Why it is abandoned is known already.
        }
    }
}
