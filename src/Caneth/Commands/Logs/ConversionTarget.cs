using Caneth.Logs;

namespace Caneth.Commands;

/// <summary>A file that logs become.</summary>
/// <param name="Path">The file.</param>
/// <param name="Format">Its format.</param>
/// <param name="Logs">The logs.</param>
internal sealed record ConversionTarget(string Path, LogFormat Format, IReadOnlyList<string> Logs);
