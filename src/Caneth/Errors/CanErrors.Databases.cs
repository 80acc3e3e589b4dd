using System.Management.Automation;
using Caneth.Sessions;
using Caneth.Signals;

namespace Caneth;

/// <content>The errors about databases, messages and signals.</content>
internal static partial class CanErrors
{
    public static ErrorRecord NoDatabase(CanSession? session) => Of("NoDatabase", ErrorCategory.ObjectNotFound, session,
        session is null ? "No CAN database was imported, so nobody knows what frames mean."
            : $"No CAN database was imported for '{session.Name}', so nobody knows what its frames mean.",
        "Import one with Import-CanDatabase car.dbc, or name one with -Database car.dbc.");

    public static ErrorRecord DatabaseNotFound(string name, IEnumerable<string> known) => Of(
        "DatabaseNotFound", ErrorCategory.ObjectNotFound, name,
        $"No database named '{name}' was imported, and there is no file '{name}'. {Known("Imported databases", known)}",
        "Give one of the names that Get-CanDatabase shows, or the path of a DBC file.");

    public static ErrorRecord ImportedDatabaseNotFound(string name, IEnumerable<string> known) => Of(
        "DatabaseNotFound", ErrorCategory.ObjectNotFound, name,
        $"No database named '{name}' was imported. {Known("Imported databases", known)}",
        "Give one of the names that Get-CanDatabase shows.");

    public static ErrorRecord OneNameForSeveral(string name, int files) => Of("OneNameForSeveral", ErrorCategory.InvalidArgument, name,
        $"-Name {name} was given for {files} files, and each database needs a name of its own.",
        "Import them one by one, or leave -Name out.");

    public static ErrorRecord DatabaseFileNotFound(string path) => Of("DatabaseNotFound", ErrorCategory.ObjectNotFound, path,
        $"There is no file '{path}'.",
        "Check the path, and that the folder is the one that is meant; -LiteralPath takes brackets and stars as they are.");

    /// <summary>Why a database cannot be read; null for what nobody expected.</summary>
    public static ErrorRecord? DatabaseReading(string path, Exception failure) => failure switch
    {
        InvalidDataException => Of("DatabaseNotReadable", ErrorCategory.InvalidData, path, failure.Message,
            "Give the path of a DBC file.", failure),
        IOException or UnauthorizedAccessException or NotSupportedException => Of("DatabaseNotReadable", ErrorCategory.ReadError, path,
            $"The database '{path}' cannot be read: {failure.Message}", "Check the path and the rights.", failure),
        _ => null,
    };

    public static ErrorRecord MessageNotFound(string name, IEnumerable<CanDatabase> databases) => Of(
        "MessageNotFound", ErrorCategory.ObjectNotFound, name,
        $"No message '{name}' is in {Names(databases)}. {Similar(name, "messages", databases.SelectMany(database => database.Messages).Select(message => message.Name))}",
        "Get-CanMessage shows the messages of the databases; Tab completes them.");

    public static ErrorRecord MessageAmbiguous(string name, IEnumerable<(CanDatabase Database, MessageDefinition Message)> found) => Of(
        "MessageAmbiguous", ErrorCategory.InvalidArgument, name,
        $"Several messages are named '{name}': {VisibleText.List(found.Select(one => $"0x{CanId.Format(one.Message.Id & CanId.MaxExtended, one.Message.Extended)} of {one.Database.Name}"))}.",
        "Say which of them with its id, or with -Database.");

    public static ErrorRecord SignalNotFound(string name, IEnumerable<CanDatabase> databases) => Of(
        "SignalNotFound", ErrorCategory.ObjectNotFound, name,
        $"No signal '{name}' is in {Names(databases)}. {Similar(name, "signals", databases.SelectMany(database => database.Messages).SelectMany(message => message.Signals).Select(signal => signal.Name))}",
        "Get-CanSignal shows the signals of the databases; Tab completes them.");

