namespace Caneth.Tool.Metrics;

/// <summary>One instrument with what it says now.</summary>
/// <param name="Name">Its name: <c>caneth.frames.received</c>.</param>
/// <param name="Unit">Its unit in UCUM; null for none.</param>
/// <param name="Description">What it is; null where nothing is said.</param>
/// <param name="IsCounter">Whether it only grows.</param>
/// <param name="Points">Its numbers, by tags.</param>
internal sealed record Metric(string Name, string? Unit, string? Description, bool IsCounter, IReadOnlyList<MetricPoint> Points);

/// <summary>One number of an instrument.</summary>
/// <param name="Tags">What distinguishes it.</param>
/// <param name="Value">The number.</param>
internal readonly record struct MetricPoint(KeyValuePair<string, string>[] Tags, double Value);
