namespace Caneth.Logs.Mdf;

/// <summary>The groups whose records lie in the same blocks, one after another.</summary>
/// <param name="Data">Where the blocks lie.</param>
/// <param name="IdLength">How many bytes tell before each record which group it is of; 0 where there is one group.</param>
/// <param name="Groups">The groups.</param>
internal sealed record MdfDataGroup(long Data, int IdLength, IReadOnlyList<MdfGroup> Groups);
