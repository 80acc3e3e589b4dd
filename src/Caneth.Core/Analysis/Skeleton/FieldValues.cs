namespace Caneth.Analysis;

/// <summary>The values that bits have as a number, frame by frame.</summary>
internal static class FieldValues
{
    /// <summary>Works them out, without a sign.</summary>
    /// <param name="series">The frames.</param>
    /// <param name="bits">The bits, the least significant first.</param>
    /// <param name="scale">What the number is multiplied by.</param>
    public static double[] Of(FrameSeries series, IReadOnlyList<int> bits, double scale = 1)
    {
        var values = new double[series.Count];
        var weight = scale;
        foreach (var bit in bits)
        {
            for (var frame = 0; frame < values.Length; frame++)
            {
                values[frame] += series.Bit(frame, bit) * weight;
            }

            weight *= 2;
        }

        return values;
    }

    /// <summary>The same values with a sign.</summary>
    /// <param name="values">The values without it.</param>
    /// <param name="length">How many bits they have.</param>
    public static double[] Signed(double[] values, int length)
    {
        var half = Math.Pow(2, length - 1);
        return Array.ConvertAll(values, value => value >= half ? value - 2 * half : value);
    }
}