    public static ErrorRecord SignalAmbiguous(string name, IEnumerable<(MessageDefinition Message, SignalDefinition Signal)> found) => Of(
        "SignalAmbiguous", ErrorCategory.InvalidArgument, name,
        $"Several messages have a signal '{name}': {VisibleText.List(found.Select(one => $"{one.Message.Name}.{one.Signal.Name}").Distinct())}.",
        "Say which of them, in one of these forms.");

    public static ErrorRecord UnknownFrame(CanFrame frame, IEnumerable<CanDatabase> databases) => Of(
        "UnknownFrame", ErrorCategory.ObjectNotFound, frame,
        $"No message of {Names(databases)} has the id 0x{CanId.Format(frame.Id, frame.Extended)}: {frame}.",
        "Import the database that describes it, or leave such frames out, which ConvertFrom-CanFrame -Unknown Skip does.");

    public static ErrorRecord FrameWithoutData(CanFrame frame) => Of("FrameWithoutData", ErrorCategory.InvalidData, frame,
        $"{frame.ToShortString()} is {(frame.Error ? "an error frame" : "a remote frame")}: it has no values.",
        "Give a frame with data, or the name of the message.");

    public static ErrorRecord MessageTimeout(string what, object? target, TimeSpan time, IReadOnlyList<CanSession> sessions) => Of(
        "WaitTimeout", ErrorCategory.OperationTimeout, target,
        $"No {what} came within {time.TotalSeconds:0.###} s. {string.Join(' ', sessions.Select(Why))}",
        Advice(sessions, "Check the name and the condition, watch the bus with Receive-CanMessage, or wait longer with -Timeout."), new TimeoutException());

    /// <param name="condition">What was waited for: <c>EngineData.EngineSpeed above 3000 rpm</c>.</param>
    /// <param name="seen">What came instead, as a sentence.</param>
    /// <param name="time">How long it was waited for.</param>
    /// <param name="sessions">The devices.</param>
    public static ErrorRecord SignalTimeout(string condition, string seen, TimeSpan time, IReadOnlyList<CanSession> sessions) => Of(
        "WaitTimeout", ErrorCategory.OperationTimeout, condition,
        $"{condition} did not come within {time.TotalSeconds:0.###} s. {seen} {string.Join(' ', sessions.Select(Why))}",
        Advice(sessions, "Check the condition, watch the signal with Receive-CanMessage, or wait longer with -Timeout."), new TimeoutException());

    public static ErrorRecord OneCondition(IEnumerable<string> given) => Of("OneCondition", ErrorCategory.InvalidArgument, null,
        $"-{string.Join(" and -", given)} were given together, and the wait is for one condition.",
        "Give one of them; -FilterScript takes several at once.");

    public static ErrorRecord NotASignalValue(SignalException exception) => Of("NotASignalValue", ErrorCategory.InvalidArgument, exception.Signal,
        exception.Message, "Get-CanSignal shows the values that have names.", exception);

    public static ErrorRecord NotAFrame(object? value, Exception exception) => Of(
        "NotAFrame", ErrorCategory.InvalidData, value, exception.Message, null, exception);

    public static ErrorRecord TextAndRaw() => Of("TextAndRaw", ErrorCategory.InvalidArgument, null,
        "-AsText was given together with -AsRaw, and a value is either its name or what lies in the frame.",
        "Give one of them.");

    private static string Names(IEnumerable<CanDatabase> databases) => databases.Select(database => database.Name).Distinct().ToList() is { Count: > 0 } names
        ? VisibleText.List(names) : "a database, since none was imported";

    // What was meant mostly has a part of what was typed.
    private static string Similar(string name, string what, IEnumerable<string> known)
    {
        const int Shortest = 3;
        var all = known.Distinct().ToList();
        var part = name[(name.LastIndexOf('.') + 1)..];
        for (; part.Length >= Shortest; part = part[..^1])
        {
            if (all.Where(one => one.Contains(part, StringComparison.OrdinalIgnoreCase)).ToList() is { Count: > 0 } similar)
            {
                return $"Similar {what}: {VisibleText.List(similar)}.";
            }
        }

        return $"All {what}: {(all.Count == 0 ? "none" : VisibleText.List(all))}.";
    }
}
