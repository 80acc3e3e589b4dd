using System.Numerics;

namespace Caneth.Analysis;

/// <summary>The bits of the frames of one id that vary, each as a row of what it was and when it changed.</summary>
internal sealed class BitRows
{
    private const int BitsOfWord = 64;

    private readonly ulong[]?[] values;
    private readonly ChangeMoments?[] changes;

    /// <summary>Takes the bits of frames.</summary>
    /// <param name="series">The frames.</param>
    public BitRows(FrameSeries series)
    {
        FrameCount = series.Count;
        values = new ulong[series.BitCount][];
        changes = new ChangeMoments[series.BitCount];
        foreach (var bit in series.VaryingBits.Where(bit => bit < series.BitCount))
        {
            (values[bit], changes[bit]) = Rows(series, bit);
        }
    }

    /// <summary>How many frames there are.</summary>
    public int FrameCount { get; }

    /// <summary>How many of them have one before them.</summary>
    public int StepCount => Math.Max(FrameCount - 1, 0);

    /// <summary>How many bits the longest has.</summary>
    public int BitCount => changes.Length;

    /// <summary>The frames in which a bit changed. It varies.</summary>
    public ChangeMoments this[int bit] => changes[bit]!;

    /// <summary>How often a bit changes.</summary>
    public int ChangesOf(int bit) => changes[bit]?.Count ?? 0;

    /// <summary>The part of the frames, 0 to 1, in which two bits that vary are the same.</summary>
    public double EqualPart(int one, int other)
    {
        var differing = 0;
        var (first, second) = (values[one]!, values[other]!);
        for (var word = 0; word < first.Length; word++)
        {
            differing += BitOperations.PopCount(first[word] ^ second[word]);
        }

        return 1 - (double)differing / FrameCount;
    }

    private static (ulong[] Values, ChangeMoments Changes) Rows(FrameSeries series, int bit)
    {
        var words = (series.Count + BitsOfWord - 1) / BitsOfWord;
        var (values, changes) = (new ulong[words], new ulong[words]);
        var before = series.Bit(0, bit);
        for (var frame = 0; frame < series.Count; frame++)
        {
            var now = series.Bit(frame, bit);
            values[frame / BitsOfWord] |= (ulong)now << (frame % BitsOfWord);
            changes[frame / BitsOfWord] |= (ulong)(now ^ before) << (frame % BitsOfWord);
            before = now;
        }

        return (values, new(changes));
    }
}
