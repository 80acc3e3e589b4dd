namespace Caneth.Analysis;

/// <summary>What a field measures.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Factor">What the raw value is multiplied by.</param>
/// <param name="Offset">What is added to that.</param>
/// <param name="Why">What it was told by.</param>
internal sealed record FieldMeaning(string Name, string Unit, double Factor, double Offset, string Why);
