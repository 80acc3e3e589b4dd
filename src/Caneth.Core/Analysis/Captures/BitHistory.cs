using System.Numerics;

namespace Caneth.Analysis;

/// <summary>
/// How the bits of some frames changed from each to the next: what it takes to tell a switch from a part of a number, in a memory
/// that does not grow with the frames.
/// </summary>
/// <param name="words">How many words of 64 bits the frames have.</param>
internal sealed class BitHistory(int words)
{
    private const int BitsOfWord = 64;
    private const int BitsOfByte = 8;
    private const int WordsOfValues = 256 / BitsOfWord;

    /// <summary>How long somebody holds a button at least, or lets it go, in nanoseconds.</summary>
    private const long ShortestHold = 80_000_000;

    private readonly ulong[] first = new ulong[words];
    private readonly ulong[] last = new ulong[words];
    private readonly ulong[] changed = new ulong[words];
    private readonly BitChanges[] bits = new BitChanges[words * BitsOfWord];
    private readonly ulong[] values = new ulong[words * BitsOfByte * WordsOfValues];
    private readonly int[] newest = new int[words * BitsOfByte];

    /// <summary>How many frames there were.</summary>
    public int Count { get; private set; }

    /// <summary>How many bits the frames have, those beyond the end of shorter ones included.</summary>
    public int BitCount => bits.Length;

    /// <summary>How a bit changed.</summary>
    /// <param name="bit">The bit, 0 in the first byte.</param>
    public ref readonly BitChanges this[int bit] => ref bits[bit];

    /// <summary>Whether a bit was set in the first frame.</summary>
    /// <param name="bit">The bit, 0 in the first byte.</param>
    public bool FirstOf(int bit) => PayloadWords.IsSet(first, bit);

    /// <summary>Whether a bit was set in the last frame.</summary>
    /// <param name="bit">The bit, 0 in the first byte.</param>
    public bool LastOf(int bit) => PayloadWords.IsSet(last, bit);

    /// <summary>How many values a byte had.</summary>
    /// <param name="place">The byte, from 0.</param>
    public int ValueCount(int place)
    {
        var count = 0;
        foreach (var word in ValuesOf(place))
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>The values of a byte that it never had in other frames.</summary>
    /// <param name="place">The byte, from 0.</param>
    /// <param name="other">The other frames.</param>
    public IReadOnlyList<int> ValuesNotIn(int place, BitHistory other)
    {
        var mine = ValuesOf(place);
        var known = other.ValuesOf(place);
        var found = new List<int>();
        for (var value = 0; value < 256; value++)
        {
            if (PayloadWords.IsSet(mine, value) && !PayloadWords.IsSet(known, value))
            {
                found.Add(value);
            }
        }

        return found;
    }

    /// <summary>The part of the frames, 0 to 1, that came after the last value of a byte that was new then.</summary>
    /// <param name="place">The byte, from 0.</param>
    public double QuietPart(int place) => Count == 0 ? 0 : (Count - newest[place]) / (double)Count;

    /// <summary>Takes the next frame.</summary>
    /// <param name="payload">Its data.</param>
    /// <param name="time">When it came, in nanoseconds.</param>
    public void Add(ReadOnlySpan<ulong> payload, long time)
    {
        if (Count++ == 0)
        {
            payload.CopyTo(first);
            payload.CopyTo(last);
            for (var place = 0; place < newest.Length; place++)
            {
                NoteValue(payload, place);
            }

            return;
        }

        for (var word = 0; word < changed.Length; word++)
        {
            changed[word] = payload[word] ^ last[word];
        }

        for (var word = 0; word < changed.Length; word++)
        {
            for (var left = changed[word]; left != 0; left &= left - 1)
            {
                Note(payload, word * BitsOfWord + BitOperations.TrailingZeroCount(left), time);
            }
        }

        payload.CopyTo(last);
    }

    private void Note(ReadOnlySpan<ulong> payload, int bit, long time)
    {
        ref var changes = ref bits[bit];
        if (changes.Count++ == 0)
        {
            changes.First = time;
        }
        else if (time - changes.Last < ShortestHold)
        {
            changes.Hasty++;
        }

        changes.Last = time;
        if (bit > 0 && PayloadWords.IsSet(changed, bit - 1))
        {
            changes.WithLower++;
            changes.AgainstLower += PayloadWords.IsSet(payload, bit) != PayloadWords.IsSet(payload, bit - 1) ? 1 : 0;
        }

        // Of a big-endian number the bits below those of a byte are the highest of the next.
        if (bit % BitsOfByte == 0 && bit + 2 * BitsOfByte <= bits.Length && PayloadWords.IsSet(changed, bit + 2 * BitsOfByte - 1))
        {
            changes.WithLowerOfNext++;
            changes.AgainstLowerOfNext += PayloadWords.IsSet(payload, bit) != PayloadWords.IsSet(payload, bit + 2 * BitsOfByte - 1) ? 1 : 0;
        }

        NoteValue(payload, bit / BitsOfByte);
    }

    private void NoteValue(ReadOnlySpan<ulong> payload, int place)
    {
        var value = (int)(payload[place / BitsOfByte] >> (place % BitsOfByte * BitsOfByte) & byte.MaxValue);
        ref var word = ref values[place * WordsOfValues + value / BitsOfWord];
        var bit = 1UL << (value % BitsOfWord);
        if ((word & bit) == 0)
        {
            word |= bit;
            newest[place] = Count;
        }
    }

    private ReadOnlySpan<ulong> ValuesOf(int place) => values.AsSpan(place * WordsOfValues, WordsOfValues);
}
