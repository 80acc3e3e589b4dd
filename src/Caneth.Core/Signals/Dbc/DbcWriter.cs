using System.Text;

namespace Caneth.Signals.Dbc;

/// <summary>
/// Writes what a database means as a DBC file, in the order in which Vector's tools write. What is read of it is equal to the database,
/// however the file was written that it came from.
/// </summary>
internal sealed class DbcWriter
{
    private const uint ExtendedBit = 1u << 31;
    private const uint IndependentSignals = 0xC000_0000;
    private const string NoNode = "Vector__XXX";

    private static readonly string[] NewSymbols =
    [
        "NS_DESC_", "CM_", "BA_DEF_", "BA_", "VAL_", "CAT_DEF_", "CAT_", "FILTER", "BA_DEF_DEF_", "EV_DATA_", "ENVVAR_DATA_", "SGTYPE_",
        "SGTYPE_VAL_", "BA_DEF_SGTYPE_", "BA_SGTYPE_", "SIG_TYPE_REF_", "VAL_TABLE_", "SIG_GROUP_", "SIG_VALTYPE_", "SIGTYPE_VALTYPE_",
        "BO_TX_BU_", "BA_DEF_REL_", "BA_REL_", "BA_DEF_DEF_REL_", "BU_SG_REL_", "BU_EV_REL_", "BU_BO_REL_", "SG_MUL_VAL_",
    ];

    private readonly CanDatabase database;
    private readonly DbcFileNames names;
    private readonly Dictionary<MessageDefinition, uint> numbers = [];
    private readonly DbcLines lines = new();

    private DbcWriter(CanDatabase database)
    {
        this.database = database;
        names = new(database);
        var taken = new HashSet<uint>();
        foreach (var message in database.Messages)
        {
            var number = message.Extended && message.Id <= CanId.MaxExtended ? message.Id | ExtendedBit : message.Id;
            numbers[message] = taken.Add(number) ? number : message.Number;
        }
    }

    /// <summary>Writes a database.</summary>
    /// <returns>The content of a file.</returns>
    public static byte[] Write(CanDatabase database) => new DbcWriter(database).Write();

    private byte[] Write()
    {
        WriteHeader();
        foreach (var message in database.Messages)
        {
            WriteMessage(message);
        }

        WriteUnassigned();
        WriteSenders();
        WriteKept(beforeComments: true);
        WriteComments();
        new DbcAttributeWriter(database, names, numbers, lines).Write();
        WriteForEachSignal(WriteValues);
        foreach (var (message, number) in numbers)
        {
            WriteGroups(message, number);
        }

        WriteTypes();
        foreach (var (message, number) in numbers)
        {
            WriteMultiplexing(message, number);
        }

        WriteKept(beforeComments: false);
        return lines.ToBytes();
    }

    private void WriteHeader()
    {
        lines.Add($"VERSION {DbcLines.Quote(database.Version ?? "")}");
        lines.Add();
        lines.Add("NS_ :");
        foreach (var symbol in NewSymbols)
        {
            lines.Add($"\t{symbol}");
        }

        lines.Add();
        lines.Add(database.BitRate is { } rate && database.Attributes.Number("Baudrate") != rate ? $"BS_: {rate} : 0,0" : "BS_:");
        lines.Add();
        lines.Add($"BU_:{string.Concat(database.Nodes.Select(node => $" {names.Of(node)}"))}");
        foreach (var table in database.ValueTables.Values)
        {
            lines.Add($"VAL_TABLE_ {table.Name}{EntriesOf(table)} ;");
        }
    }

    private void WriteMessage(MessageDefinition message)
    {
        lines.Add();
        lines.Add($"BO_ {numbers[message]} {names.Of(message)}: {message.Length} {message.Senders.Select(names.OfNode).FirstOrDefault(NoNode)}");
        var root = RootOf(message);
        var isBeforeRoot = root is not null;
        foreach (var signal in message.Signals)
        {
            isBeforeRoot &= signal != root;
            WriteSignal(signal, signal == root ? " M" : MarkOf(signal, isBeforeRoot));
        }
    }

    private void WriteUnassigned()
    {
        if (database.UnassignedSignals.Count == 0)
        {
            return;
        }

        lines.Add();
        lines.Add($"BO_ {IndependentSignals} VECTOR__INDEPENDENT_SIG_MSG: 0 {NoNode}");
        foreach (var signal in database.UnassignedSignals)
        {
            WriteSignal(signal, "");
        }
    }

    private void WriteSignal(SignalDefinition signal, string mark)
    {
        var order = signal.ByteOrder == ByteOrder.LittleEndian ? '1' : '0';
        var sign = signal.Kind is SignalKind.SignedInteger or SignalKind.Binary32 or SignalKind.Binary64 ? '-' : '+';
        var receivers = signal.Receivers.Count == 0 ? NoNode : string.Join(',', signal.Receivers.Select(names.OfNode));
        lines.Add($" SG_ {names.Of(signal)}{mark} : {signal.StartBit}|{signal.Length}@{order}{sign} "
            + $"({DbcLines.Number(signal.Factor)},{DbcLines.Number(signal.Offset)}) "
            + $"[{DbcLines.Value(signal.ExactMinimum ?? 0.0)}|{DbcLines.Value(signal.ExactMaximum ?? 0.0)}] "
            + $"{DbcLines.Quote(signal.Unit.ReplaceLineEndings(" "))} {receivers}");
    }

