namespace Caneth.Logs.Appending;

/// <summary>The last whole point of a file that is to be appended to, and what brings the file there.</summary>
/// <param name="Keep">How many bytes of the file remain as they are.</param>
/// <param name="Rest">What is written in the place of the bytes after them; nearly always nothing.</param>
/// <param name="Repair">What is done to the file, in words; null where it ends whole.</param>
internal sealed record AppendPoint(long Keep, byte[] Rest, string? Repair);
