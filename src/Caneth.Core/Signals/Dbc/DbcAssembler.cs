using System.Globalization;

namespace Caneth.Signals.Dbc;

/// <summary>
/// Makes a database of a file's statements. They may stand in any order, so what refers to something is looked up only here.
/// </summary>
internal sealed class DbcAssembler
{
    private const uint ExtendedBit = 1u << 31;
    private const uint IndependentSignals = 0xC000_0000;
    private const int MaxFdLength = CanData.MaxLength;

    private readonly DbcDocument document;
    private readonly DbcProblems problems;
    private readonly Dictionary<uint, MessageDraft> messages = [];
    private readonly Dictionary<string, NodeDraft> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<AttributeScope, Dictionary<string, AttributeDefinition>> definitions = [];
    private readonly Dictionary<string, string> longNodeNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object> ownAttributes = new(StringComparer.Ordinal);
    private string? comment;

    public DbcAssembler(DbcDocument document)
    {
        this.document = document;
        problems = document.Problems;
        foreach (var scope in Enum.GetValues<AttributeScope>())
        {
            definitions[scope] = new(StringComparer.Ordinal);
        }
    }

    /// <summary>Makes the database.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="fileName">The name of its file, without folder and extension.</param>
    /// <param name="source">The file as it was read.</param>
    public CanDatabase Build(string name, string fileName, byte[] source)
    {
        IndexMessages();
        ApplyAttributes();
        ApplyComments();
        ApplyToSignals();
        ApplyToMessages();
        NodeDefinition[] allNodes = [.. document.Nodes.Select(BuildNode)];
        var isIndependent = document.Messages.ToLookup(message => message.Number == IndependentSignals);
        var attributes = new AttributeSet(definitions[AttributeScope.Database], ownAttributes);
        var isJ1939 = string.Equals(attributes.Text("ProtocolType"), "J1939", StringComparison.OrdinalIgnoreCase);
        return new(name, source, [.. isIndependent[false].Select(message => BuildMessage(message, fileName, isJ1939))])
        {
            Version = document.Version,
            Comment = comment,
            BitRate = document.BitRate ?? (attributes.Number("Baudrate") is > 0 and <= int.MaxValue and var rate ? (int)rate : null),
            Nodes = allNodes,
            UnassignedSignals = [.. isIndependent[true].SelectMany(BuildSignals)],
            ValueTables = document.ValueTables,
            AttributeDefinitions = [.. document.AttributeDefinitions.Select(definition => definition.Definition)],
            Attributes = attributes,
            Kept = document.Kept,
            Problems = problems.ToArray(),
        };
    }

    private void IndexMessages()
    {
        foreach (var message in document.Messages)
        {
            if (messages.TryAdd(message.Number, message))
            {
                continue;
            }

            var first = messages[message.Number];
            first.AddOther(message);
            problems.Add(ProblemSeverity.Warning, "DuplicateMessage", message.Position,
                $"The id {message.Number} stands twice: frames are decoded as {DbcWords.Show(first.Name)}, never as {DbcWords.Show(message.Name)}.", message.Name);
        }

        foreach (var node in document.Nodes)
        {
            nodes.TryAdd(node.Name, node);
        }
    }

    private void ApplyAttributes()
    {
        foreach (var (definition, _) in document.AttributeDefinitions)
        {
            definitions[definition.Scope][definition.Name] = definition;
        }

        foreach (var (attribute, value, _) in document.AttributeDefaults)
        {
            foreach (var scope in definitions.Values)
            {
                if (scope.TryGetValue(attribute, out var definition))
                {
                    definition.Default = definition.Convert(value);
                }
            }
        }

        foreach (var (of, attribute, value) in document.AttributeValues)
        {
            var converted = definitions[of.Scope].TryGetValue(attribute, out var definition) ? definition.Convert(value) : value;
            if (definition is null)
            {
                problems.Add(ProblemSeverity.Info, "UndefinedAttribute", of.Position,
                    $"The attribute {DbcWords.Show(attribute)} is set, but no BA_DEF_ defines it.");
            }

            switch (of.Scope)
            {
                case AttributeScope.Database:
                    ownAttributes[attribute] = converted;
                    break;
                case AttributeScope.Node when of.Name is not null && nodes.TryGetValue(of.Name, out var node):
                    (node.Attributes ??= new(StringComparer.Ordinal))[attribute] = converted;
                    break;
                case AttributeScope.Message when FindMessage(of) is { } message:
                    (message.Attributes ??= new(StringComparer.Ordinal))[attribute] = converted;
                    break;
                case AttributeScope.Signal when FindSignal(of) is { } signal:
                    (signal.Attributes ??= new(StringComparer.Ordinal))[attribute] = converted;
                    break;
            }
        }
    }

