namespace Caneth.Analysis;

/// <summary>Some bits of a byte that do the same, and not what they did before.</summary>
/// <param name="Kind">In which way they differ.</param>
/// <param name="Lowest">The lowest of the bits, 0 in the first byte.</param>
/// <param name="Length">How many.</param>
/// <param name="Changes">How they changed in the second capture.</param>
internal readonly record struct BitDifference(FrameDifferenceKind Kind, int Lowest, int Length, BitChanges Changes)
{
    /// <summary>How sure it is, 0 to 1.</summary>
    public double Score { get; init; }

    /// <summary>Why it was found.</summary>
    public string Why { get; init; } = "";

    /// <summary>The byte that has them, from 0.</summary>
    public int Byte => Lowest / 8;

    /// <summary>Whether they change with others of their message.</summary>
    public bool HasMomentsOf(in BitDifference other) => Kind == other.Kind && Kind == FrameDifferenceKind.Switch && Changes.HasMomentsOf(other.Changes);
}
