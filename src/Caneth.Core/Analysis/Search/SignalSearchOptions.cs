namespace Caneth.Analysis;

/// <summary>How signals are looked for.</summary>
public sealed record SignalSearchOptions
{
    /// <summary>How much earlier or later than the reference a signal may be. 1 s by default.</summary>
    public TimeSpan MaxLag { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Which correlation with the reference is worth to be told, 0 to 1. 0.7 by default.</summary>
    public double LeastCorrelation { get; init; } = 0.7;

    /// <summary>How many signals of one id are told at most. 8 by default.</summary>
    public int MaxPerId { get; init; } = 8;
}