    private void ApplyComments()
    {
        foreach (var (of, text) in document.Comments)
        {
            switch (of.Scope)
            {
                case AttributeScope.Database:
                    comment ??= text;
                    break;
                case AttributeScope.Node when of.Name is not null && nodes.TryGetValue(of.Name, out var node):
                    node.Comment = text;
                    break;
                case AttributeScope.Message when FindMessage(of) is { } message:
                    message.Comment = text;
                    break;
                case AttributeScope.Signal when FindSignal(of) is { } signal:
                    signal.Comment = text;
                    break;
            }
        }
    }

    private void ApplyToSignals()
    {
        foreach (var (of, table) in document.Values)
        {
            if (FindSignal(of) is { } signal)
            {
                signal.Values = table;
            }
        }

        foreach (var (of, name) in document.ValuesByTable)
        {
            if (!document.ValueTables.TryGetValue(name, out var table))
            {
                problems.Add(ProblemSeverity.Warning, "UnknownValueTable", of.Position,
                    $"There is no VAL_TABLE_ {DbcWords.Show(name)}; the signal {DbcWords.Show(of.Name ?? "")} has no texts.", null, of.Name);
            }
            else if (FindSignal(of) is { } signal)
            {
                signal.Values = table;
            }
        }

        foreach (var (of, type) in document.SignalTypes)
        {
            if (FindSignal(of) is { } signal)
            {
                signal.FloatType = type;
            }
        }

        foreach (var (of, multiplexer, ranges) in document.Multiplexings)
        {
            if (FindSignal(of) is { } signal)
            {
                signal.SwitchName = multiplexer;
                (signal.SwitchRanges ??= []).AddRange(ranges);
            }
        }
    }

    private void ApplyToMessages()
    {
        foreach (var (of, group) in document.Groups)
        {
            FindMessage(of)?.Groups.Add(group);
        }

        foreach (var (of, senders) in document.Senders)
        {
            FindMessage(of)?.Senders.AddRange(senders);
        }
    }

    private MessageDraft? FindMessage(DbcReference of)
    {
        if (messages.TryGetValue(of.Message, out var message))
        {
            return message;
        }

        problems.Add(ProblemSeverity.Warning, "UnknownMessage", of.Position,
            $"The statement is about a message with the id {of.Message}, but the file has none.");
        return null;
    }

    /// <summary>What is said of the signals of a name: in a multiplexed message there may be one in several branches.</summary>
    private SignalFacts? FindSignal(DbcReference of)
    {
        var message = FindMessage(of);
        var found = message?.FindFacts(of.Name ?? "");
        if (message is not null && found is null)
        {
            problems.Add(ProblemSeverity.Warning, "UnknownSignal", of.Position,
                $"The message {DbcWords.Show(message.Name)} has no signal {DbcWords.Show(of.Name ?? "")}.", message.Name, of.Name);
        }

        return found;
    }

    private NodeDefinition BuildNode(NodeDraft node)
    {
        var attributes = new AttributeSet(definitions[AttributeScope.Node], node.Attributes);
        var name = DbcNames.LongName(node.Attributes, DbcNames.LongNode, node.Name);
        if (name != node.Name)
        {
            longNodeNames.TryAdd(node.Name, name);
        }

        return new(name, node.Name, node.Comment, attributes, document.Text.LineOf(node.Position));
    }

    /// <summary>The nodes of a list, by their long names; Vector's tools write Vector__XXX where there is none.</summary>
    private IEnumerable<string> NodesOf(List<string> names) =>
        names.Where(name => name is not ("Vector__XXX" or "VECTOR__XXX" or "XXX")).Select(name => longNodeNames.GetValueOrDefault(name, name));

    private MessageDefinition BuildMessage(MessageDraft draft, string fileName, bool isJ1939)
    {
        var attributes = new AttributeSet(definitions[AttributeScope.Message], draft.Attributes);
        var format = DbcFrameFormat.Of(attributes);
        var (id, extended) = BuildId(draft);
        var names = new DbcSignalNames(draft, problems);
        var signals = BuildSignals(draft, names);
        DbcMultiplexing.Resolve(draft, signals, problems);
        var (line, column) = document.Text.PlaceOf(draft.Position);
        var matchesByGroup = extended && (isJ1939 && !format.IsGiven || format.IsJ1939);
        return new(DbcNames.LongName(draft.Attributes, DbcNames.LongMessage, draft.Name), draft.Name, signals)
        {
            Number = draft.Number,
            Id = id,
            Extended = extended,
            Length = draft.Length,
            Fd = format.IsFd || draft.Length is > CanData.MaxClassicLength and <= MaxFdLength && !matchesByGroup,
            IsJ1939 = matchesByGroup,
            Senders = [.. NodesOf(draft.Senders).Distinct()],
            Comment = draft.Comment,
            Groups = [.. draft.Groups.Select(group => WithLongNames(group, draft, names))],
            Attributes = attributes,
            FileName = fileName,
            Line = line,
            Column = column,
        };
    }

