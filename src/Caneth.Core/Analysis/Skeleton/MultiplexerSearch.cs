using System.Numerics;

namespace Caneth.Analysis;

/// <summary>
/// Finds the bits of a message that say what the others mean: their values follow each other in the same order again and again, and where they are
/// the same the others change much less than from frame to frame.
/// </summary>
/// <param name="series">The frames.</param>
/// <param name="rows">Their bits over time.</param>
/// <param name="checksum">The bits of the checksum, which cannot be those.</param>
/// <param name="counters">The counters: what they explain of each other says nothing.</param>
internal sealed class MultiplexerSearch(FrameSeries series, BitRows rows, BitField? checksum, IReadOnlyList<BitField> counters)
{
    private const int BitsOfByte = 8;
    private const int BitsOfWord = 64;
    private const int BitsOfHalf = 4;
    private const int MostPages = 32;
    private const int Enough = 16;

    /// <summary>A selector changes often: one that hardly does is a state of the whole message.</summary>
    private const double LeastChanges = 0.3;

    /// <summary>In which part of the frames its value is the one that mostly follows that before.</summary>
    private const double LeastPredictable = 0.8;

    /// <summary>How often a bit has to change from frame to frame, how much less within the pages, and how many bits of how many bytes have to.</summary>
    private const int EnoughChanges = 16;
    private const double MostLeft = 0.3;
    private const int EnoughBits = 3;
    private const int EnoughBytes = 2;

    private readonly byte[] places = new byte[series.Count];

    /// <summary>Finds them.</summary>
    /// <returns>The bits and their values; null where there are none.</returns>
    public Multiplexer? Find()
    {
        if (series.Count < Enough)
        {
            return null;
        }

        for (var lowest = 0; lowest < rows.BitCount; lowest++)
        {
            if (rows.ChangesOf(lowest) < LeastChanges * rows.StepCount || !CanBegin(lowest))
            {
                continue;
            }

            for (var highest = lowest | BitsOfByte - 1; highest >= lowest; highest--)
            {
                var selector = BitField.InByte(lowest, highest - lowest + 1);
                if (rows.ChangesOf(highest) > 0 && checksum?.Overlaps(selector) != true && Pages(selector) is { } values && IsSequence(values.Count) && Explains(selector, values.Count))
                {
                    return new(WithConstantTop(selector), [.. values.Order()]);
                }
            }
        }

        return null;
    }

    private bool CanBegin(int bit) => bit % BitsOfHalf == 0 || rows.ChangesOf(bit - 1) == 0 || checksum?.Contains(bit - 1) == true;

    /// <summary>The values of some bits in the order in which they came first, and in <see cref="places"/> which of them each frame has.</summary>
    private List<ulong>? Pages(BitField selector)
    {
        Span<short> known = stackalloc short[1 << BitsOfByte];
        known.Fill(-1);
        var values = new List<ulong>();
        var (word, shift, mask) = (selector.StartBit / BitsOfWord, selector.StartBit % BitsOfWord, (1UL << selector.Length) - 1);
        for (var frame = 0; frame < series.Count; frame++)
        {
            var value = series.Payload(frame)[word] >> shift & mask;
            if (known[(int)value] < 0)
            {
                if (values.Count == MostPages)
                {
                    return null;
                }

                known[(int)value] = (short)values.Count;
                values.Add(value);
            }

            places[frame] = (byte)known[(int)value];
        }

        return values.Count > 1 ? values : null;
    }

    /// <summary>Whether one value is nearly always followed by the same other.</summary>
    private bool IsSequence(int pages)
    {
        Span<int> followers = stackalloc int[MostPages * MostPages];
        followers.Clear();
        var changes = 0;
        for (var frame = 1; frame < places.Length; frame++)
        {
            followers[places[frame - 1] * MostPages + places[frame]]++;
            changes += places[frame] != places[frame - 1] ? 1 : 0;
        }

        var usual = 0;
        for (var page = 0; page < pages; page++)
        {
            var most = 0;
            foreach (var count in followers.Slice(page * MostPages, pages))
            {
                most = Math.Max(most, count);
            }

            usual += most;
        }

        return changes >= LeastChanges * rows.StepCount && usual >= LeastPredictable * rows.StepCount;
    }

    /// <summary>Whether the selector is the reason why other bits change from frame to frame.</summary>
    private bool Explains(BitField selector, int pages)
    {
        var left = ChangesWithinPages(pages);
        var explained = new List<int>();
        for (var bit = 0; bit < rows.BitCount; bit++)
        {
            if (rows.ChangesOf(bit) >= EnoughChanges && left[bit] <= MostLeft * rows.ChangesOf(bit) && !selector.Contains(bit) && checksum?.Contains(bit) != true
                && !counters.Any(counter => counter.Contains(bit)))
            {
                explained.Add(bit);
            }
        }

        // What all lies in one byte may be a checksum of a kind that is not known, over a counter and little else.
        return explained.Count >= EnoughBits && explained.Select(bit => bit / BitsOfByte).Distinct().Count() >= Math.Min(EnoughBytes, series.Longest - 1);
    }

    private int[] ChangesWithinPages(int pages)
    {
        var left = new int[series.Payload(0).Length * BitsOfWord];
        var last = new int[pages];
        Array.Fill(last, -1);
        for (var frame = 0; frame < places.Length; frame++)
        {
            ref var before = ref last[places[frame]];
            if (before >= 0)
            {
                var now = series.Payload(frame);
                var then = series.Payload(before);
                for (var word = 0; word < now.Length; word++)
                {
                    for (var changed = now[word] ^ then[word]; changed != 0; changed &= changed - 1)
                    {
                        left[word * BitsOfWord + BitOperations.TrailingZeroCount(changed)]++;
                    }
                }
            }

            before = frame;
        }

        return left;
    }

    /// <summary>What is always 0 above it is its own up to the end of the byte.</summary>
    private BitField WithConstantTop(BitField selector)
    {
        var top = selector.StartBit + selector.Length;
        while (top % BitsOfByte != 0 && rows.ChangesOf(top) == 0 && series.Bit(0, top) == 0)
        {
            top++;
        }

        return top % BitsOfByte == 0 ? BitField.InByte(selector.StartBit, top - selector.StartBit) : selector;
    }
}
