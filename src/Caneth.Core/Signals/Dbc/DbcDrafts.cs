namespace Caneth.Signals.Dbc;

/// <summary>A message as its statement writes it, before anything that refers to it is known.</summary>
internal sealed class MessageDraft(uint number, string name, int length, int position)
{
    private Dictionary<string, SignalDraft>? byName;
    private Dictionary<string, SignalDraft>? ofSameNumber;

    /// <summary>The id with the bits that a DBC file adds: bit 31 for an extended one.</summary>
    public uint Number { get; } = number;

    public string Name { get; } = name;

    public int Length { get; } = length;

    public int Position { get; } = position;

    public List<string> Senders { get; } = [];

    public List<SignalDraft> Signals { get; } = [];

    public List<SignalGroup> Groups { get; } = [];

    public string? Comment { get; set; }

    public Dictionary<string, object>? Attributes { get; set; }

    public void Add(SignalDraft signal)
    {
        signal.Index = Signals.Count;
        Signals.Add(signal);
        byName ??= new(StringComparer.Ordinal);
        if (!byName.TryAdd(signal.Name, signal))
        {
            var first = byName[signal.Name];
            (signal.Next, first.Next, signal.Facts) = (first.Next, signal, first.Facts);
        }
    }

    /// <summary>Takes in another message of the same number, which a file should not have: statements that name its signals mean them.</summary>
    public void AddOther(MessageDraft other)
    {
        ofSameNumber ??= new(StringComparer.Ordinal);
        foreach (var signal in other.Signals)
        {
            ofSameNumber.TryAdd(signal.Name, signal);
        }
    }

    /// <summary>The first signal of a name; its <see cref="SignalDraft.Next"/> lead to the others.</summary>
    public SignalDraft? Find(string signal) => byName?.GetValueOrDefault(signal);

    /// <summary>What is said of the signals of a name, in this message or, where it has none, in another of the same number.</summary>
    public SignalFacts? FindFacts(string signal) => (Find(signal) ?? ofSameNumber?.GetValueOrDefault(signal))?.Facts;
}

/// <summary>A signal as its statement writes it.</summary>
internal sealed class SignalDraft(string name, int position)
{
    public string Name { get; } = name;

    public int Position { get; } = position;

    public int StartBit { get; set; }

    public int Length { get; set; }

    public ByteOrder ByteOrder { get; set; }

    public bool IsSigned { get; set; }

    public double Factor { get; set; } = 1;

    public double Offset { get; set; }

    public double Minimum { get; set; }

    public double Maximum { get; set; }

    public string Unit { get; set; } = "";

    public List<string> Receivers { get; } = [];

    /// <summary>Whether it is marked as a switch (M).</summary>
    public bool IsSwitch { get; set; }

    /// <summary>Whether it is marked as multiplexed (m).</summary>
    public bool IsMultiplexed { get; set; }

    /// <summary>The value behind the m, where there is one.</summary>
    public ulong? SwitchValue { get; set; }

    /// <summary>Its place in the message.</summary>
    public int Index { get; set; }

    /// <summary>What other statements say of it: they name it, so all signals of the name have the same.</summary>
    public SignalFacts Facts { get; set; } = new();

    /// <summary>The next signal of the same name.</summary>
    public SignalDraft? Next { get; set; }
}

/// <summary>What statements say of the signals that have a name.</summary>
internal sealed class SignalFacts
{
    /// <summary>1 for a float of 32 bits, 2 for one of 64.</summary>
    public int FloatType { get; set; }

    /// <summary>The switch as SG_MUL_VAL_ gives it.</summary>
    public string? SwitchName { get; set; }

    /// <summary>The values of the switch as SG_MUL_VAL_ gives them.</summary>
    public List<MultiplexRange>? SwitchRanges { get; set; }

    /// <summary>The same in order, those that touch joined; made once for all signals of the name.</summary>
    public IReadOnlyList<MultiplexRange>? MergedRanges { get; set; }

    public ValueTable? Values { get; set; }

    public string? Comment { get; set; }

    public Dictionary<string, object>? Attributes { get; set; }
}

/// <summary>A node as BU_ names it.</summary>
internal sealed class NodeDraft(string name, int position)
{
    public string Name { get; } = name;

    public int Position { get; } = position;

    public string? Comment { get; set; }

    public Dictionary<string, object>? Attributes { get; set; }
}

/// <summary>What a statement refers to: a message by its number, a signal of it, a node, or the database.</summary>
internal readonly record struct DbcReference(AttributeScope Scope, uint Message, string? Name, int Position);

/// <summary>A file as it is written: its statements, with what they refer to still to be looked up.</summary>
internal sealed class DbcDocument(DbcText text, DbcProblems problems)
{
    public DbcText Text { get; } = text;

    public DbcProblems Problems { get; } = problems;

    public string? Version { get; set; }

    public int? BitRate { get; set; }

    public List<NodeDraft> Nodes { get; } = [];

    public List<MessageDraft> Messages { get; } = [];

    public List<(DbcReference Of, string Text)> Comments { get; } = [];

    public List<(DbcReference Of, string Attribute, object Value)> AttributeValues { get; } = [];

    public List<(AttributeDefinition Definition, int Position)> AttributeDefinitions { get; } = [];

    public List<(string Attribute, object Value, int Position)> AttributeDefaults { get; } = [];

    public Dictionary<string, ValueTable> ValueTables { get; } = new(StringComparer.Ordinal);

    public List<(DbcReference Of, ValueTable Table)> Values { get; } = [];

    public List<(DbcReference Of, string TableName)> ValuesByTable { get; } = [];

    public List<(DbcReference Of, int Type)> SignalTypes { get; } = [];

    public List<(DbcReference Of, string Switch, List<MultiplexRange> Ranges)> Multiplexings { get; } = [];

    public List<(DbcReference Of, SignalGroup Group)> Groups { get; } = [];

    public List<(DbcReference Of, List<string> Nodes)> Senders { get; } = [];

    /// <summary>Statements that say nothing of frames, as they are written: they are kept for writing.</summary>
    public List<string> Kept { get; } = [];

    /// <summary>How many statements were known: none in what is no database.</summary>
    public int Statements { get; set; }

    /// <summary>Whether the statement that was just read is about an environment variable, which is no part of any frame.</summary>
    public bool ConcernsEnvironment { get; set; }

    public string? FirstStranger { get; set; }

    public int FirstStrangerPosition { get; set; }
}
