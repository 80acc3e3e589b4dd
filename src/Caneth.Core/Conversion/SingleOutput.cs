using Caneth.Logs;
using Caneth.Logs.Files;

namespace Caneth.Conversion;

/// <summary>
/// One file. A new one is written under another name, and gets its own when it is whole: what it replaces is there until then, and whoever
/// is killed in between leaves no half file that looks like a log.
/// </summary>
internal sealed class SingleOutput : IConversionOutput
{
    private const string Unfinished = ".partial";

    private readonly LogWriteOptions options;
    private readonly ILogWriter writer;
    private readonly string name;
    private readonly string path;
    private readonly string written;
    private readonly bool appends;
    private bool isComplete;

    /// <summary>Begins the file.</summary>
    /// <exception cref="ArgumentException">No format is named, and the extension is not that of a known one.</exception>
    /// <exception cref="LogInUseException">Somebody else writes the file.</exception>
    /// <exception cref="IOException">It cannot be created, or it is there and must not be.</exception>
    /// <exception cref="InvalidDataException">Nothing can be appended to it in this format.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public SingleOutput(string path, LogWriteOptions options)
    {
        this.options = options with { Format = options.Format ?? LogFormats.ForPath(path) };
        name = path;
        this.path = RealPath.Of(path);
        appends = options.ExistingFile == ExistingFile.Append && File.Exists(path);
        written = appends ? this.path : this.path + Unfinished;
        writer = appends ? CanLog.Create(this.path, this.options) : Begin();
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
        writer.Dispose();
        if (!appends)
        {
            Rename();
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

    private ILogWriter Begin()
    {
        if (options.ExistingFile == ExistingFile.Refuse && File.Exists(path))
        {
            throw new IOException($"The file '{VisibleText.Of(path)}' is there already.");
        }

        if (CanLog.WriterOf(path) is { } busy)
        {
            throw busy;
        }

        var output = LogOutput.Open(written, ExistingFile.Replace, options.Owner, name: path);
        try
        {
            return options.Format!.Create(output, options);
        }
        catch
        {
            output.Dispose();
            File.Delete(written);
            throw;
        }
    }

    private void Rename()
    {
        var attributes = File.Exists(path) ? File.GetAttributes(path) : default;
        var isReadOnly = (attributes & FileAttributes.ReadOnly) != 0;
        if (isReadOnly)
        {
            // Windows replaces none that is.
            File.SetAttributes(path, attributes & ~FileAttributes.ReadOnly);
        }

        File.Move(written, path, overwrite: options.ExistingFile == ExistingFile.Replace);
        if (isReadOnly)
        {
            File.SetAttributes(path, File.GetAttributes(path) | FileAttributes.ReadOnly);
        }
    }

    private void Abandon()
    {
        try
        {
            writer.Dispose();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Why it is abandoned is known already.
        }

        if (!appends)
        {
            try
            {
                File.Delete(written);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // It is left under a name that says that it is not whole.
            }
        }
    }
}
