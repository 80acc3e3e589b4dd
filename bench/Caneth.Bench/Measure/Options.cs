namespace Caneth.Bench;

/// <summary>How to measure.</summary>
/// <param name="Rounds">How many rounds count.</param>
/// <param name="PythonCaneth">A checkout of the Python client; null to leave it out.</param>
internal sealed record Options(int Rounds, string? PythonCaneth);
