using System.Management.Automation;
using System.Text;
using Caneth.Binding;
using Caneth.Sessions;
using Caneth.Signals;
using Caneth.State;

namespace Caneth.Cmdlets;

/// <summary>Finds the databases, messages and signals that parameters of a cmdlet name: the one place that knows what these mean.</summary>
/// <param name="cmdlet">The cmdlet.</param>
internal sealed class DatabaseFinder(CanCmdlet cmdlet)
{
    private readonly List<CanDatabase> unseen = [];
    private DatabaseArgument[]? lastGiven;
    private DatabaseSet? lastSet;

    /// <summary>All databases that were imported, for whichever device.</summary>
    public IReadOnlyList<CanDatabase> Imported => [.. cmdlet.State.Sessions.SelectMany(session => DatabaseBindings.OwnOf(session).Databases)
        .Concat(cmdlet.State.Databases.ForAll.Databases).Distinct()];

    /// <summary>The databases that -Database names, or else those that frames of a device are decoded with.</summary>
    /// <param name="given">What was given for -Database; null where it was not.</param>
    /// <param name="session">The device; null for the databases for all devices.</param>
    /// <returns>One database or more; without one the command ends with an error.</returns>
    public DatabaseSet SetOf(DatabaseArgument[]? given, CanSession? session)
    {
        // A file is read once, however many devices it is for.
        (lastGiven, lastSet) = given is null || given == lastGiven ? (lastGiven, lastSet) : (given, new(Databases(given)));
        foreach (var database in unseen.Where(HasProblems))
        {
            cmdlet.WriteWarning(DatabaseMessages.ProblemsOfFile(database));
        }

        unseen.Clear();
        var set = given is not null ? lastSet! : BoundTo(session);
        return set.Databases.Count > 0 ? set : cmdlet.Fail<DatabaseSet>(CanErrors.NoDatabase(session));
    }

    /// <summary>The databases that frames of a device are decoded with, perhaps none.</summary>
    /// <param name="session">The device; null for the databases for all devices.</param>
    public DatabaseSet BoundTo(CanSession? session) => session is null ? cmdlet.State.Databases.ForAll : cmdlet.State.Databases.Of(session);

    /// <summary>The databases that name what frames carry, where names are all that is asked of them: perhaps none.</summary>
    /// <param name="given">What was given for -Database; null for those that frames of the default device are decoded with.</param>
    public DatabaseSet NamesOf(DatabaseArgument[]? given) => given is null ? BoundTo(cmdlet.State.DefaultSession) : SetOf(given, session: null);

    /// <summary>The databases that -Database names: those of that name that were imported, or else files, wildcards allowed.</summary>
    /// <returns>One database or more; without one the command ends with an error.</returns>
    public IReadOnlyList<CanDatabase> Databases(DatabaseArgument[] given)
    {
        if (given.Length == 0 || Array.Exists(given, one => one is null || one.Database is null && string.IsNullOrWhiteSpace(one.Text)))
        {
            return cmdlet.Fail<IReadOnlyList<CanDatabase>>(CanErrors.GivenAndEmpty("Database"));
        }

        return [.. given.SelectMany(one => one.Database is { } database ? [database] : Named(one.Text!)).Distinct()];
    }

    /// <summary>Reads a database.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">What to call it; null for the name of the file.</param>
    /// <param name="encoding">How its text is encoded; null to see by its content.</param>
    /// <returns>The database; null after an error was written.</returns>
    public CanDatabase? Load(string file, string? name = null, Encoding? encoding = null)
    {
        try
        {
            return CanDatabase.Load(file, new() { Name = name, Encoding = encoding });
        }
        catch (Exception failure) when (CanErrors.DatabaseReading(file, failure) is { } error)
        {
            cmdlet.WriteError(error);
            return null;
        }
    }

    /// <summary>Binds a database, and warns where one of the same name from another file makes room for it.</summary>
    /// <param name="session">The device; null for all devices.</param>
    /// <param name="database">The database.</param>
    public void Bind(CanSession? session, CanDatabase database)
    {
        if (cmdlet.State.Databases.Bind(session, database) is { } old && old.Path != database.Path)
        {
            cmdlet.WriteWarning(DatabaseMessages.Replaced(old, database));
        }

        // From now on it is worth knowing what comes.
        foreach (var one in session is null ? [.. cmdlet.State.Sessions] : new[] { session })
        {
            LiveTraffic.Of(one, cmdlet.State.Databases, out _);
        }
    }

