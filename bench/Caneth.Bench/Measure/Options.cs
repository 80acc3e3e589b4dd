namespace Caneth.Bench;

/// <summary>How to measure.</summary>
/// <param name="Rounds">How many rounds count.</param>
/// <param name="PythonCaneth">A checkout of the Python client; null to leave it out.</param>
/// <param name="Database">A DBC file to read; null to leave that out.</param>
internal sealed record Options(int Rounds, string? PythonCaneth, string? Database);
