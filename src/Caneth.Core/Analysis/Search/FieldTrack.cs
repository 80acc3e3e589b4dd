namespace Caneth.Analysis;

/// <summary>
/// A field that grows bit by bit downwards, in all frames of a series, with what speaks for each bit: that the field goes better with the
/// reference, and that it becomes smoother. What belongs to a number makes both so; what belongs to another makes neither.
/// </summary>
internal sealed class FieldTrack
{
    /// <summary>What is left unexplained of a reference that is made of the same bits is the rounding of the calculation.</summary>
    private const double LeastLeft = 1e-10;

    private readonly FrameSeries series;
    private readonly SampledRows sampled;
    private readonly double[] values;
    private double weight = 1;
    private double energy;
    private double unexplained;
    private readonly double least;

    /// <summary>Begins with the highest bit.</summary>
    /// <param name="series">The frames.</param>
    /// <param name="sampled">Which of them are held against the reference.</param>
    /// <param name="bit">The highest bit.</param>
    /// <param name="isSigned">Whether it is a sign.</param>
    public FieldTrack(FrameSeries series, SampledRows sampled, int bit, bool isSigned)
    {
        this.series = series;
        this.sampled = sampled;
        values = new double[series.Count];
        AddBit(bit, isSigned ? -1 : 1);
        energy = Roughness.Of(values).Energy;
        (unexplained, _) = Unexplained();
        least = LeastLeft * unexplained;
    }

    /// <summary>Adds the next lower bit.</summary>
    /// <param name="bit">The bit.</param>
    /// <returns>
    /// What speaks for it, as the logarithm of how much likelier the frames are with it: above 0 for it, below 0 against it.
    /// </returns>
    public double Add(int bit)
    {
        weight /= 2;
        AddBit(bit, weight);
        var (roughness, moves) = Roughness.Of(values);
        var (left, independent) = Unexplained();
        left = Math.Max(left, least);
        var evidence = Evidence(energy, roughness, moves) + Evidence(unexplained, left, independent);
        (energy, unexplained) = (roughness, left);
        return evidence;
    }

    /// <summary>Two variances of a number of values as the logarithm of a ratio of likelihoods.</summary>
    private static double Evidence(double before, double after, double count) =>
        before > 0 && after > 0 ? count / 2 * Math.Log(before / after) : 0;

    private void AddBit(int bit, double by)
    {
        for (var frame = 0; frame < values.Length; frame++)
        {
            values[frame] += by * series.Bit(frame, bit);
        }
    }

    /// <summary>
    /// The part of the reference that the field does not explain, and how many independent values that is: what is left varies slowly
    /// where the reference is late, and then says less than its points are.
    /// </summary>
    private (double Part, double Independent) Unexplained()
    {
        var fit = LinearFit.Of(values, sampled);
        var frames = sampled.Frames.Span;
        var targets = sampled.Values.Span;
        var (before, sum, neighbours) = (0.0, 0.0, 0.0);
        for (var row = 0; row < frames.Length; row++)
        {
            var left = targets[row] - fit.Offset - fit.Factor * values[frames[row]];
            sum += left * left;
            neighbours += left * before;
            before = left;
        }

        var related = sum > 0 ? Math.Clamp(neighbours / sum, 0, 0.999) : 0;
        return (sum, frames.Length * (1 - related) / (1 + related));
    }
}