    /// <summary>Says that a database has problems, and where to see them; those that cost nothing only where -Verbose asks for it.</summary>
    /// <param name="database">The database.</param>
    public void TellProblems(CanDatabase database)
    {
        if (HasProblems(database))
        {
            cmdlet.WriteWarning(DatabaseMessages.Problems(database));
        }
        else if (database.Problems.Count > 0)
        {
            cmdlet.WriteVerbose(DatabaseMessages.Problems(database));
        }
    }

    /// <summary>The one message of a name, or of an id where no message has it for a name.</summary>
    /// <param name="set">Where to look.</param>
    /// <param name="name">The name, or the id: <c>0x1A3</c>.</param>
    /// <returns>The message; where there is none, or several with different ids, the command ends with an error.</returns>
    public MessageDefinition Message(DatabaseSet set, string name)
    {
        var found = set.Databases.SelectMany(database => new DatabaseSet(database).FindMessages(name), (database, message) => (Database: database, Message: message)).ToList();
        if (found.Count == 0)
        {
            found = [.. set.Databases.SelectMany(database => database.Messages, (database, message) => (Database: database, Message: message))
                .Where(one => MessagePattern.IsId(one.Message, name))];
        }

        return found.Count == 0 ? cmdlet.Fail<MessageDefinition>(CanErrors.MessageNotFound(name, set.Databases))
            : found.DistinctBy(one => (one.Message.Id, one.Message.Extended)).Count() > 1 ? cmdlet.Fail<MessageDefinition>(CanErrors.MessageAmbiguous(name, found))
            : found[0].Message;
    }

    /// <summary>The one signal of a name.</summary>
    /// <param name="set">Where to look.</param>
    /// <param name="name">The name of the signal, or those of message and signal with a point between them.</param>
    /// <param name="message">The message that has it; null for any.</param>
    /// <returns>The signal with its message; where there is none, or several messages have it, the command ends with an error.</returns>
    public (MessageDefinition Message, SignalDefinition Signal) Signal(DatabaseSet set, string name, string? message = null)
    {
        var found = message is null ? [.. set.FindSignals(name)]
            : new List<MessageDefinition> { Message(set, message) }.SelectMany(one => one.Signals, (one, signal) => (Message: one, Signal: signal))
                .Where(one => string.Equals(one.Signal.Name, name, StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count == 0 ? cmdlet.Fail<(MessageDefinition, SignalDefinition)>(CanErrors.SignalNotFound(name, set.Databases))
            : found.DistinctBy(one => (one.Message.Id, one.Message.Extended)).Count() > 1 ? cmdlet.Fail<(MessageDefinition, SignalDefinition)>(CanErrors.SignalAmbiguous(name, found))
            : found[0];
    }

    private IReadOnlyList<CanDatabase> Named(string text)
    {
        if (Imported.FirstOrDefault(database => NamedSet<CanDatabase>.IsSame(database.Name, text)) is { } named)
        {
            return [named];
        }

        ErrorRecord NotFound(string path) => CanErrors.DatabaseNotFound(path, Imported.Select(database => database.Name));
        var files = new FileFinder(cmdlet, NotFound, error => cmdlet.Fail<object>(error)).Find([text], isLiteral: false);
        return files.Count == 0 ? cmdlet.Fail<IReadOnlyList<CanDatabase>>(NotFound(text))
            : [.. files.Select(file => cmdlet.Guard(() => Read(file), failure => CanErrors.DatabaseReading(file, failure)))];
    }

    private CanDatabase Read(string file)
    {
        var database = DatabaseFiles.Read(file, out var isNew);
        if (isNew)
        {
            unseen.Add(database);
        }

        return database;
    }

    /// <summary>Whether something of a file was not understood; what costs nothing is none.</summary>
    private static bool HasProblems(CanDatabase database) => database.Problems.Any(problem => problem.Severity > ProblemSeverity.Info);
}
