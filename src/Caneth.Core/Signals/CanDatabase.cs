using System.Diagnostics.CodeAnalysis;
using Caneth.Signals.Dbc;
using Caneth.Signals.Export;

namespace Caneth.Signals;

/// <summary>
/// What a file says of the messages on a bus. It never changes once it is loaded, so several threads may use it at once.
/// </summary>
public sealed class CanDatabase
{
    /// <summary>The largest file that is read, in bytes: hundreds of times the largest that is known.</summary>
    public const int MaxFileLength = 512 << 20;

    private const uint ExtendedBit = 1u << 31;

    private readonly byte[] source;
    // By numbers of 32 bits; as int, since the runtime has the code of such dictionaries ready.
    private readonly Dictionary<int, MessageDefinition> byId = [];
    private readonly Dictionary<int, MessageDefinition> byGroupNumber = [];

    internal CanDatabase(string name, byte[] source, MessageDefinition[] messages)
    {
        Name = name;
        this.source = source;
        Messages = messages;
        foreach (var message in messages)
        {
            if (message.Id > CanId.MaxExtended)
            {
                continue;
            }

            byId.TryAdd((int)Key(message.Id, message.Extended), message);
            if (message.IsJ1939)
            {
                byGroupNumber.TryAdd((int)J1939Id.GroupNumberOf(message.Id), message);
            }
        }
    }

    /// <summary>What it is called: by default the name of its file without folder and extension.</summary>
    public string Name { get; }

    /// <summary>The file that it was read from, in full; null where it was read from memory.</summary>
    public string? Path { get; private set; }

    /// <summary>The version that the file gives itself, or null.</summary>
    public string? Version { get; internal init; }

    /// <summary>What the file says of itself, or null.</summary>
    public string? Comment { get; internal init; }

    /// <summary>The bit rate of the bus in bit/s, or null where the file does not say.</summary>
    public int? BitRate { get; internal init; }

    /// <summary>The messages, in the order of the file.</summary>
    public IReadOnlyList<MessageDefinition> Messages { get; }

    /// <summary>The nodes, in the order of the file.</summary>
    public IReadOnlyList<NodeDefinition> Nodes { get; internal init; } = [];

    /// <summary>Signals that belong to no message.</summary>
    public IReadOnlyList<SignalDefinition> UnassignedSignals { get; internal init; } = [];

    /// <summary>The tables of values that have names.</summary>
    public IReadOnlyDictionary<string, ValueTable> ValueTables { get; internal init; } = new Dictionary<string, ValueTable>();

    /// <summary>The attributes that the file defines.</summary>
    public IReadOnlyCollection<AttributeDefinition> AttributeDefinitions { get; internal init; } = [];

    /// <summary>Statements that say nothing of frames, as the file has them.</summary>
    internal IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>The attributes of the database itself.</summary>
    public required AttributeSet Attributes { get; init; }

    /// <summary>What is not as it should be in the file, in the order of its lines.</summary>
    public IReadOnlyList<DatabaseProblem> Problems { get; internal init; } = [];

    /// <summary>Reads a DBC file.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="options">How to read it, or null for the usual way.</param>
    /// <returns>The database, with all that could be understood; <see cref="Problems"/> lists the rest.</returns>
    /// <exception cref="InvalidDataException">Nothing in the file is a database, or it is larger than <see cref="MaxFileLength"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static CanDatabase Load(string path, DatabaseLoadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var name = System.IO.Path.GetFileName(path);
        using var file = File.OpenRead(path);
        if (file.Length > MaxFileLength)
        {
            throw new InvalidDataException($"{name} has {file.Length} bytes; a database of more than {MaxFileLength} is not read.");
        }

        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var database = DbcReader.Read(bytes, name, options ?? new());
        database.Path = System.IO.Path.GetFullPath(path);
        return database;
    }

    /// <summary>Reads the content of a DBC file.</summary>
    /// <param name="bytes">The content.</param>
    /// <param name="name">The name of the file, for messages; without its extension it is the database's name.</param>
    /// <param name="options">How to read it, or null for the usual way.</param>
    /// <returns>The database, with all that could be understood; <see cref="Problems"/> lists the rest.</returns>
    /// <exception cref="InvalidDataException">Nothing in it is a database.</exception>
    public static CanDatabase Parse(ReadOnlySpan<byte> bytes, string name, DatabaseLoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return DbcReader.Read(bytes.ToArray(), name, options ?? new());
    }

    /// <summary>The message of a frame: the one with exactly this id or else, by PGN, one of J1939.</summary>
    /// <param name="id">The identifier.</param>
    /// <param name="extended">Whether it has 29 bits.</param>
    /// <param name="message">The message, or null where there is none.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryFind(uint id, bool extended, [NotNullWhen(true)] out MessageDefinition? message) =>
        byId.TryGetValue((int)Key(id, extended), out message)
        || extended && byGroupNumber.Count > 0 && byGroupNumber.TryGetValue((int)J1939Id.GroupNumberOf(id), out message);

    /// <summary>The first message of a name, letter for letter.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The message, or null.</returns>
    public MessageDefinition? Find(string name) => Messages.FirstOrDefault(message => message.Name == name);

    /// <summary>Writes the file as it was read, byte for byte.</summary>
    /// <param name="target">Where to.</param>
    public void Save(Stream target)
    {
        ArgumentNullException.ThrowIfNull(target);
        target.Write(source);
    }

    /// <summary>
    /// Writes the database anew, from what it means. As DBC it has all that <see cref="Compare"/> looks at, in the order in which Vector's
    /// tools write, with names of at most 32 characters; broken statements and comments of the file itself are not in it.
    /// </summary>
    /// <param name="target">Where to.</param>
    /// <param name="format">In which format.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is no format.</exception>
    public void Export(Stream target, DatabaseFormat format)
    {
        ArgumentNullException.ThrowIfNull(target);
        DatabaseExport.Write(this, target, format);
    }

    /// <summary>Compares with another database, by meaning: neither the order nor the spelling of statements counts.</summary>
    /// <param name="other">The other database, as the one that came later.</param>
    /// <param name="includeEqual">Whether what is equal is listed, too.</param>
    /// <returns>The differences; none where both mean the same.</returns>
    public IReadOnlyList<DatabaseChange> Compare(CanDatabase other, bool includeEqual = false)
    {
        ArgumentNullException.ThrowIfNull(other);
        return DatabaseComparer.Compare(this, other, includeEqual);
    }

    /// <summary>Looks for what is likely to be a mistake, though it could be read: overlapping signals, ranges beyond the bits, names that stand twice.</summary>
    /// <returns><see cref="Problems"/> and what else was found, in the order of the lines.</returns>
    public IReadOnlyList<DatabaseProblem> Check() => [.. Problems.Concat(DatabaseChecks.Check(this)).OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>An id and whether it is extended, as one number.</summary>
    internal static uint Key(uint id, bool extended) => extended ? id | ExtendedBit : id;

    /// <summary>Adds the messages that are found by an exact id, where no other has it already.</summary>
    internal void AddTo(Dictionary<int, MessageDefinition> messages)
    {
        foreach (var (key, message) in byId)
        {
            messages.TryAdd(key, message);
        }
    }
}
