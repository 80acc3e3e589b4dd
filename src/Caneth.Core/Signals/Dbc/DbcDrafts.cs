namespace Caneth.Signals.Dbc;

/// <summary>A message as its statement writes it, before anything that refers to it is known.</summary>
internal sealed class MessageDraft(uint number, string name, int length, int position, DbcPlace place)
{
    /// <summary>As many signals are looked through for a name as quickly as a dictionary finds it.</summary>
    private const int MostWithoutIndex = 16;

    private Dictionary<string, SignalDraft>? byName;
    private Dictionary<string, SignalDraft>? ofSameNumber;

    /// <summary>The id with the bits that a DBC file adds: bit 31 for an extended one.</summary>
    public uint Number { get; } = number;

    public string Name { get; } = name;

    public int Length { get; } = length;

    public int Position { get; } = position;

    public DbcPlace Place { get; } = place;

    public List<string> Senders { get; } = [];

    public List<SignalDraft> Signals { get; } = [];

    public List<SignalGroup>? Groups { get; set; }

    public string? Comment { get; set; }

    public AttributeSet? Attributes { get; set; }

    public void Add(SignalDraft signal)
    {
        var first = Find(signal.Name);
        signal.Index = Signals.Count;
        Signals.Add(signal);
        if (first is null)
        {
            byName?.Add(signal.Name, signal);
            return;
        }

        signal.First = first;
        (signal.Next, first.Next) = (first.Next, signal);
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
    public SignalDraft? Find(string name)
    {
        if (Signals.Count > MostWithoutIndex)
        {
            return (byName ??= Index()).GetValueOrDefault(name);
        }

        foreach (var signal in Signals)
        {
            if (signal.Name == name)
            {
                return signal;
            }
        }

        return null;
    }

    /// <summary>The first signal of a name in this message or, where it has none, in another of the same number.</summary>
    public SignalDraft? FindHereOrInOther(string name) => Find(name) ?? ofSameNumber?.GetValueOrDefault(name)?.First;

    private Dictionary<string, SignalDraft> Index()
    {
        var index = new Dictionary<string, SignalDraft>(StringComparer.Ordinal);
        foreach (var signal in Signals)
        {
            index.TryAdd(signal.Name, signal);
        }

        return index;
    }
}

/// <summary>A signal as its statement writes it.</summary>
internal sealed class SignalDraft(string name, int position, DbcPlace place)
{
    private SignalDraft? first;

    public string Name { get; } = name;

    public int Position { get; } = position;

    public DbcPlace Place { get; } = place;

    public int StartBit { get; set; }

    public int Length { get; set; }

    public ByteOrder ByteOrder { get; set; }

    public bool IsSigned { get; set; }

    public double Factor { get; set; } = 1;

    public double Offset { get; set; }

    public double Minimum { get; set; }

    public double Maximum { get; set; }

    public string Unit { get; set; } = "";

    public string[] Receivers { get; set; } = [];

    /// <summary>Whether it is marked as a switch (M).</summary>
    public bool IsSwitch { get; set; }

    /// <summary>Whether it is marked as multiplexed (m).</summary>
    public bool IsMultiplexed { get; set; }

    /// <summary>The value behind the m, where there is one.</summary>
    public ulong? SwitchValue { get; set; }

    /// <summary>Its place in the message.</summary>
    public int Index { get; set; }

    /// <summary>
    /// The first signal of the same name in the message. It has what other statements say: these name it, so they mean all signals of
    /// the name.
    /// </summary>
    public SignalDraft First
    {
        get => first ?? this;
        set => first = value;
    }

    /// <summary>The next signal of the same name.</summary>
    public SignalDraft? Next { get; set; }

    /// <summary>1 for a float of 32 bits, 2 for one of 64; of the first of the name, as all that follows.</summary>
    public int FloatType { get; set; }

    /// <summary>The switch and its values as SG_MUL_VAL_ gives them.</summary>
    public SwitchDraft? Switch { get; set; }

    public ValueTable? Values { get; set; }

    public string? Comment { get; set; }

    public AttributeSet? Attributes { get; set; }
}

/// <summary>What SG_MUL_VAL_ says of a signal: the switch that it depends on, and the values of that.</summary>
internal sealed class SwitchDraft
{
    public string Name { get; set; } = "";

    public List<MultiplexRange> Ranges { get; } = [];

    /// <summary>The ranges in order, those that touch joined; made once for all signals of the name.</summary>
    public IReadOnlyList<MultiplexRange>? MergedRanges { get; set; }
}

/// <summary>A node as BU_ names it.</summary>
internal sealed class NodeDraft(string name, DbcPlace place)
{
    public string Name { get; } = name;

    public DbcPlace Place { get; } = place;

    public string? Comment { get; set; }

    public AttributeSet? Attributes { get; set; }
}
