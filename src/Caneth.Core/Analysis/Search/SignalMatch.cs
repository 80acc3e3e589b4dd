namespace Caneth.Analysis;

/// <summary>Bits of frames that go with a known series of values.</summary>
public sealed class SignalMatch : FieldFinding
{
    internal SignalMatch(FrameStream stream, BitField field, int frameLength, FieldFit fit)
        : base(stream, field, frameLength)
    {
        Correlation = fit.Correlation;
        (Factor, Offset) = (fit.Factor, fit.Offset);
        Lag = TimeSpan.FromTicks(fit.Lag / TimeSpan.NanosecondsPerTick);
        Points = fit.Points;
    }

    /// <summary>The correlation with the reference, -1 to 1: negative where the one rises as the other falls.</summary>
    public double Correlation { get; }

    /// <summary>What the raw value is multiplied by to come nearest to the reference.</summary>
    public double Factor { get; }

    /// <summary>What is added to that.</summary>
    public double Offset { get; }

    /// <summary>How much later than the reference the bits change; negative where they do so earlier.</summary>
    public TimeSpan Lag { get; }

    /// <summary>How many points of the reference it was compared at.</summary>
    public int Points { get; }

    /// <inheritdoc/>
    private protected override double FactorOfSignal => Factor;

    /// <inheritdoc/>
    private protected override double OffsetOfSignal => Offset;
}
