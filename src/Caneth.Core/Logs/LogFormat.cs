using Caneth.Logs.Appending;

namespace Caneth.Logs;

/// <summary>A format of log files: its name, what it is, and how to read and write it.</summary>
/// <remarks>
/// Whoever brings a format of their own derives from this class, and makes it known with <see cref="LogFormats.Add"/>: everything that
/// reads or writes logs then takes it by its name and by its extensions.
/// </remarks>
public abstract class LogFormat
{
    private const int LongestName = 32;
    private const int LongestDescription = 200;

    /// <summary>A format.</summary>
    /// <param name="name">A short name: up to 32 letters, digits, points and hyphens of ASCII.</param>
    /// <param name="description">What it is, in a line of up to 200 characters; control characters are made visible.</param>
    /// <param name="extensions">
    /// The extensions that choose it, each with its one point: <c>.log</c>. None where only the name is to choose it.
    /// </param>
    /// <exception cref="ArgumentException">A name, a description or an extension is none.</exception>
    protected LogFormat(string name, string description, params IEnumerable<string> extensions)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(extensions);
        Name = IsWord(name) ? name : throw new ArgumentException(
            $"'{VisibleText.Of(name)}' cannot name a log format: 1 to {LongestName} letters, digits, points and hyphens can, of which the first is a letter or a digit.", nameof(name));
        Description = description.Length is > 0 and <= LongestDescription ? VisibleText.Of(description) : throw new ArgumentException(
            $"The description of the log format {name} has {description.Length} characters, and 1 to {LongestDescription} are allowed.", nameof(description));
        Extensions = [.. extensions.Select(extension => IsExtension(extension) ? extension : throw new ArgumentException(
            $"'{VisibleText.Of(extension)}' cannot be an extension of the log format {name}: it begins with a point, has no other, "
            + $"consists of letters, digits and hyphens, and is not {LogFormats.GzipExtension}.", nameof(extensions)))];
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

    /// <summary>Whether logs can be written. Where they cannot, that is refused before a file is made or changed.</summary>
    public virtual bool CanWrite => true;

    /// <summary>
    /// Whether frames can be added to a file that has some. Where they cannot, that is refused before <see cref="CreateWriter"/> is
    /// called; where they can, <see cref="LogOutput.AppendTo"/> gives it to the writer.
    /// </summary>
    public virtual bool CanAppend => false;

    /// <summary>
    /// Whether a file can be read as far as it is written. Where it cannot, because its last part is what makes it whole, a file has
    /// another name, with <c>.tmp</c> after its own, until it is ended: whoever is killed in between leaves none that looks like a log.
    /// </summary>
    public virtual bool CanReadUnfinished => true;

    /// <summary>The format of a name, as <see cref="LogFormats.ByName"/> finds it.</summary>
    /// <param name="name">The name of a known format, in any case.</param>
    /// <returns>The format.</returns>
    /// <exception cref="ArgumentException">There is no such format.</exception>
    public static LogFormat Parse(string name) => LogFormats.ByName(name);

    /// <summary>The name.</summary>
    /// <returns><see cref="Name"/></returns>
    public sealed override string ToString() => Name;

    /// <summary>Opens a log to read.</summary>
    /// <param name="input">The content; disposed of with the reader, but not where this throws.</param>
    /// <param name="options">How to read it; its format is not to be looked at.</param>
    /// <returns>A reader.</returns>
    /// <exception cref="InvalidDataException">It is of another format altogether.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="NotSupportedException">The format can only be written.</exception>
    protected abstract ILogReader OpenReader(LogInput input, LogReadOptions options);

    /// <summary>Begins a log, or goes on with one.</summary>
    /// <param name="output">Where it is written; disposed of with the writer, but not where this throws.</param>
    /// <param name="options">How to write it; its format and what it says of existing files are not to be looked at.</param>
    /// <returns>A writer.</returns>
    /// <exception cref="InvalidDataException">Nothing can be appended to the file that is there.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="NotSupportedException">The format can only be read.</exception>
    protected abstract ILogWriter CreateWriter(LogOutput output, LogWriteOptions options);

    /// <exception cref="NotSupportedException">The format can only be read.</exception>
    internal void ThrowIfNotWritable()
    {
        if (!CanWrite)
        {
            throw new NotSupportedException($"The format {Name} ({Description}) is read and not written.");
        }
    }

    internal ILogReader Open(LogInput input, LogReadOptions options) => OpenReader(input, options);

    /// <exception cref="InvalidDataException">Nothing can be appended to the file that is there; it is unchanged.</exception>
    /// <exception cref="IOException">The end of the file that is there cannot be repaired; it is unchanged.</exception>
    /// <exception cref="NotSupportedException">The format can only be read.</exception>
    internal ILogWriter Create(LogOutput output, LogWriteOptions options)
    {
        ThrowIfNotWritable();
        if (output.AppendTo is not null && !CanAppend)
        {
            throw AppendRefusal.Of(output.AppendTo, $"a log of the format {Name} cannot be added to once it is written");
        }

        var writer = CreateWriter(output, options);
        RepairCheck.Run(this, output);
        output.GoToEnd();
        return writer;
    }

    private static bool IsWord(string text) => text.Length is > 0 and <= LongestName && char.IsAsciiLetterOrDigit(text[0])
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-');

    private static bool IsExtension(string text) => text is ['.', .. var rest] && IsWord(rest) && !rest.Contains('.', StringComparison.Ordinal)
        && !text.Equals(LogFormats.GzipExtension, StringComparison.OrdinalIgnoreCase);
}
