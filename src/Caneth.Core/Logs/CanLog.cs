using Caneth.Logs.Files;

namespace Caneth.Logs;

/// <summary>Opens log files to read or to write.</summary>
public static class CanLog
{
    /// <summary>Opens a log file to read. Whether it is compressed with gzip is recognized by its content.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it; null for the format by extension and local time.</param>
    /// <returns>A reader, to be disposed of.</returns>
    /// <exception cref="ArgumentException">No format is named, and the extension is not that of a known one.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is of another format altogether (text formats find out while reading).
    /// </exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    public static ILogReader Open(string path, LogReadOptions? options = null)
    {
        var format = options?.Format ?? LogFormats.ForPath(path);
        return Open(LogInput.Open(path), format, options);
    }

    /// <summary>Opens a log to read from a stream. Whether it is compressed with gzip is recognized by its content.</summary>
    /// <param name="stream">The stream, from its current position.</param>
    /// <param name="format">The format.</param>
    /// <param name="options">How to read it; its format is not looked at.</param>
    /// <param name="leaveOpen">Whether the stream is left open; by default it is disposed of with the reader.</param>
    /// <returns>A reader, to be disposed of.</returns>
    /// <exception cref="InvalidDataException">
    /// The stream is of another format altogether (text formats find out while reading).
    /// </exception>
    public static ILogReader Open(Stream stream, LogFormat format, LogReadOptions? options = null, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(format);
        return Open(new LogInput(stream, path: null, leaveOpen), format, options);
    }

    /// <summary>
    /// Creates a log file, or appends to one. A new one is compressed with gzip where its name ends in <c>.gz</c>; what is
    /// appended to a file is compressed where the file is. One that does not end whole, as a killed process or a full disk
    /// leaves it, is cut back to its last whole point first, which <see cref="ILogWriter.Repair"/> describes. In a format of which no
    /// unfinished file can be read, the file is there, and what it replaces is not, when the writer has been disposed of; where a write
    /// fails, there is none.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to write it; null for the format by extension, replacing what is there.</param>
    /// <returns>A writer, to be disposed of.</returns>
    /// <exception cref="ArgumentException">No format is named, and the extension is not that of a known one.</exception>
    /// <exception cref="LogInUseException">Somebody else writes the file; it has not been changed.</exception>
    /// <exception cref="IOException">The file cannot be created, or it is there and must not be.</exception>
    /// <exception cref="InvalidDataException">
    /// Nothing can be appended to the file in this format: it is of another format or layout, or damaged. It is unchanged.
    /// </exception>
    /// <exception cref="NotSupportedException">The format can only be read; nothing has been changed.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written.</exception>
    public static ILogWriter Create(string path, LogWriteOptions? options = null)
    {
        var format = options?.Format ?? LogFormats.ForPath(path);
        format.ThrowIfNotWritable();
        options ??= LogWriteOptions.Default;
        if (!format.CanReadUnfinished && !(options.ExistingFile == ExistingFile.Append && File.Exists(path)))
        {
            return new UnfinishedLog(path, format, options);
        }

        var output = LogOutput.Open(path, options.ExistingFile, options.Owner);
        try
        {
            return format.Create(output, options);
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    /// <summary>Who writes a file now, in this process or another.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The failure that <see cref="Create(string, LogWriteOptions?)"/> would end with; null where nobody writes it.</returns>
    public static LogInUseException? WriterOf(string path) => LogStorage.Disk.WriterOf(path);

    /// <summary>Writes a log to a stream.</summary>
    /// <param name="stream">The stream, from its current position.</param>
    /// <param name="format">The format.</param>
    /// <param name="options">How to write it; its format and what it says of existing files are not looked at.</param>
    /// <param name="leaveOpen">Whether the stream is left open, flushed; by default it is disposed of with the writer.</param>
    /// <returns>A writer, to be disposed of.</returns>
    public static ILogWriter Create(Stream stream, LogFormat format, LogWriteOptions? options = null, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(format);
        return format.Create(new LogOutput(stream, leaveOpen), options ?? LogWriteOptions.Default);
    }

    private static ILogReader Open(LogInput input, LogFormat format, LogReadOptions? options)
    {
        try
        {
            return format.Open(input, options ?? LogReadOptions.Default);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }
}
