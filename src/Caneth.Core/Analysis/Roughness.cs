namespace Caneth.Analysis;

/// <summary>How far each value of a series is from the middle of its neighbours: little where it is a number that moves, much where it is none.</summary>
/// <param name="Energy">The sum of the distances, squared.</param>
/// <param name="Moves">How many values are not in the middle.</param>
internal readonly record struct Roughness(double Energy, int Moves)
{
    /// <summary>Measures a series.</summary>
    public static Roughness Of(ReadOnlySpan<double> values)
    {
        var (sum, moves) = (0.0, 0);
        for (var frame = 1; frame < values.Length - 1; frame++)
        {
            var bend = values[frame] - (values[frame - 1] + values[frame + 1]) / 2;
            sum += bend * bend;
            moves += bend != 0 ? 1 : 0;
        }

        return new(sum, moves);
    }

    /// <summary>Measures a series of which the highest value is next to the lowest, so that it does not matter whether there is a sign.</summary>
    /// <param name="values">The values.</param>
    /// <param name="range">How many they can be.</param>
    public static Roughness OfCircle(ReadOnlySpan<double> values, double range)
    {
        var (sum, moves) = (0.0, 0);
        for (var frame = 1; frame < values.Length - 1; frame++)
        {
            var bend = (Math.IEEERemainder(values[frame] - values[frame - 1], range) - Math.IEEERemainder(values[frame + 1] - values[frame], range)) / 2;
            sum += bend * bend;
            moves += bend != 0 ? 1 : 0;
        }

        return new(sum, moves);
    }

    /// <summary>
    /// What speaks for another reading of the same frames, as the logarithm of how much likelier they are by it: above 0 where it is smoother.
    /// </summary>
    /// <param name="other">How rough the other reading is, in the same unit.</param>
    public double EvidenceFor(Roughness other) =>
        Energy > 0 && other.Energy > 0 ? Math.Min(Moves, other.Moves) / 2.0 * Math.Log(Energy / other.Energy) : 0;
}
