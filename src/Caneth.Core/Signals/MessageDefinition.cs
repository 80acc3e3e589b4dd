namespace Caneth.Signals;

/// <summary>A message of a database: its id, its length and its signals.</summary>
public sealed class MessageDefinition
{
    private readonly SignalDefinition[] signals;
    private Dictionary<string, SignalDefinition>? byName;
    private MessageCodec? codec;
    private MessageProtection? protection;
    private volatile bool isProtectionKnown;

    internal MessageDefinition(string name, string shortName, SignalDefinition[] signals)
    {
        Name = name;
        ShortName = shortName;
        this.signals = signals;
        foreach (var signal in signals)
        {
            signal.Message ??= name;
        }
    }

    /// <summary>Its name; the long one where the file has one.</summary>
    public string Name { get; }

    /// <summary>Its name as the file writes it, at most 32 characters in a file of Vector's.</summary>
    public string ShortName { get; }

    /// <summary>The identifier: 0 to 0x7FF, or to 0x1FFFFFFF where <see cref="Extended"/>; more where it matches no frame.</summary>
    public uint Id { get; internal init; }

    /// <summary>Whether the id has 29 bits.</summary>
    public bool Extended { get; internal init; }

    /// <summary>The length of its data in bytes.</summary>
    public int Length { get; internal init; }

    /// <summary>Whether it is a CAN FD message.</summary>
    public bool Fd { get; internal init; }

    /// <summary>Whether it is one of J1939, which matches by its PGN, whatever priority, source and destination are.</summary>
    public bool IsJ1939 { get; internal init; }

    /// <summary>The priority, the group and the addresses in its id, where <see cref="IsJ1939"/>; null elsewhere.</summary>
    public J1939Id? J1939 => IsJ1939 ? new(Id) : null;

    /// <summary>The time between two of its frames, or null where the file does not say.</summary>
    public TimeSpan? CycleTime => Attributes.Number("GenMsgCycleTime") is > 0 and < int.MaxValue and var time ? TimeSpan.FromMilliseconds(time) : null;

    /// <summary>How it is sent, such as <c>Cyclic</c>, or null where the file does not say.</summary>
    public string? SendType => Attributes.Text("GenMsgSendType");

    /// <summary>The nodes that send it.</summary>
    public IReadOnlyList<string> Senders { get; internal init; } = [];

    /// <summary>What the file says of it, or null.</summary>
    public string? Comment { get; internal init; }

    /// <summary>Its signals, in the order of the file.</summary>
    public IReadOnlyList<SignalDefinition> Signals => signals;

    /// <summary>Its groups of signals.</summary>
    public IReadOnlyList<SignalGroup> Groups { get; internal init; } = [];

    /// <summary>Its attributes.</summary>
    public required AttributeSet Attributes { get; init; }

    /// <summary>What reads its signals out of frames. Made when it is first asked for: a large database has many messages.</summary>
    public MessageCodec Codec => codec ??= new(signals);

    /// <summary>
    /// Its counter and checksum and how they are made, or null where the database says nothing of them: by the attributes
    /// <c>E2EProfile</c>, <c>E2EDataId</c>, <c>E2ECounterSignal</c> and <c>E2ECrcSignal</c> or, in the files of the project opendbc, by the
    /// names of the file and of the signals.
    /// </summary>
    public MessageProtection? Protection
    {
        get
        {
            if (!isProtectionKnown)
            {
                protection = ProtectionRules.Find(this, FileName);
                isProtectionKnown = true;
            }

            return protection;
        }
    }

    /// <summary>The line of the file that defines it, from 1.</summary>
    public int Line { get; internal init; }

    /// <summary>The name of the file that defines it, without folder and extension.</summary>
    internal string FileName { get; init; } = "";

    /// <summary>The column in that line, from 1.</summary>
    internal int Column { get; init; }

    /// <summary>The id as the file writes it.</summary>
    internal uint Number { get; init; }

    /// <summary>A signal by its name, letter for letter.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The first signal of that name, or null.</returns>
    public SignalDefinition? Find(string name) => (byName ??= IndexSignals()).GetValueOrDefault(name);

    /// <summary>The same message with only some of its signals, which are decoded as before.</summary>
    internal MessageDefinition With(SignalDefinition[] wanted) => new(Name, ShortName, wanted)
    {
        Id = Id,
        Extended = Extended,
        Length = Length,
        Fd = Fd,
        IsJ1939 = IsJ1939,
        Senders = Senders,
        Comment = Comment,
        Groups = Groups,
        Attributes = Attributes,
        Line = Line,
    };

    /// <inheritdoc/>
    public override string ToString() => Name;

    private Dictionary<string, SignalDefinition> IndexSignals()
    {
        var index = new Dictionary<string, SignalDefinition>(StringComparer.Ordinal);
        foreach (var signal in signals)
        {
            index.TryAdd(signal.Name, signal);
        }

        return index;
    }
}
