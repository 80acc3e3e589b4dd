using System.Runtime.CompilerServices;

namespace Caneth.Signals.Dbc;

/// <summary>Makes a database of what was read of a file.</summary>
internal sealed class DbcBuilder(DbcDocument document)
{
    private const uint ExtendedBit = 1u << 31;
    private const uint IndependentSignals = 0xC000_0000;

    private readonly DbcProblems problems = document.Problems;
    private readonly DbcNodes nodes = new(document);
    private readonly AttributeSet noMessageAttributes = new(document.DefinitionsOf(AttributeScope.Message));
    private readonly AttributeSet noSignalAttributes = new(document.DefinitionsOf(AttributeScope.Signal));
    private readonly List<SignalDefinition> unassigned = [];
    private string fileName = "";
    private bool isJ1939;

    /// <summary>Makes the database.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="nameOfFile">The name of its file, without folder and extension.</param>
    /// <param name="source">The file as it was read.</param>
    public CanDatabase Build(string name, string nameOfFile, byte[] source)
    {
        var attributes = document.Attributes;
        fileName = nameOfFile;
        isJ1939 = string.Equals(attributes.Text("ProtocolType"), "J1939", StringComparison.OrdinalIgnoreCase);
        return new(name, source, BuildMessages())
        {
            Version = document.Version,
            Comment = document.Comment,
            BitRate = document.BitRate ?? (attributes.Number("Baudrate") is > 0 and <= int.MaxValue and var rate ? (int)rate : null),
            Nodes = nodes.Definitions,
            UnassignedSignals = unassigned,
            ValueTables = document.ValueTables,
            AttributeDefinitions = document.AttributeDefinitions,
            Attributes = attributes,
            Kept = document.Kept,
            Problems = problems.ToArray(),
        };
    }

    private MessageDefinition[] BuildMessages()
    {
        var messages = new List<MessageDefinition>(document.Messages.Count);
        foreach (var draft in document.Messages)
        {
            if (draft.Number == IndependentSignals)
            {
                unassigned.AddRange(BuildSignals(draft, new(draft, problems)));
            }
            else
            {
                messages.Add(BuildMessage(draft));
            }
        }

        return [.. messages];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private MessageDefinition BuildMessage(MessageDraft draft)
    {
        var attributes = draft.Attributes ?? noMessageAttributes;
        var format = DbcFrameFormat.Of(attributes);
        var id = BuildId(draft, out var extended);
        var names = new DbcSignalNames(draft, problems);
        var signals = BuildSignals(draft, names);
        DbcMultiplexing.Resolve(draft, signals, problems);
        var matchesByGroup = extended && (isJ1939 && !format.IsGiven || format.IsJ1939);
        return new(DbcNames.LongName(attributes, DbcNames.LongMessage, draft.Name), draft.Name, signals)
        {
            Number = draft.Number,
            Id = id,
            Extended = extended,
            Length = draft.Length,
            Fd = format.IsFd || draft.Length is > CanData.MaxClassicLength and <= CanData.MaxLength && !matchesByGroup,
            IsJ1939 = matchesByGroup,
            Senders = nodes.SendersOf(draft),
            Comment = draft.Comment,
            Groups = BuildGroups(draft, names),
            Attributes = attributes,
            FileName = fileName,
            Line = draft.Place.Line,
            Column = draft.Place.Column,
        };
    }

    private uint BuildId(MessageDraft draft, out bool extended)
    {
        extended = (draft.Number & ExtendedBit) != 0;
        var id = extended ? draft.Number & CanId.MaxExtended : draft.Number;
        if ((draft.Number & ~ExtendedBit) > CanId.MaxExtended)
        {
            problems.AddIdTooLarge(draft, extended ? id : null);
            extended = true;
        }
        else if (!extended && id > CanId.MaxStandard)
        {
            problems.AddStandardIdTooLarge(draft);
            extended = true;
        }

        return id;
    }

    /// <summary>The groups of a message, with the names that its signals have here.</summary>
    private static SignalGroup[] BuildGroups(MessageDraft draft, DbcSignalNames names) => draft.Groups is null ? [] :
    [
        .. draft.Groups.Select(group => new SignalGroup(group.Name, group.Repetitions,
            [.. group.Signals.Select(name => draft.Find(name) is { } signal ? names.NameOf(signal) : name)])),
    ];

    private SignalDefinition[] BuildSignals(MessageDraft draft, DbcSignalNames names)
    {
        var signals = new SignalDefinition[draft.Signals.Count];
        foreach (var signal in draft.Signals)
        {
            signals[signal.Index] = BuildSignal(signal, names.NameOf(signal));
        }

        return signals;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private SignalDefinition BuildSignal(SignalDraft draft, string name)
    {
        var kind = KindOf(draft);
        var attributes = draft.First.Attributes ?? noSignalAttributes;
        var hasRange = draft.Minimum < draft.Maximum || draft.Minimum == draft.Maximum && draft.Minimum != 0;
        if (draft.Minimum > draft.Maximum)
        {
            problems.AddReversedRange(draft);
        }

        return new(name, draft.Name, new(draft.StartBit, draft.Length, draft.ByteOrder), new(kind, draft.Length, draft.Factor, draft.Offset))
        {
            Minimum = hasRange ? draft.Minimum : null,
            Maximum = hasRange ? draft.Maximum : null,
            WholeRange = hasRange ? draft.WholeRange : null,
            Unit = draft.Unit,
            Receivers = nodes.WithLongNames(draft.Receivers),
            Values = draft.First.Values,
            StartValue = StartValueOf(draft, attributes),
            Comment = draft.First.Comment,
            Attributes = attributes,
            Line = draft.Place.Line,
            Column = draft.Place.Column,
        };
    }

    private SignalKind KindOf(SignalDraft draft)
    {
        var floatType = draft.First.FloatType;
        switch (draft.Length)
        {
            case 0:
                problems.AddEmptySignal(draft);
                return SignalKind.Empty;
            case > SignalLayout.MaxNumberLength:
                return SignalKind.Bytes;
            case 32 when floatType == 1:
                return SignalKind.Binary32;
            case 64 when floatType == 2:
                return SignalKind.Binary64;
        }

        if (floatType != 0)
        {
            problems.AddBadFloatLength(draft);
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
        return new(raw * draft.Factor + draft.Offset, whole, draft.First.Values is { } values && values.TryGetText(whole, out var text) ? text : null);
    }
}
