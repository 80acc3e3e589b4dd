namespace Caneth.Analysis;

/// <summary>The bits of a message that say what the others mean.</summary>
/// <param name="Selector">The bits.</param>
/// <param name="Values">The values that they had, in order.</param>
internal sealed record Multiplexer(BitField Selector, IReadOnlyList<ulong> Values);
