using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>Says what kind of field some bits are: how far up it reaches, whether it has a sign, and what it seems to be.</summary>
/// <param name="series">The frames.</param>
/// <param name="rows">Their bits over time.</param>
/// <param name="taken">Bits that belong to something else already.</param>
internal sealed class FieldShape(FrameSeries series, BitRows rows, bool[] taken)
{
    private const int BitsOfByte = 8;
    private const int LongestState = 3;

    /// <summary>In which part of the frames a number changes that moves all the time.</summary>
    private const double Lively = 0.3;

    /// <summary>How rough a number is at most from frame to frame, as a part of its range squared. Of numbers by chance it is 1/8.</summary>
    private const double MostRoughness = 0.03;

    /// <summary>The same where a sign is told by it, and how much smoother the number has to be with the sign, in how many moves.</summary>
    private const double MostRoughnessOfSigned = 0.012;
    private const double LeastGain = 3;
    private const double EnoughForSign = 5;
    private const int EnoughMoves = 16;

    /// <summary>How often the highest bit has to change, and in how many frames the next is the same, where both are a sign.</summary>
    private const int EnoughChanges = 6;
    private const double MostlySame = 0.99;

    /// <summary>How much of what its bits can hold a number reached that is not longer than they are.</summary>
    private const double FullReach = 0.95;

    /// <summary>How many changes make it as likely as not that a field is one.</summary>
    private const double HalfSure = 8;

    private const double SureOfNoise = 0.3;

    /// <summary>Describes the field whose lowest bits are those of a run.</summary>
    public GuessedField Of(BitRun run)
    {
        var bits = run.Chain();
        var changes = bits.Max(rows.ChangesOf);
        if (bits.Count <= LongestState)
        {
            return new(FieldOf(bits, run.Order, false), GuessedRole.State, SurenessOf(changes), bits.Count == 1 ? "changes by itself" : "its bits change at the same moments");
        }

        var values = FieldValues.Of(series, bits);
        var signedValues = FieldValues.Signed(values, bits.Count);
        var (plain, signed) = (Roughness.Of(values), Roughness.Of(signedValues));
        var isSigned = IsSigned(bits, plain, signed);
        var isSmooth = IsSmooth(isSigned ? signed : plain, bits.Count, MostRoughness);
        if (!isSmooth && bits.Count % BitsOfByte == 0 && bits[0] % BitsOfByte == 0 && bits.TrueForAll(bit => rows.ChangesOf(bit) >= Lively * rows.StepCount))
        {
            return new(FieldOf(bits, run.Order, false), GuessedRole.Noise, SureOfNoise, "changes as if at random: noise, or a checksum of a kind that is not known");
        }

        if (!IsFull(isSigned ? signedValues : values, bits.Count, isSigned))
        {
            AddConstantTop(bits, changes >= Lively * rows.StepCount);
        }

        return new(FieldOf(bits, run.Order, isSigned), GuessedRole.Number, SurenessOf(changes), isSmooth ? "moves as a number does" : "its bits change at the same moments");
    }

    private static double SurenessOf(int changes) => changes / (changes + HalfSure);

    private static bool IsSmooth(Roughness roughness, int length, double most) => roughness.Energy < most * roughness.Moves * Math.Pow(4, length);

    private static bool IsFull(double[] values, int length, bool isSigned) =>
        Math.Max(values.Max() + 1, isSigned ? -values.Min() : 0) >= FullReach * Math.Pow(2, isSigned ? length - 1 : length);

    private static BitField FieldOf(List<int> bits, ByteOrder? order, bool isSigned) => order is ByteOrder.BigEndian
        ? new(bits[^1], bits.Count, ByteOrder.BigEndian, isSigned)
        : new(bits[0], bits.Count, ByteOrder.LittleEndian, isSigned);

    /// <summary>
    /// What lies above the highest bit that changed is the number's too, up to the end of the byte: hardly any number was as large as it can be.
    /// </summary>
    private void AddConstantTop(List<int> bits, bool isLively)
    {
        var top = bits[^1] + 1;
        var above = new List<int>();
        while (top % BitsOfByte != 0 && !taken[top] && rows.ChangesOf(top) == 0)
        {
            above.Add(top++);
        }

        if (top % BitsOfByte == 0 || isLively && bits[0] / BitsOfByte != bits[^1] / BitsOfByte)
        {
            bits.AddRange(above);
        }
    }

    private bool IsSigned(List<int> bits, Roughness plain, Roughness signed) =>
        rows.ChangesOf(bits[^1]) >= EnoughChanges && rows.EqualPart(bits[^1], bits[^2]) >= MostlySame
        || plain.Energy > LeastGain * signed.Energy && plain.EvidenceFor(signed) > EnoughForSign && signed.Moves >= EnoughMoves
        && IsSmooth(signed, bits.Count, MostRoughnessOfSigned);
}
