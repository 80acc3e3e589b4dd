using System.Collections;
using System.Management.Automation;
using Caneth.Binding;
using Caneth.Messages;
using Caneth.Sessions;
using Caneth.Signals;
using Caneth.State;

namespace Caneth.Cmdlets;

/// <summary>The base of the cmdlets that make frames out of values by name.</summary>
public abstract class MessageMakingCmdlet : CanCmdlet
{
    private readonly Dictionary<CanSession, DatabaseSet> sets = [];
    private readonly Dictionary<(DatabaseSet Set, string Name), MessageDefinition> messages = [];
    private readonly Dictionary<MessageDefinition, MessageColumns> columns = [];
    private DatabaseFinder? finder;
    private DatabaseSet? forAll;

    /// <summary>The device: a session or its name; by default the one connected last.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument? Device { get; set; }

    /// <summary>The databases: paths, databases or their names; by default those bound to the device.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    [Read<DatabaseConverter>(Each = true)]
    public DatabaseArgument[]? Database { get; set; }

    /// <summary>Takes values beyond a signal's minimum and maximum, as far as its bits can hold them.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The numbers are raw values, as they lie in the frame, and not physical ones.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <summary>How frames are made.</summary>
    private protected EncodeOptions Options => new() { AllowOutOfRange = Force, IsRaw = Raw };

    /// <summary>The message of a name, in the databases of a device, or in those for all.</summary>
    private protected MessageDefinition Find(string name, CanSession? session)
    {
        var set = SetOf(session);
        return messages.TryGetValue((set, name), out var known) ? known : messages[(set, name)] = Finder.Message(set, name);
    }

    /// <summary>A decoded message of a frame, as the type that the message has.</summary>
    private protected static CanMessage Decoded(MessageDefinition message, CanFrame frame) => MessageTypes.MakerOf(message)(message, frame);

    /// <summary>The values of a hashtable; what was given and is empty ends the command.</summary>
    private protected IReadOnlyList<KeyValuePair<string, object?>> ValuesOf(IDictionary? given, MessageDefinition message)
    {
        var values = new List<KeyValuePair<string, object?>>();
        foreach (DictionaryEntry entry in given ?? new Hashtable())
        {
            var (name, value) = ($"{MessageColumns.Unwrapped(entry.Key)}", MessageColumns.Unwrapped(entry.Value));
            values.Add(new(name, value is null or "" ? Fail<object>(CanErrors.SignalGivenAndEmpty(message, name)) : value));
        }

        return values;
    }

    /// <summary>The values of a row of a table; an empty cell says nothing.</summary>
    private protected IReadOnlyList<KeyValuePair<string, object?>> ValuesOf(PSObject row, MessageDefinition message) =>
        (columns.TryGetValue(message, out var known) ? known : columns[message] = new(message)).ValuesOf(row);

    /// <summary>The protection of a message.</summary>
    private protected static MessageProtection? ProtectionOf(MessageDefinition message) => DeviceMessages.ProtectionOf(message);

    private DatabaseFinder Finder => finder ??= new(this);

    private DatabaseSet SetOf(CanSession? session)
    {
        if (session is null || Database is not null)
        {
            return forAll ??= Finder.SetOf(Database, session);
        }

        return sets.TryGetValue(session, out var known) ? known : sets[session] = Finder.SetOf(null, session);
    }
}
