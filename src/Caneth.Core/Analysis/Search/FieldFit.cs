namespace Caneth.Analysis;

/// <summary>How well bits go with a reference.</summary>
/// <param name="Correlation">The correlation, -1 to 1.</param>
/// <param name="Factor">What the raw value is multiplied by.</param>
/// <param name="Offset">What is added to that.</param>
/// <param name="Lag">How much later the bits change than the reference, in nanoseconds.</param>
/// <param name="Points">At how many points they were compared.</param>
internal readonly record struct FieldFit(double Correlation, double Factor, double Offset, long Lag, int Points);
