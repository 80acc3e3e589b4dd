using System.Numerics;
using System.Runtime.InteropServices;
using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>The frames of one id, with their times.</summary>
internal sealed class FrameSeries
{
    private const int BitsOfWord = 64;

    private readonly List<long> times = [];
    private ulong[] words = new ulong[64];
    private ulong[] ones = new ulong[1];
    private ulong[] zeros = new ulong[1];
    private int stride = 1;

    /// <summary>How many frames there are.</summary>
    public int Count => times.Count;

    /// <summary>The most bytes of data.</summary>
    public int Longest { get; private set; }

    /// <summary>How many bits the longest frame has.</summary>
    public int BitCount => Longest * 8;

    /// <summary>The times of the frames, in nanoseconds and in order.</summary>
    public ReadOnlySpan<long> Times => CollectionsMarshal.AsSpan(times);

    /// <summary>The bits that are not the same in all frames.</summary>
    public IEnumerable<int> VaryingBits
    {
        get
        {
            for (var word = 0; word < stride; word++)
            {
                for (var left = ones[word] & zeros[word]; left != 0; left &= left - 1)
                {
                    yield return word * BitsOfWord + BitOperations.TrailingZeroCount(left);
                }
            }
        }
    }

    /// <summary>Takes the next frame.</summary>
    public void Add(in CanFrame frame)
    {
        if (frame.Length > stride * sizeof(ulong))
        {
            Widen(PayloadWords.Count(frame.Length));
        }

        Span<ulong> room = stackalloc ulong[PayloadWords.Most];
        var payload = room[..stride];
        PayloadWords.Copy(frame, payload);
        Add(frame.Timestamp.Nanoseconds, payload, frame.Length);
    }

    /// <summary>Only the frames in which some bits have a value.</summary>
    /// <param name="bits">The bits, of at most 64.</param>
    /// <param name="value">The value.</param>
    public FrameSeries Where(BitField bits, ulong value)
    {
        var chosen = new FrameSeries();
        chosen.Widen(stride);
        var places = Enumerable.Range(0, BitCount).Where(bits.Contains).ToList();

        // The lowest first, as the value has them.
        places = bits.ByteOrder == ByteOrder.LittleEndian ? places : [.. places.OrderByDescending(bit => bit ^ 7)];
        for (var frame = 0; frame < Count; frame++)
        {
            var found = 0UL;
            for (var place = 0; place < places.Count; place++)
            {
                found |= (ulong)Bit(frame, places[place]) << place;
            }

            if (found == value)
            {
                chosen.Add(times[frame], words.AsSpan(frame * stride, stride), Longest);
            }
        }

        return chosen;
    }

    /// <summary>A bit of a frame, 0 or 1.</summary>
    /// <param name="frame">The frame, from 0.</param>
    /// <param name="bit">The bit, 0 in the first byte.</param>
    public int Bit(int frame, int bit) => (int)(words[frame * stride + bit / BitsOfWord] >> (bit % BitsOfWord) & 1);

    /// <summary>The data of a frame, as <see cref="PayloadWords"/> has it.</summary>
    /// <param name="frame">The frame, from 0.</param>
    public ReadOnlySpan<ulong> Payload(int frame) => words.AsSpan(frame * stride, stride);

    /// <summary>How often a bit changes from one frame to the next.</summary>
    /// <param name="bit">The bit, 0 in the first byte.</param>
    public int ChangesOf(int bit)
    {
        var changes = 0;
        for (var frame = 1; frame < Count; frame++)
        {
            changes += Bit(frame, bit) ^ Bit(frame - 1, bit);
        }

        return changes;
    }

    private void Add(long time, ReadOnlySpan<ulong> payload, int length)
    {
        if ((Count + 1) * stride > words.Length)
        {
            Array.Resize(ref words, words.Length * 2);
        }

        payload.CopyTo(words.AsSpan(Count * stride));
        for (var word = 0; word < stride; word++)
        {
            ones[word] |= payload[word];
            zeros[word] |= ~payload[word];
        }

        // Files of several devices, and clocks that are set, may go back a little; a search among times cannot.
        times.Add(Count == 0 ? time : Math.Max(time, times[^1]));
        Longest = Math.Max(Longest, length);
    }

    /// <summary>Makes room for longer frames; what shorter ones do not have is 0.</summary>
    private void Widen(int wanted)
    {
        var wide = new ulong[Math.Max(words.Length, 64) / stride * wanted];
        for (var frame = 0; frame < Count; frame++)
        {
            words.AsSpan(frame * stride, stride).CopyTo(wide.AsSpan(frame * wanted));
        }

        words = wide;
        Array.Resize(ref ones, wanted);
        Array.Resize(ref zeros, wanted);
        for (var word = stride; word < wanted && Count > 0; word++)
        {
            zeros[word] = ulong.MaxValue;
        }

        stride = wanted;
    }
}