    private SignalDefinition[] BuildSignals(MessageDraft draft) => BuildSignals(draft, new(draft, problems));

    private SignalDefinition[] BuildSignals(MessageDraft draft, DbcSignalNames names) =>
        [.. draft.Signals.Select(signal => BuildSignal(signal, names.NameOf(signal)))];

    /// <summary>A group with the names that its signals have here.</summary>
    private static SignalGroup WithLongNames(SignalGroup group, MessageDraft draft, DbcSignalNames names) => group with
    {
        Signals = [.. group.Signals.Select(name => draft.Find(name) is { } signal ? names.NameOf(signal) : name)],
    };

    private SignalDefinition BuildSignal(SignalDraft draft, string name)
    {
        var kind = KindOf(draft);
        var attributes = new AttributeSet(definitions[AttributeScope.Signal], draft.Facts.Attributes);
        var layout = new SignalLayout(draft.StartBit, draft.Length, draft.ByteOrder);
        var scale = new SignalScale(kind, draft.Length, draft.Factor, draft.Offset);
        var hasRange = draft.Minimum < draft.Maximum || draft.Minimum == draft.Maximum && draft.Minimum != 0;
        if (draft.Minimum > draft.Maximum)
        {
            problems.Add(ProblemSeverity.Warning, "ReversedRange", draft.Position, string.Create(CultureInfo.InvariantCulture,
                $"The range of {DbcWords.Show(draft.Name)} ends before it begins: [{draft.Minimum}|{draft.Maximum}]. It has none, then."), null, draft.Name);
        }

        var (line, column) = document.Text.PlaceOf(draft.Position);
        return new(name, draft.Name, layout, scale)
        {
            Minimum = hasRange ? draft.Minimum : null,
            Maximum = hasRange ? draft.Maximum : null,
            Unit = draft.Unit,
            Receivers = [.. NodesOf(draft.Receivers)],
            Values = draft.Facts.Values,
            StartValue = StartValueOf(draft, attributes),
            Comment = draft.Facts.Comment,
            Attributes = attributes,
            Line = line,
            Column = column,
        };
    }

    private SignalKind KindOf(SignalDraft draft)
    {
        switch (draft.Length)
        {
            case 0:
                problems.Add(ProblemSeverity.Warning, "EmptySignal", draft.Position, $"The signal {DbcWords.Show(draft.Name)} has no bits.", null, draft.Name);
                return SignalKind.Empty;
            case > SignalLayout.MaxNumberLength:
                return SignalKind.Bytes;
            case 32 when draft.Facts.FloatType == 1:
                return SignalKind.Binary32;
            case 64 when draft.Facts.FloatType == 2:
                return SignalKind.Binary64;
        }

        if (draft.Facts.FloatType != 0)
        {
            problems.Add(ProblemSeverity.Warning, "BadFloatLength", draft.Position,
                $"The signal {DbcWords.Show(draft.Name)} is a float of {draft.Length} bits; only 32 and 64 are known. It is read as an integer.", null, draft.Name);
        }

        return draft.IsSigned ? SignalKind.SignedInteger : SignalKind.UnsignedInteger;
    }

    /// <summary>The start value. The file gives it raw.</summary>
    private static CanValue StartValueOf(SignalDraft draft, AttributeSet attributes)
    {
        if (attributes.Number("GenSigStartValue") is not { } raw || !double.IsFinite(raw))
        {
            return default;
        }

        var whole = raw is >= long.MinValue and < long.MaxValue ? (long)raw : raw < 0 ? long.MinValue : long.MaxValue;
        return new(raw * draft.Factor + draft.Offset, whole, draft.Facts.Values is { } values && values.TryGetText(whole, out var text) ? text : null);
    }

    private (uint Id, bool Extended) BuildId(MessageDraft draft)
    {
        var isExtended = (draft.Number & ExtendedBit) != 0;
        var id = isExtended ? draft.Number & CanId.MaxExtended : draft.Number;
        if ((draft.Number & ~ExtendedBit) > CanId.MaxExtended)
        {
            problems.Add(ProblemSeverity.Warning, "IdTooLarge", draft.Position,
                $"The id {draft.Number} has more than 29 bits; {(isExtended ? $"it was taken as 0x{id:X}" : "no frame matches it")}.", draft.Name);
            return (id, true);
        }

        if (!isExtended && id > CanId.MaxStandard)
        {
            problems.Add(ProblemSeverity.Warning, "StandardIdTooLarge", draft.Position,
                $"The id 0x{id:X} is above 0x{CanId.MaxStandard:X}, the largest standard (11-bit) id, and not marked as extended; it was taken as extended.",
                draft.Name);
            return (id, true);
        }

        return (id, isExtended);
    }
}
