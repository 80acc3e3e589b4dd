using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>
/// Finds where a field ends. What lies above its highest bit spoils it at once; what lies below its lowest is hardly noticed. So it is built
/// from the highest bit down, and each bit has to earn its place. docs/commands/Find-CanSignal.md says it in words.
/// </summary>
/// <param name="series">The frames.</param>
/// <param name="reference">What the field goes with.</param>
/// <param name="taken">Bits that it may not have.</param>
/// <param name="mostLag">How much earlier or later it may be, in nanoseconds.</param>
internal sealed class FieldRefiner(FrameSeries series, ReferenceSeries reference, bool[] taken, long mostLag)
{
    private const int Longest = 32;
    private const int BitsOfByte = 8;

    /// <summary>What has to speak for a bit at least, together with those above it that spoke for less.</summary>
    private const double LeastEvidence = 2;

    /// <summary>How often a bit changes at least, as a part of how often the one above it does: the lower, the livelier.</summary>
    private const double LeastChanges = 0.7;

    /// <summary>What has to speak for one that changes less often.</summary>
    private const double Reluctance = 6;

    /// <summary>How much more of the reference the refined field may leave unexplained than the rough one, before the latter is taken after all.</summary>
    private const double MostLost = 2;
    private const double LostAnyway = 0.001;

    /// <summary>Into how small steps the lag is searched, in nanoseconds.</summary>
    private const long FinestLag = 5_000_000;

    private readonly BitLiveliness liveliness = new(series);

    /// <summary>Finds the ends of a field, and the line that leads from it to the reference.</summary>
    /// <param name="candidate">The field, roughly.</param>
    /// <param name="lag">How much later it changes, roughly, in nanoseconds.</param>
    /// <param name="step">How exactly that is known.</param>
    public (BitField Field, FieldFit Fit) Refine(FieldCandidate candidate, long lag, long step)
    {
        lag = BetterLag(FieldOf(candidate), lag, step);
        var sampled = new SampledRows(series, reference, lag);
        var (little, big) = (Downwards(ByteOrder.LittleEndian, candidate, sampled), Downwards(ByteOrder.BigEndian, candidate, sampled));
        var best = big.Evidence > little.Evidence ? big : little;
        var field = Upwards(best);
        lag = BetterLag(field, lag, step / 4);
        var (fit, rough) = (Fit(field, lag), Fit(FieldOf(candidate), lag));
        return Unexplained(fit) <= MostLost * Unexplained(rough) + LostAnyway ? (field, fit) : (FieldOf(candidate), rough);
    }

    private static double Unexplained(FieldFit fit) => 1 - fit.Correlation * fit.Correlation;

    private BitField FieldOf(FieldCandidate candidate) =>
        new BitChain(candidate.ByteOrder, series.BitCount).Field(candidate.Lowest, candidate.Highest, candidate.IsSigned);

    /// <summary>Builds the field from its highest bit down, in one byte order.</summary>
    private GrownField Downwards(ByteOrder order, FieldCandidate candidate, SampledRows sampled)
    {
        var highest = new BitChain(candidate.ByteOrder, series.BitCount)[candidate.Highest];
        var chain = new BitChain(order, series.BitCount);
        var top = chain.PlaceOf(highest);
        var track = new FieldTrack(series, sampled, highest, candidate.IsSigned);
        var (sum, best, lowest) = (0.0, 0.0, top);
        var bestAt = top;
        var above = liveliness.ChangesOf(highest);
        var steps = new List<double>();
        for (var place = top - 1; place >= 0 && top - place < Longest; place--)
        {
            var bit = chain[place];
            var changes = liveliness.ChangesOf(bit);
            if (taken[bit])
            {
                break;
            }

            // Bits that never changed say nothing, but those below them may.
            lowest = place;
            sum += track.Add(bit) - (changes > 0 && changes < LeastChanges * above ? Reluctance : 0);
            above = Math.Max(above, changes);
            steps.Add(sum);
            if (sum > best + LeastEvidence)
            {
                (best, bestAt) = (sum, place);
            }
        }

        return new(order, ToEndOfByte(chain, top, bestAt, lowest, best, steps), top, candidate.IsSigned, best);
    }

