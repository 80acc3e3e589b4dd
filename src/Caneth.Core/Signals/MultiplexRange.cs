namespace Caneth.Signals;

/// <summary>Values of a multiplexer switch, from the first to the last, at which a signal is in the frame.</summary>
/// <param name="First">The lowest value: the bits of the switch read as an unsigned number.</param>
/// <param name="Last">The highest value, not below the first.</param>
public readonly record struct MultiplexRange(ulong First, ulong Last)
{
    /// <summary>Whether a value of the switch lies in the range.</summary>
    /// <param name="value">The bits of the switch, read as an unsigned number.</param>
    /// <returns>Whether it does.</returns>
    public bool Contains(ulong value) => value >= First && value <= Last;

    /// <inheritdoc/>
    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";
}
