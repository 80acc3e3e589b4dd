namespace Caneth.Analysis;

/// <summary>How one bit changed, and how often the bit below it did in the same frame.</summary>
internal struct BitChanges
{
    /// <summary>How often it changed.</summary>
    public int Count;

    /// <summary>When it changed first, in nanoseconds.</summary>
    public long First;

    /// <summary>When it changed last, in nanoseconds.</summary>
    public long Last;

    /// <summary>How often it changed so soon after the change before that no hand does it.</summary>
    public int Hasty;

    /// <summary>How often the bit below changed with it.</summary>
    public int WithLower;

    /// <summary>How often the bit below changed with it, and the other way: a carry, as where 0111 becomes 1000.</summary>
    public int AgainstLower;

    /// <summary>Of the lowest bit of a byte: how often the highest of the next byte changed with it.</summary>
    public int WithLowerOfNext;

    /// <summary>Of the lowest bit of a byte: how often the highest of the next byte changed with it, and the other way.</summary>
    public int AgainstLowerOfNext;

    /// <summary>Whether both changed as often, first and last at the same time: they do the same.</summary>
    public readonly bool HasMomentsOf(in BitChanges other) => Count == other.Count && First == other.First && Last == other.Last;
}
