namespace Caneth.Signals;

/// <summary>The values that one signal had.</summary>
internal struct SignalTraffic
{
    /// <summary>A counter that has not moved in fewer frames may still do so.</summary>
    private const int Enough = 10;

    /// <summary>Parts of names that say that a signal counts the frames of its message.</summary>
    private static readonly string[] CounterNames = ["counter", "rollingc", "alive", "msgcnt", "messagecount", "sequencenumber"];
    private static readonly string[] CounterEnds = ["_cnt", "_ctr", "_cntr", "_rc", "_bz", "_sqc"];
    private const int MaxCounterLength = 16;

    private readonly double lowestAllowed;
    private readonly double highestAllowed;
    private readonly bool isCounter;
    private long count;
    private long outside;
    private long unlisted;
    private double lowest;
    private double highest;
    private long firstUnlisted;

    public SignalTraffic(SignalDefinition definition)
    {
        Definition = definition;
        var tolerance = definition.Kind is SignalKind.SignedInteger or SignalKind.UnsignedInteger ? Math.Abs(definition.Factor) / 2 : 0;
        lowestAllowed = definition.Minimum - tolerance ?? double.NegativeInfinity;
        highestAllowed = definition.Maximum + tolerance ?? double.PositiveInfinity;
        isCounter = definition is { Values: null, Length: > 1 and <= MaxCounterLength } && IsCounterName(definition.Name);
        NeedsBits = definition.Values is { Entries.Count: > 1 };
        (lowest, highest) = (double.PositiveInfinity, double.NegativeInfinity);
    }

    public SignalDefinition Definition { get; }

    /// <summary>Whether <see cref="Add"/> is to be told the bits, since the database has texts for them.</summary>
    public bool NeedsBits { get; }

    /// <summary>Takes a value.</summary>
    /// <param name="value">The physical value; not a number where the signal is not in the frame.</param>
    /// <param name="bits">The bits of it, where they are needed.</param>
    public void Add(double value, ulong? bits)
    {
        if (double.IsNaN(value))
        {
            return;
        }

        count++;

        // A value with a name may lie beyond the range: "not available" mostly does.
        var raw = bits is { } given ? Definition.Scale.ToRaw(given) : 0;
        if (bits is not null && Definition.Values!.TryGetText(raw, out _))
        {
            return;
        }

        lowest = Math.Min(lowest, value);
        highest = Math.Max(highest, value);
        if (value < lowestAllowed || value > highestAllowed)
        {
            outside++;
        }
        else if (bits is not null && Definition is { Factor: 1, Offset: 0 })
        {
            firstUnlisted = unlisted++ == 0 ? raw : firstUnlisted;
        }
    }

    /// <summary>Whether the values are such as the database says.</summary>
    /// <returns>What is wrong, or null.</returns>
    public readonly (ProblemSeverity Severity, string Code, string Text)? Judge()
    {
        var unit = Definition.Unit.Length > 0 ? $" {VisibleText.Shorten(Definition.Unit)}" : "";
        if (outside > 0)
        {
            return (ProblemSeverity.Warning, "OutOfRange", FormattableString.Invariant(
                $"It should be within {Definition.Minimum} and {Definition.Maximum}{unit}; {outside} of {count} values are not. The lowest was {lowest}, the highest {highest}."));
        }

        if (isCounter && count >= Enough && lowest == highest)
        {
            return (ProblemSeverity.Warning, "DeadCounter", FormattableString.Invariant($"By its name it counts frames, but it was {lowest} in all {count}."));
        }

        return unlisted > 0
            ? (ProblemSeverity.Info, "UnlistedValue", FormattableString.Invariant($"{unlisted} of {count} values have no text, the first of them {firstUnlisted}."))
            : null;
    }

    private static bool IsCounterName(string name) =>
        Array.Exists(CounterNames, part => name.Contains(part, StringComparison.OrdinalIgnoreCase))
        || Array.Exists(CounterEnds, end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase))
        || name.Equals("CNT", StringComparison.OrdinalIgnoreCase);
}
