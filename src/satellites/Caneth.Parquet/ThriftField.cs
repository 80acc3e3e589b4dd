namespace Caneth.Parquet;

/// <summary>What a field of a structure is.</summary>
/// <param name="Kind">Its kind; True stands for both truth values.</param>
/// <param name="Element">Of a list the kind of its elements.</param>
/// <param name="Shape">Of a structure, or of a list of structures, what their fields are.</param>
/// <param name="Place">Of a number where it goes among those that were asked for.</param>
internal sealed record ThriftField(ThriftKind Kind, ThriftKind Element = ThriftKind.Stop, ThriftShape? Shape = null, int? Place = null);
