namespace Caneth;

/// <summary>Ids from one on, under a mask: no more than the compiler keeps in registers while it looks through frames.</summary>
/// <param name="First">The first.</param>
/// <param name="Count">How many.</param>
/// <param name="Mask">The bits that are looked at.</param>
internal readonly record struct IdRange(uint First, uint Count, uint Mask)
{
    /// <summary>Whether an id is among them.</summary>
    public bool Contains(uint id) => (id & Mask) - First < Count;
}
