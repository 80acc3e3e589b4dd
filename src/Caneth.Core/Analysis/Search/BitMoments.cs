using System.Numerics;
using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>
/// How bits go with each other and with a reference. A number is a sum of its bits, so from this follows how any field of them goes with the
/// reference, without looking at the frames again.
/// </summary>
internal sealed class BitMoments
{
    /// <summary>The longest field that is tried.</summary>
    private const int Longest = 32;

    /// <summary>By how much a correlation has to be better to be believed.</summary>
    private const double Better = 1e-12;

    private const int BitsOfWord = 64;
    private const int Unknown = -1;

    private static readonly double[] Powers = [.. Enumerable.Range(0, Longest).Select(power => Math.ScaleB(1, power))];

    private readonly int rows;
    private readonly int[] indexOf;
    private readonly bool[] taken;
    private readonly int[] ones;
    private readonly double[] withReference;
    private readonly ulong[][] columns;
    private readonly int[] together;
    private readonly double varianceOfReference;

    /// <summary>Looks at sampled frames.</summary>
    /// <param name="series">The frames.</param>
    /// <param name="sampled">Which of them, and the values of the reference.</param>
    /// <param name="bits">The bits that vary.</param>
    /// <param name="taken">Those that no field may have, since they belong to another.</param>
    public BitMoments(FrameSeries series, SampledRows sampled, IReadOnlyList<int> bits, bool[] taken)
    {
        this.taken = taken;
        rows = sampled.Count;
        indexOf = new int[series.BitCount];
        Array.Fill(indexOf, Unknown);
        ones = new int[bits.Count];
        withReference = new double[bits.Count];
        columns = new ulong[bits.Count][];
        together = new int[bits.Count * bits.Count];
        Array.Fill(together, Unknown);

        // Around its mean, so that no digits are lost where it is far from 0.
        var mean = Mean(sampled.Values.Span);
        for (var index = 0; index < bits.Count; index++)
        {
            indexOf[bits[index]] = index;
            columns[index] = new ulong[(rows + BitsOfWord - 1) / BitsOfWord];
            Fill(index, bits[index], series, sampled, mean);
        }

        foreach (var value in sampled.Values.Span)
        {
            varianceOfReference += (value - mean) * (value - mean);
        }
    }

    /// <summary>The field that goes best with the reference.</summary>
    /// <returns>The square of its correlation, the places of its bits in a chain, and whether it is signed; null where nothing varies.</returns>
    public FieldCandidate? Best()
    {
        var bits = indexOf.Length;
        FieldCandidate? best = null;
        if (varianceOfReference > 0)
        {
            foreach (var order in new[] { ByteOrder.LittleEndian, ByteOrder.BigEndian })
            {
                var chain = new BitChain(order, bits);
                for (var lowest = 0; lowest < bits; lowest++)
                {
                    Extend(chain, order, lowest, ref best);
                }
            }
        }

        return best;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return values.Length > 0 ? sum / values.Length : 0;
    }

    private void Fill(int index, int bit, FrameSeries series, SampledRows sampled, double mean)
    {
        var frames = sampled.Frames.Span;
        var values = sampled.Values.Span;
        var column = columns[index];
        for (var row = 0; row < frames.Length; row++)
        {
            if (series.Bit(frames[row], bit) != 0)
            {
                column[row / BitsOfWord] |= 1UL << (row % BitsOfWord);
                ones[index]++;
                withReference[index] += values[row] - mean;
            }
        }
    }

    /// <summary>Tries all fields that begin with a bit, each made of the one before by one bit more at its top.</summary>
    private void Extend(BitChain chain, ByteOrder order, int lowest, ref FieldCandidate? best)
    {
        if (!Varies(indexOf[chain[lowest]]))
        {
            return;
        }

        Span<int> below = stackalloc int[Longest];
        Span<int> powers = stackalloc int[Longest];
        var count = 0;
        double variance = 0, common = 0;
        for (var length = 1; length <= Longest && lowest + length <= chain.Length; length++)
        {
            var bit = chain[lowest + length - 1];
            if (taken[bit])
            {
                break;
            }

            var index = indexOf[bit];
            if (!Varies(index))
            {
                continue;
            }

            var weight = Powers[length - 1];
            var shared = 0.0;
            for (var lower = 0; lower < count; lower++)
            {
                shared += Powers[powers[lower]] * Covariance(index, below[lower]);
            }

            (below[count], powers[count]) = (index, length - 1);
            count++;

            var own = weight * weight * Covariance(index, index);
            Consider(variance - 2 * weight * shared + own, common - weight * withReference[index], lowest, length, order, isSigned: length > 1, ref best);
            variance += 2 * weight * shared + own;
            common += weight * withReference[index];
            Consider(variance, common, lowest, length, order, isSigned: false, ref best);
        }
    }

    private void Consider(double variance, double common, int lowest, int length, ByteOrder order, bool isSigned, ref FieldCandidate? best)
    {
        // The variances of bits are counted in rows squared, the covariances with the reference in rows.
        var fit = variance > 0 ? rows * common * common / (variance * varianceOfReference) : 0;
        if (fit > (best?.Fit ?? 0) + Better)
        {
            best = new(fit, order, lowest, lowest + length - 1, isSigned);
        }
    }

    private bool Varies(int index) => index != Unknown && ones[index] > 0 && ones[index] < rows;

    /// <summary>How often two bits are set together, beyond what they would be by chance, times the square of the rows.</summary>
    private double Covariance(int one, int other)
    {
        ref var both = ref together[one * ones.Length + other];
        if (both == Unknown)
        {
            both = 0;
            var (first, second) = (columns[one], columns[other]);
            for (var word = 0; word < first.Length; word++)
            {
                both += BitOperations.PopCount(first[word] & second[word]);
            }

            together[other * ones.Length + one] = both;
        }

        return (double)rows * both - (double)ones[one] * ones[other];
    }
}
