using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>Splits the bits of an id into fields: first each byte into runs of bits that belong together, then runs are joined across the bytes.</summary>
/// <param name="series">The frames.</param>
/// <param name="rows">Their bits over time.</param>
/// <param name="taken">Bits that belong to something else already.</param>
/// <param name="usual">The byte order that other messages have: what decides where the frames do not; null where it is not known.</param>
internal sealed class FieldSplitter(FrameSeries series, BitRows rows, bool[] taken, ByteOrder? usual)
{
    private const int BitsOfByte = 8;

    /// <summary>What has to speak for a bit to belong to those below it in its byte, and for a run to belong to one of another byte.</summary>
    private const double EnoughInByte = 2.5;
    private const double EnoughAcross = 5.5;

    /// <summary>
    /// How often bits of two bytes change together at least, whole messages do at a moment now and then; and how often where they also change alone.
    /// </summary>
    private const int LeastTogether = 3;
    private const int EnoughTogether = 8;

    /// <summary>What has to speak for noise of another byte to belong to a number; and what may speak against it, where all of the run is noise.</summary>
    private const double EnoughForNoise = 3;

    /// <summary>What noise counts that nothing speaks for or against: less than all else, and least where the higher bits are noise themselves.</summary>
    private const double Unknown = 0.1;
    private const double UnknownOfNoise = 0.01;

    /// <summary>What speaks against a byte order that other messages do not have: one message in a hundred.</summary>
    private const double AgainstUnusual = 4.6;

    private readonly List<Link> links = [];

    private BitRelations Relations => field ??= new(rows);

    /// <summary>Splits them.</summary>
    /// <returns>The fields, and the byte orders of those that could have no other.</returns>
    public (IReadOnlyList<GuessedField> Fields, IReadOnlyList<ByteOrder> Orders) Split()
    {
        var runs = Runs();
        var at = new BitRun?[rows.BitCount];
        foreach (var run in runs)
        {
            at.AsSpan(run.Lowest, run.Length).Fill(run);
        }

        for (var bit = BitsOfByte; bit < rows.BitCount; bit += BitsOfByte)
        {
            AddLink(at[bit - 1], at[bit], ByteOrder.LittleEndian);
            AddLink(at[bit + BitsOfByte - 1], at[bit - BitsOfByte], ByteOrder.BigEndian);
        }

        foreach (var link in links.OrderByDescending(link => link.Evidence))
        {
            link.Lower.Join(link.Upper, link.Order);
        }

        var shape = new FieldShape(series, rows, taken);
        return ([.. runs.Where(run => run.Below is null).Select(shape.Of)], [.. links.Where(IsBeyondDoubt).Select(link => link.Order)]);
    }

    /// <summary>Neighbours within a byte that belong together.</summary>
    private List<BitRun> Runs()
    {
        var runs = new List<BitRun>();
        for (var bit = 0; bit < rows.BitCount; bit++)
        {
            if (taken[bit] || rows.ChangesOf(bit) == 0)
            {
                continue;
            }

            if (runs.Count > 0 && runs[^1] is var below && bit % BitsOfByte > 0 && below.Highest == bit - 1
                && (Relations.AreNoise(bit - 1, bit) || Relations.GoTogether(bit - 1, bit) || Relations.Evidence(below.Changes, rows[bit]) > EnoughInByte))
            {
                below.Grow(rows[bit]);
            }
            else
            {
                runs.Add(new(bit, rows[bit]));
            }
        }

        return runs;
    }

    private void AddLink(BitRun? lower, BitRun? upper, ByteOrder order)
    {
        if (lower is not null && upper is not null && EvidenceOf(lower, upper, (usual ?? order) == order ? 0 : AgainstUnusual) is > 0 and var evidence)
        {
            links.Add(new(evidence, lower, upper, order));
        }
    }

    /// <summary>What speaks for it that the highest bit of one run carries into the lowest of another; 0 where too little does.</summary>
    private double EvidenceOf(BitRun lower, BitRun upper, double against)
    {
        var (low, high) = (lower.Highest, upper.Lowest);
        if (Relations.AreNoise(low, high))
        {
            return EvidenceOfNoise(lower, upper, against);
        }

        double[] all = [EvidenceOfMoments(lower.Changes, upper.Changes), EvidenceOfMoments(rows[low], rows[high]), EvidenceOfCarry(lower, upper)];
        var evidence = all.Max() - against;
        return evidence > EnoughAcross ? evidence
            : against == 0 && Relations.GoTogether(low, high) && rows[low].CountWith(rows[high]) >= EnoughTogether ? EnoughAcross
            : 0;
    }

    private double EvidenceOfMoments(ChangeMoments lower, ChangeMoments upper) =>
        lower.CountWith(upper) >= LeastTogether ? Relations.Evidence(lower, upper) : 0;

    private double EvidenceOfCarry(BitRun lower, BitRun upper) =>
        Carries.Evidence(FieldValues.Of(series, [.. lower.Bits]), lower.Length, FieldValues.Of(series, [.. upper.Bits]), upper.Length);

    /// <summary>Noise goes with nothing, but noise that belongs to a number makes it smoother. Beyond its ends a number goes on, as signed ones do.</summary>
    private double EvidenceOfNoise(BitRun lower, BitRun upper, double against)
    {
        var range = Math.Pow(2, lower.Length + upper.Length);
        var alone = Roughness.OfCircle(FieldValues.Of(series, [.. upper.Bits], Math.Pow(2, lower.Length)), range);
        var both = Roughness.OfCircle(FieldValues.Of(series, [.. lower.Bits, .. upper.Bits]), range);
        var evidence = alone.EvidenceFor(both) - against;
        return evidence > EnoughForNoise ? evidence
            : evidence > -EnoughForNoise && against == 0 && lower.Bits.All(Relations.IsNoise)
                ? (upper.Bits.All(Relations.IsNoise) ? UnknownOfNoise : Unknown) * Math.Exp(evidence / EnoughForNoise)
            : 0;
    }

    /// <summary>Whether two runs are joined that could not have been joined the other way round.</summary>
    private bool IsBeyondDoubt(Link link) =>
        link.Evidence >= EnoughForNoise && link.Lower.Above == link.Upper && !links.Exists(other => other.Lower == link.Upper && other.Upper == link.Lower);

    private readonly record struct Link(double Evidence, BitRun Lower, BitRun Upper, ByteOrder Order);
}
