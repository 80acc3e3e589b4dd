using Caneth.Logs.Appending;

namespace Caneth.Logs;

/// <summary>A format of log files: its name, what it is, and how to read and write it.</summary>
public sealed class LogFormat
{
    private readonly Func<LogFormat, LogInput, LogReadOptions, ILogReader> openReader;
    private readonly Func<LogFormat, LogOutput, LogWriteOptions, ILogWriter> openWriter;

    internal LogFormat(
        string name,
        string description,
        string[] extensions,
        Func<LogFormat, LogInput, LogReadOptions, ILogReader> openReader,
        Func<LogFormat, LogOutput, LogWriteOptions, ILogWriter> openWriter)
    {
        Name = name;
        Description = description;
        Extensions = extensions;
        this.openReader = openReader;
        this.openWriter = openWriter;
    }

    /// <summary>A short name, as the user gives it: <c>candump</c>.</summary>
    public string Name { get; }

    /// <summary>What it is, in a line.</summary>
    public string Description { get; }

    /// <summary>
    /// The extensions that choose it, with the point: <c>.log</c>. Empty where another format's extension is shared and only
    /// the name chooses it.
    /// </summary>
    public IReadOnlyList<string> Extensions { get; }

    /// <summary>The name.</summary>
    /// <returns><see cref="Name"/></returns>
    public override string ToString() => Name;

    internal ILogReader OpenReader(LogInput input, LogReadOptions options) => openReader(this, input, options);

    /// <exception cref="InvalidDataException">Nothing can be appended to the file that is there; it is unchanged.</exception>
    /// <exception cref="IOException">The end of the file that is there cannot be repaired; it is unchanged.</exception>
    internal ILogWriter OpenWriter(LogOutput output, LogWriteOptions options)
    {
        var writer = openWriter(this, output, options);
        RepairCheck.Run(this, output);
        output.GoToEnd();
        return writer;
    }
}
