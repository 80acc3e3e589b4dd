namespace Caneth.Analysis;

/// <summary>A page of a multiplexed message.</summary>
/// <param name="Selector">The bits that choose it.</param>
/// <param name="Value">Their value.</param>
internal readonly record struct Page(BitField Selector, ulong Value);
