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

    /// <summary>The priority of a message of J1939, 0 to 7, 0 the highest; by default as the database has it.</summary>
    [Parameter]
    [ValidateRange(0, J1939Id.MaxPriority)]
    public int? Priority { get; set; }

    /// <summary>The address that a message of J1939 comes from; by default as the database has it.</summary>
    [Parameter]
    [Read<ByteConverter>]
    public ByteArgument? Source { get; set; }

    /// <summary>The address that a message of J1939 is for, 255 for all; by default as the database has it. Not every group has one.</summary>
    [Parameter]
    [Read<ByteConverter>]
    public ByteArgument? Destination { get; set; }

    /// <summary>How frames are made.</summary>
    private protected EncodeOptions Options => new()
    {
        AllowOutOfRange = Force,
        IsRaw = Raw,
        Priority = Priority,
        Source = Source?.Value,
        Destination = Destination?.Value,
    };

    /// <summary>The frame of a decoded message, with the priority and the addresses that are given.</summary>
    private protected CanFrame FrameOf(CanMessage message)
    {
        var frame = message.Frame;
        var id = Options.IdOf(message.GetDefinition(), frame.Id);
        return id == frame.Id ? frame : new(id, frame.Data, frame.Dlc, frame.Flags) { Timestamp = frame.Timestamp, Device = frame.Device };
    }

    /// <summary>How the frame of a row of a table is made: what is not given here is taken from the row, where decoded messages have it.</summary>
    private protected EncodeOptions OptionsFor(PSObject row, MessageDefinition message) => !message.IsJ1939 ? Options : Options with
    {
        Priority = Priority ?? ByteOf(row, nameof(Priority), message),
        Source = Source?.Value ?? ByteOf(row, nameof(Source), message),
        Destination = Destination?.Value ?? ByteOf(row, nameof(Destination), message),
    };

    /// <summary>The message of a name, in the databases of a device, or in those for all.</summary>
    private protected MessageDefinition Find(string name, CanSession? session)
    {
        var set = SetOf(session);
        return messages.TryGetValue((set, name), out var known) ? known : messages[(set, name)] = Finder.Message(set, name);
    }

    /// <summary>A decoded message of a frame, as the type that the message has.</summary>
    private protected static CanMessage Decoded(MessageDefinition message, CanFrame frame) => MessageTypes.MakerOf(message)(message, frame);

    /// <summary>The values of a hashtable; what was given and is empty ends the command.</summary>
    private protected IReadOnlyList<KeyValuePair<string, object?>> ValuesOf(IDictionary? given, MessageDefinition message) =>
        SignalValues.Of(this, given, message);

    /// <summary>The values of a row of a table; an empty cell says nothing.</summary>
    private protected IReadOnlyList<KeyValuePair<string, object?>> ValuesOf(PSObject row, MessageDefinition message) =>
        (columns.TryGetValue(message, out var known) ? known : columns[message] = new(message)).ValuesOf(row);

    /// <summary>The protection of a message.</summary>
    private protected static MessageProtection? ProtectionOf(MessageDefinition message) => DeviceMessages.ProtectionOf(message);

    private static byte? ByteOf(PSObject row, string column, MessageDefinition message)
    {
        try
        {
            return MessageColumns.TextOf(row, column) is { } text ? ByteConverter.ReadText(text).Value : null;
        }
        catch (FormatException unreadable)
        {
            throw new SignalException(SignalError.NotAddressable, message, null, $"its {column} cannot be read: {unreadable.Message}");
        }
    }

    private DatabaseFinder Finder => finder ??= new(this);

    /// <summary>The databases of a device, or those for all; without one the command ends with an error.</summary>
    private protected DatabaseSet SetOf(CanSession? session)
    {
        if (session is null || Database is not null)
        {
            return forAll ??= Finder.SetOf(Database, session);
        }

        return sets.TryGetValue(session, out var known) ? known : sets[session] = Finder.SetOf(null, session);
    }
}
