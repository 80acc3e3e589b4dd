namespace Caneth.Publishing;

/// <summary>A message that a broker has brought.</summary>
/// <param name="Body">What it says; it is the reader's own.</param>
/// <param name="Place">Its place among what the broker has stored, from 1; null where the broker stores nothing.</param>
public readonly record struct BrokerMessage(ReadOnlyMemory<byte> Body, ulong? Place);
