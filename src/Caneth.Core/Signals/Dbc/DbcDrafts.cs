using System.Runtime.CompilerServices;

namespace Caneth.Signals.Dbc;

// Drafts and the document have plain fields: the runtime would compile each property apart, and most often a file is read by a process that
// has only just begun, which is as long about that as about the file.

/// <summary>A message as its statement writes it, before anything that refers to it is known.</summary>
internal sealed class MessageDraft(uint number, string name, int length, int position, DbcPlace place)
{
    /// <summary>As many signals are looked through for a name as quickly as a dictionary finds it.</summary>
    private const int MostWithoutIndex = 16;

    private Dictionary<string, SignalDraft>? byName;
    private Dictionary<string, SignalDraft>? ofSameNumber;

    /// <summary>The id with the bits that a DBC file adds: bit 31 for an extended one.</summary>
    public readonly uint Number = number;

    public readonly string Name = name;

    public readonly int Length = length;

    public readonly int Position = position;

    public readonly DbcPlace Place = place;

    public readonly List<string> Senders = [];

    public readonly List<SignalDraft> Signals = [];

    public List<SignalGroup>? Groups;

    public string? Comment;

    public AttributeSet? Attributes;

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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public SignalDraft? Find(string name)
    {
        if (Signals.Count > MostWithoutIndex)
        {
            return FindInIndex(name);
        }

        for (var index = 0; index < Signals.Count; index++)
        {
            if (Signals[index].Name == name)
            {
                return Signals[index];
            }
        }

        return null;
    }

    /// <summary>The first signal of a name in this message or, where it has none, in another of the same number.</summary>
    public SignalDraft? FindHereOrInOther(string name) => Find(name) ?? ofSameNumber?.GetValueOrDefault(name)?.First;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private SignalDraft? FindInIndex(string name)
    {
        if (byName is null)
        {
            byName = new(StringComparer.Ordinal);
            foreach (var signal in Signals)
            {
                byName.TryAdd(signal.Name, signal);
            }
        }

        return byName.TryGetValue(name, out var found) ? found : null;
    }
}

/// <summary>A signal as its statement writes it.</summary>
internal sealed class SignalDraft
{
    public readonly string Name;

    public readonly int Position;

    public readonly DbcPlace Place;

    public int StartBit;

    public int Length;

    public ByteOrder ByteOrder;

    public bool IsSigned;

    public double Factor = 1;

    public double Offset;

    public double Minimum;

    public double Maximum;

    public WholeRange? WholeRange;

    public string Unit = "";

    public string[] Receivers = [];

    /// <summary>Whether it is marked as a switch (M).</summary>
    public bool IsSwitch;

    /// <summary>Whether it is marked as multiplexed (m).</summary>
    public bool IsMultiplexed;

    /// <summary>The value behind the m, where there is one.</summary>
    public ulong? SwitchValue;

    /// <summary>Its place in the message.</summary>
    public int Index;

    /// <summary>
    /// The first signal of the same name in the message. It has what other statements say: these name it, so they mean all signals of
    /// the name.
    /// </summary>
    public SignalDraft First;

    /// <summary>The next signal of the same name.</summary>
    public SignalDraft? Next;

    /// <summary>1 for a float of 32 bits, 2 for one of 64; of the first of the name, as all that follows.</summary>
    public int FloatType;

    /// <summary>The switch and its values as SG_MUL_VAL_ gives them.</summary>
    public SwitchDraft? Switch;

    public ValueTable? Values;

    public string? Comment;

    public AttributeSet? Attributes;

    public SignalDraft(string name, int position, DbcPlace place)
    {
        (Name, Position, Place) = (name, position, place);
        First = this;
    }
}

/// <summary>What SG_MUL_VAL_ says of a signal: the switch that it depends on, and the values of that.</summary>
internal sealed class SwitchDraft
{
    public string Name = "";

    public readonly List<MultiplexRange> Ranges = [];

    /// <summary>The ranges in order, those that touch joined; made once for all signals of the name.</summary>
    public IReadOnlyList<MultiplexRange>? MergedRanges;
}

/// <summary>A node as BU_ names it.</summary>
internal sealed class NodeDraft(string name, DbcPlace place)
{
    public readonly string Name = name;

    public readonly DbcPlace Place = place;

    public string? Comment;

    public AttributeSet? Attributes;
}