    /// <summary>
    /// The switch on which those hang of which nothing but a mark says it: the first that is marked M. Signals of one name in several
    /// branches are such, since what is said by name is said of all of them.
    /// </summary>
    private SignalDefinition? RootOf(MessageDefinition message) =>
        message.Signals.GroupBy(names.Of).FirstOrDefault(branches => !IsSaidByName(branches))?.First().Multiplexer
        ?? message.Signals.FirstOrDefault(signal => signal is { IsMultiplexer: true, Multiplexer: null });

    private static bool IsSaidByName(IEnumerable<SignalDefinition> branches) => branches.First() is var first && branches.All(
        other => other.Multiplexer == first.Multiplexer && other.MultiplexValues.SequenceEqual(first.MultiplexValues));

    private static string MarkOf(SignalDefinition signal, bool isBeforeRoot) => (signal.Multiplexer is null, signal.IsMultiplexer) switch
    {
        (true, true) => isBeforeRoot ? "" : " M",
        (false, var isSwitch) => FormattableString.Invariant($" m{signal.MultiplexValues[0].First}{(isSwitch ? "M" : "")}"),
        _ => "",
    };

    private void WriteSenders()
    {
        foreach (var (message, number) in numbers.Where(pair => pair.Key.Senders.Count > 1))
        {
            lines.Add($"BO_TX_BU_ {number} : {string.Join(',', message.Senders.Select(names.OfNode))};");
        }
    }

    private void WriteComments()
    {
        WriteComment("", database.Comment);
        foreach (var node in database.Nodes)
        {
            WriteComment($"BU_ {names.Of(node)} ", node.Comment);
        }

        foreach (var (message, number) in numbers)
        {
            WriteComment(FormattableString.Invariant($"BO_ {number} "), message.Comment);
        }

        WriteForEachSignal((number, signal) => WriteComment(FormattableString.Invariant($"SG_ {number} {names.Of(signal)} "), signal.Comment));
    }

    private void WriteComment(string of, string? comment)
    {
        if (comment is not null)
        {
            lines.Add($"CM_ {of}{DbcLines.Quote(comment)};");
        }
    }

    private void WriteValues(uint number, SignalDefinition signal)
    {
        if (signal.Values is { } values)
        {
            lines.Add($"VAL_ {number} {names.Of(signal)}{EntriesOf(values)} ;");
        }
    }

    private static string EntriesOf(ValueTable table)
    {
        var entries = new StringBuilder();
        foreach (var (value, text) in table.Entries)
        {
            // After a text whose lines look like statements only the end of a line can come.
            var isLong = text.AsSpan().ContainsAny('\r', '\n');
            entries.Append(FormattableString.Invariant($" {value} {DbcLines.Quote(text)}{(isLong ? "\n" : "")}"));
        }

        return entries.ToString();
    }

    private void WriteGroups(MessageDefinition message, uint number)
    {
        foreach (var group in message.Groups)
        {
            var signals = group.Signals.Select(name => message.Find(name) is { } signal ? names.Of(signal) : name);
            lines.Add($"SIG_GROUP_ {number} {group.Name} {group.Repetitions} : {string.Join(' ', signals)};");
        }
    }

    private void WriteTypes()
    {
        foreach (var (signals, number) in AllSignals())
        {
            foreach (var signal in signals.Where(signal => signal.Kind is SignalKind.Binary32 or SignalKind.Binary64).DistinctBy(names.Of))
            {
                lines.Add($"SIG_VALTYPE_ {number} {names.Of(signal)} : {(signal.Kind == SignalKind.Binary32 ? 1 : 2)};");
            }
        }
    }

    /// <summary>Where marks alone do not say it, SG_MUL_VAL_ says which signal hangs on which, and at which values.</summary>
    private void WriteMultiplexing(MessageDefinition message, uint number)
    {
        var root = RootOf(message);
        var multiplexed = message.Signals.Where(signal => signal.Multiplexer is not null).ToArray();
        if (multiplexed.All(signal => signal.Multiplexer == root && signal.MultiplexValues is [{ } only] && only.First == only.Last))
        {
            return;
        }

        foreach (var branches in multiplexed.GroupBy(names.Of).Where(IsSaidByName))
        {
            var signal = branches.First();
            var ranges = signal.MultiplexValues.Select(range => FormattableString.Invariant($"{range.First}-{range.Last}"));
            lines.Add($"SG_MUL_VAL_ {number} {branches.Key} {names.Of(signal.Multiplexer!)} {string.Join(", ", ranges)};");
        }
    }

    private void WriteKept(bool beforeComments)
    {
        foreach (var statement in database.Kept.Where(statement => IsDeclaration(statement) == beforeComments))
        {
            lines.Add(statement);
        }
    }

    /// <summary>Whether a statement makes something that others are about.</summary>
    private static bool IsDeclaration(string statement) => statement.StartsWith("EV", StringComparison.Ordinal)
        || statement.StartsWith("ENVVAR_DATA_", StringComparison.Ordinal) || statement.StartsWith("SGTYPE_", StringComparison.Ordinal);

    /// <summary>Does something with every signal; signals of one name in several branches are one.</summary>
    private void WriteForEachSignal(Action<uint, SignalDefinition> write)
    {
        foreach (var (signals, number) in AllSignals())
        {
            foreach (var signal in signals.DistinctBy(names.Of))
            {
                write(number, signal);
            }
        }
    }

    private IEnumerable<(IReadOnlyList<SignalDefinition> Signals, uint Number)> AllSignals() =>
        numbers.Select(pair => (pair.Key.Signals, pair.Value)).Append((database.UnassignedSignals, IndependentSignals));
}
