namespace Caneth.Analysis;

/// <summary>A value that was measured at a moment.</summary>
/// <param name="Time">When.</param>
/// <param name="Value">The value, in any unit.</param>
public readonly record struct TimedValue(Timestamp Time, double Value);
