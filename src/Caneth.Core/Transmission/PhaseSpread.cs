namespace Caneth.Transmission;

/// <summary>
/// Where in their periods transmissions begin: each in the largest gap that those before it left, so that equal periods do not come in
/// bursts. On whole milliseconds, where there are any, so that many are sent with one awakening.
/// </summary>
internal sealed class PhaseSpread
{
    // Multiples of the golden ratio, without their whole parts, are spread as evenly as a sequence without an end can be.
    private const double GoldenRatio = 0.618_033_988_749_894_9;

    private long count;

    /// <summary>How long after its start the next transmission begins.</summary>
    /// <param name="period">The time from one of its cycles to the next.</param>
    /// <returns>0 for the first; less than the period.</returns>
    public TimeSpan Next(TimeSpan period)
    {
        var share = count++ * GoldenRatio;
        var phase = period * (share - Math.Floor(share));
        return period < TimeSpan.FromMilliseconds(2) ? phase : TimeSpan.FromMilliseconds(Math.Floor(phase.TotalMilliseconds));
    }
}