    /// <summary>
    /// The lowest bits of a fine number are noise to everybody. Where nothing speaks against those that are left of a byte, they belong to it.
    /// </summary>
    private int ToEndOfByte(BitChain chain, int top, int at, int lowest, double best, List<double> steps)
    {
        var end = at - chain[at] % BitsOfByte;
        if (end == at || end < lowest)
        {
            return at;
        }

        for (var place = at - 1; place >= end; place--)
        {
            if (steps[top - 1 - place] < best - LeastEvidence || liveliness.ChangesOf(chain[place]) == 0)
            {
                return at;
            }
        }

        return end;
    }

    /// <summary>A sign may be there several times: then all of them are the number's.</summary>
    private BitField Upwards(GrownField grown)
    {
        var chain = new BitChain(grown.Order, series.BitCount);
        var top = grown.Highest;
        while (grown.IsSigned && top + 1 < chain.Length && top + 1 - grown.Lowest < Longest && !taken[chain[top + 1]] && AreSame(chain[top], chain[top + 1]))
        {
            top++;
        }

        return chain.Field(grown.Lowest, top, grown.IsSigned && top > grown.Lowest);
    }

    private bool AreSame(int one, int other)
    {
        for (var frame = 0; frame < series.Count; frame++)
        {
            if (series.Bit(frame, one) != series.Bit(frame, other))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Searches the lag in ever smaller steps.</summary>
    private long BetterLag(BitField field, long lag, long step)
    {
        var values = ValuesOf(field);
        var best = Math.Abs(LinearFit.Of(values, new(series, reference, lag)).Correlation);
        for (var by = step / 2; by >= FinestLag; by /= 2)
        {
            foreach (var other in new[] { Math.Max(lag - by, -mostLag), Math.Min(lag + by, mostLag) })
            {
                var fit = Math.Abs(LinearFit.Of(values, new(series, reference, other)).Correlation);
                if (fit > best)
                {
                    (best, lag) = (fit, other);
                }
            }
        }

        return lag;
    }

    private FieldFit Fit(BitField field, long lag)
    {
        var sampled = new SampledRows(series, reference, lag);
        var fit = LinearFit.Of(ValuesOf(field), sampled);
        return new(fit.Correlation, fit.Factor, fit.Offset, lag, sampled.Count);
    }

    private double[] ValuesOf(BitField field)
    {
        var chain = new BitChain(field.ByteOrder, series.BitCount);
        var lowest = field.ByteOrder == ByteOrder.LittleEndian ? chain.PlaceOf(field.StartBit) : chain.PlaceOf(field.StartBit) - field.Length + 1;
        var values = new double[series.Count];
        for (var place = 0; place < field.Length; place++)
        {
            var weight = Math.ScaleB(field.IsSigned && place == field.Length - 1 ? -1 : 1, place);
            var bit = chain[lowest + place];
            for (var frame = 0; frame < values.Length; frame++)
            {
                values[frame] += weight * series.Bit(frame, bit);
            }
        }

        return values;
    }

    /// <summary>A field as far as it was built.</summary>
    private readonly record struct GrownField(ByteOrder Order, int Lowest, int Highest, bool IsSigned, double Evidence);

    /// <summary>How often the bits change, counted when it is asked.</summary>
    private sealed class BitLiveliness(FrameSeries series)
    {
        private readonly Dictionary<int, int> changes = [];

        public int ChangesOf(int bit)
        {
            if (!changes.TryGetValue(bit, out var count))
            {
                changes[bit] = count = series.ChangesOf(bit);
            }

            return count;
        }
    }
}
