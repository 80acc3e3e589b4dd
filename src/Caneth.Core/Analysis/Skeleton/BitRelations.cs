namespace Caneth.Analysis;

/// <summary>
/// Says which bits belong to one number: the higher changes with the lower, since they carry, or both change at the moments at which the value
/// jumps. The lowest bits of a number are noise, and noise goes with nothing.
/// </summary>
/// <param name="rows">The bits over time.</param>
internal sealed class BitRelations(BitRows rows)
{
    /// <summary>In which part of the frames a bit changes that is noise, and one above noise that is of the same number: in half of them, or nearly.</summary>
    private const double LeastNoise = 0.38;
    private const double LeastNoiseAbove = 0.3;

    /// <summary>How many standard deviations two bits change together more often than by chance, if they belong together.</summary>
    private const double LeastDeviations = 3;

    /// <summary>
    /// How much of what the higher could change with the lower it does at least, 0 by chance and 1 always: signals of one car go with each other
    /// a little, bits of one number much.
    /// </summary>
    private const double LeastShare = 0.1;

    /// <summary>How much of the changes of the higher bits are those of the lower, if they belong together.</summary>
    private const double Expected = 0.95;

    /// <summary>By which chance things that have nothing to do with each other change together at least: at some moments everything does.</summary>
    private const double LeastChance = 0.05;

    /// <summary>Whether a bit changes as noise does.</summary>
    public bool IsNoise(int bit) => rows.ChangesOf(bit) >= LeastNoise * rows.StepCount;

    /// <summary>Whether a bit is noise, and the one above it is or ends it.</summary>
    public bool AreNoise(int lower, int upper) => IsNoise(lower) && rows.ChangesOf(upper) >= LeastNoiseAbove * rows.StepCount;

    /// <summary>Whether a bit changes with the one below it, more often than by chance.</summary>
    public bool GoTogether(int lower, int upper)
    {
        var steps = (double)rows.StepCount;
        var (low, high) = (rows.ChangesOf(lower) / steps, rows.ChangesOf(upper) / steps);
        if (low >= 1 || high >= 1)
        {
            return false;
        }

        var together = rows[lower].CountWith(rows[upper]);
        var deviations = (together - steps * low * high) / Math.Sqrt(steps * low * high * (1 - low) * (1 - high));
        return deviations >= LeastDeviations && (together / (steps * high) - low) / (1 - low) >= LeastShare;
    }

    /// <summary>
    /// What speaks for it that higher bits belong to lower ones, as the logarithm of how much likelier their changes are if they do: all but none of
    /// the higher without the lower, or as many as chance makes it. Where the lower change all the time it says nothing.
    /// </summary>
    /// <param name="lower">The changes of the lower.</param>
    /// <param name="upper">The changes of the higher.</param>
    public double Evidence(ChangeMoments lower, ChangeMoments upper)
    {
        var chance = Math.Max((double)lower.Count / rows.StepCount, LeastChance);
        if (chance >= Expected)
        {
            return 0;
        }

        var together = lower.CountWith(upper);
        return together * Math.Log(Expected / chance) + (upper.Count - together) * Math.Log((1 - Expected) / (1 - chance));
    }
}
