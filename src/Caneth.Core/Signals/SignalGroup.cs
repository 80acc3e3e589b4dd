namespace Caneth.Signals;

/// <summary>Signals of a message that belong together.</summary>
public sealed class SignalGroup
{
    internal SignalGroup(string name, int repetitions, IReadOnlyList<string> signals)
    {
        Name = name;
        Repetitions = repetitions;
        Signals = signals;
    }

    /// <summary>The name of the group.</summary>
    public string Name { get; }

    /// <summary>How many times it is sent, as the file says.</summary>
    public int Repetitions { get; }

    /// <summary>The names of its signals.</summary>
    public IReadOnlyList<string> Signals { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
