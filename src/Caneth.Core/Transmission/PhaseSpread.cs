namespace Caneth.Transmission;

/// <summary>
/// Where in their periods transmissions begin: each in the largest gap that those before it left, so that equal periods do not come in
/// bursts. Those of whole milliseconds are on whole milliseconds of the clock, so that many are sent with one awakening.
/// </summary>
internal sealed class PhaseSpread
{
    // Multiples of the golden ratio, without their whole parts, are spread as evenly as a sequence without an end can be.
    private const double GoldenRatio = 0.618_033_988_749_894_9;

    private const long Step = TimeSpan.TicksPerMillisecond;

    private long count;

    /// <summary>When the next transmission begins.</summary>
    /// <param name="now">The time.</param>
    /// <param name="period">The time from one of its cycles to the next.</param>
    /// <returns>The time or later, by less than the period and a millisecond.</returns>
    public TimeSpan Next(TimeSpan now, TimeSpan period)
    {
        var share = count++ * GoldenRatio;
        var begin = now + period * (share - Math.Floor(share));
        return period.Ticks % Step != 0 || period.Ticks < 2 * Step ? begin : new((begin.Ticks + Step - 1) / Step * Step);
    }
}
