namespace Caneth.Analysis;

/// <summary>
/// Says whether one number carries into another, as the lower byte of a number does into the higher: where the higher goes up by one the lower falls
/// from its highest values to its lowest.
/// </summary>
internal static class Carries
{
    /// <summary>How many of the changes of the higher are carries, if they are of one number; and how many are at least so by chance.</summary>
    private const double Expected = 0.9;
    private const double LeastChance = 0.02;

    /// <summary>What speaks for it, as the logarithm of how much likelier the frames are if it does: above 0 for it, below 0 against it.</summary>
    /// <param name="lower">The values of the lower.</param>
    /// <param name="lowerLength">How many bits it has.</param>
    /// <param name="upper">The values of the higher.</param>
    /// <param name="upperLength">How many bits it has.</param>
    public static double Evidence(double[] lower, int lowerLength, double[] upper, int upperLength)
    {
        var (half, range) = (Math.Pow(2, lowerLength - 1), Math.Pow(2, upperLength));
        var (changes, carries, jumps) = (0, 0, 0);
        for (var frame = 1; frame < lower.Length; frame++)
        {
            var jump = lower[frame] - lower[frame - 1];
            var isJump = Math.Abs(jump) > half;
            jumps += isJump ? 1 : 0;
            if (upper[frame] - upper[frame - 1] is not 0 and var step)
            {
                changes++;
                carries += isJump && (upperLength == 1 || Math.IEEERemainder(step, range) == -Math.Sign(jump)) ? 1 : 0;
            }
        }

        // One bit goes either way: up into the next, or down where it is a sign.
        var chance = Math.Max((upperLength == 1 ? 1 : 0.5) * jumps / Math.Max(lower.Length - 1, 1), LeastChance);
        return carries * Math.Log(Expected / chance) + (changes - carries) * Math.Log((1 - Expected) / (1 - chance));
    }
}
