namespace Caneth.Signals;

/// <summary>The values that the bits of an integer can hold.</summary>
internal readonly struct SignalRange
{
    private readonly Int128 lowestRaw;
    private readonly Int128 highestRaw;

    public SignalRange(SignalDefinition signal)
    {
        var all = (Int128)signal.Layout.Mask;
        (lowestRaw, highestRaw) = signal.Kind == SignalKind.SignedInteger ? (-(all >> 1) - 1, all >> 1) : (0, all);
        var (one, other) = ((double)lowestRaw * signal.Factor + signal.Offset, (double)highestRaw * signal.Factor + signal.Offset);
        (Lowest, Highest) = one <= other ? (one, other) : (other, one);
    }

    /// <summary>The lowest physical value.</summary>
    public double Lowest { get; }

    /// <summary>The highest physical value.</summary>
    public double Highest { get; }

    /// <summary>Whether there are bits for a raw value; files write an unsigned one of 64 bits as the negative number of the same bits, too.</summary>
    public bool HoldsRaw(long raw) => raw >= lowestRaw && raw <= highestRaw || highestRaw == ulong.MaxValue;
}
