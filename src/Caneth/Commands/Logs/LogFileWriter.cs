using Caneth.Logs;

namespace Caneth.Commands;

/// <summary>A log file that a cmdlet writes; one that was read-only is so again afterwards.</summary>
internal sealed class LogFileWriter : IDisposable
{
    private readonly bool wasReadOnly;

    /// <summary>Creates the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="force">Whether to write a file that is read-only.</param>
    /// <param name="options">How to write it.</param>
    public LogFileWriter(string path, bool force, LogWriteOptions options)
    {
        Path = path;
        if (force && File.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReadOnly) != 0)
        {
            wasReadOnly = true;
            File.SetAttributes(path, File.GetAttributes(path) & ~FileAttributes.ReadOnly);
        }

        try
        {
            Writer = CanLog.Create(path, options);
        }
        catch
        {
            Protect();
            throw;
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Writes to it.</summary>
    public ILogWriter Writer { get; }

    public void Dispose()
    {
        try
        {
            Writer.Dispose();
        }
        finally
        {
            Protect();
        }
    }

    private void Protect()
    {
        if (wasReadOnly)
        {
            File.SetAttributes(Path, File.GetAttributes(Path) | FileAttributes.ReadOnly);
        }
    }
}
