using System.Diagnostics.CodeAnalysis;

namespace Caneth.Signals;

/// <summary>
/// The databases that frames are decoded with, such as those of a device. It never changes: with another database it is another set,
/// which takes its place at once, while what was decoded before keeps what it was decoded with.
/// </summary>
public sealed class DatabaseSet
{
    private readonly CanDatabase[] databases;
    private readonly Dictionary<int, MessageDefinition> byId = [];

    /// <summary>A set of databases.</summary>
    /// <param name="databases">The databases. Where several have a message of the same id, the first of them holds.</param>
    public DatabaseSet(params IEnumerable<CanDatabase> databases)
    {
        ArgumentNullException.ThrowIfNull(databases);
        this.databases = [.. databases];
        foreach (var database in this.databases)
        {
            database.AddTo(byId);
        }
    }

    /// <summary>A set without databases.</summary>
    public static DatabaseSet Empty { get; } = new();

    /// <summary>The databases, in the order in which they are asked.</summary>
    public IReadOnlyList<CanDatabase> Databases => databases;

    /// <summary>The set with one database more; one of the same name, regardless of case, makes room for it.</summary>
    /// <param name="database">The database.</param>
    /// <returns>Another set.</returns>
    public DatabaseSet With(CanDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        return Find(database.Name) is { } old ? new(databases.Select(one => one == old ? database : one)) : new([.. databases, database]);
    }

    /// <summary>The database of a name, regardless of case.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The database, or null.</returns>
    public CanDatabase? Find(string name) =>
        Array.Find(databases, database => string.Equals(database.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The set without the database of a name, regardless of case.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Another set, or this one where it has no such database.</returns>
    public DatabaseSet Without(string name)
    {
        CanDatabase[] left = [.. databases.Where(database => !string.Equals(database.Name, name, StringComparison.OrdinalIgnoreCase))];
        return left.Length == databases.Length ? this : new(left);
    }

    /// <summary>The message of a frame: one with exactly its id in any of the databases or else, by PGN, one of J1939.</summary>
    /// <param name="frame">A frame.</param>
    /// <param name="message">The message, or null where there is none.</param>
    /// <returns>Whether there is one. A remote frame or an error frame has none, since there is nothing in it.</returns>
    public bool TryFind(in CanFrame frame, [NotNullWhen(true)] out MessageDefinition? message)
    {
        message = null;
        if ((frame.Flags & (FrameFlags.Remote | FrameFlags.Error)) != 0)
        {
            return false;
        }

        return byId.TryGetValue((int)CanDatabase.Key(frame.Id, frame.Extended), out message)
            || frame.Extended && TryFindByGroupNumber(frame.Id, out message);
    }

    /// <summary>All messages of a name, letter for letter or, where there is none, regardless of case.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The messages, in the order of the databases.</returns>
    public IReadOnlyList<MessageDefinition> FindMessages(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return NameSearch.Find(databases.SelectMany(database => database.Messages), message => message.Name, name);
    }

    /// <summary>All signals of a name, letter for letter or, where there is none, regardless of case.</summary>
    /// <param name="name">The name of the signal, or those of message and signal with a point between them: <c>EngineData.Speed</c>.</param>
    /// <returns>The signals with their messages, in the order of the databases; several where the name alone does not tell which.</returns>
    public IReadOnlyList<(MessageDefinition Message, SignalDefinition Signal)> FindSignals(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var all = databases.SelectMany(database => database.Messages).SelectMany(message => message.Signals, (message, signal) => (message, signal));
        var found = NameSearch.Find(all, pair => pair.signal.Name, name);
        return found.Count > 0 ? found : NameSearch.Find(all, pair => $"{pair.message.Name}.{pair.signal.Name}", name);
    }

    private bool TryFindByGroupNumber(uint id, [NotNullWhen(true)] out MessageDefinition? message)
    {
        message = null;
        foreach (var database in databases)
        {
            if (database.TryFind(id, extended: true, out message))
            {
                return true;
            }
        }

        return false;
    }
}
