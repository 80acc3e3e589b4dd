using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>Finds the bits of a message that count its frames.</summary>
internal static class CounterSearch
{
    private const int Enough = 8;
    private const int Shortest = 2;
    private const int Longest = 16;
    private const int BitsOfByte = 8;

    /// <summary>How many of the frames have to follow the one before, and how many at most a few later: some may have been lost.</summary>
    private const double LeastRight = 0.75;
    private const double LeastNear = 0.95;
    private const ulong MostSteps = 4;

    /// <summary>How often the bit below a bit of a counter changes with it: always, but where frames were lost.</summary>
    private const double LeastCarried = 0.6;

    /// <summary>How often a bit of a counter changes, as a part of how often the one below does: half as often, or a little more where it ends early.</summary>
    private const double FewestChanges = 0.35;
    private const double MostChanges = 0.75;

    /// <summary>Finds the counters.</summary>
    /// <param name="bits">How the bits changed.</param>
    /// <param name="pairs">Some of the frames, each with the one before it.</param>
    public static IReadOnlyList<BitField> Find(BitHistory bits, IReadOnlyList<(CanFrame Before, CanFrame Frame)> pairs)
    {
        var found = new List<BitField>();
        if (pairs.Count < Enough || bits.Count < Enough)
        {
            return found;
        }

        var count = pairs.Min(pair => Math.Min(pair.Before.Length, pair.Frame.Length)) * BitsOfByte;
        for (var lowest = 0; lowest < count; lowest++)
        {
            if (bits[lowest].Count >= LeastRight * (bits.Count - 1) && !found.Exists(one => one.Contains(lowest)) && From(bits, lowest, count, pairs) is { } counter)
            {
                found.Add(counter);
            }
        }

        return found;
    }

    /// <summary>The longest counter with this lowest bit, or null.</summary>
    private static BitField? From(BitHistory bits, int lowest, int count, IReadOnlyList<(CanFrame Before, CanFrame Frame)> pairs)
    {
        BitField? best = null;
        foreach (var order in new[] { ByteOrder.LittleEndian, ByteOrder.BigEndian })
        {
            var chain = new BitChain(order, count);
            var top = chain.PlaceOf(lowest);
            while (top + 1 < count && top + 2 - chain.PlaceOf(lowest) <= Longest && IsCarried(bits, chain[top], chain[top + 1]))
            {
                top++;
            }

            var field = chain.Field(chain.PlaceOf(lowest), top, isSigned: false);
            if (field.Length >= Shortest && field.Length > (best?.Length ?? 0) && Counts(pairs, field))
            {
                best = field;
            }
        }

        return best;
    }

    /// <summary>Whether a bit changes only with the one below, and as often as one of a counter does.</summary>
    private static bool IsCarried(BitHistory bits, int lower, int upper)
    {
        var changes = bits[upper];
        var with = upper == lower + 1 ? changes.WithLower : changes.WithLowerOfNext;
        return changes.Count >= FewestChanges * bits[lower].Count - 1 && changes.Count <= MostChanges * bits[lower].Count + 1
            && with >= LeastCarried * changes.Count && changes.Count > 0;
    }

    private static bool Counts(IReadOnlyList<(CanFrame Before, CanFrame Frame)> pairs, BitField field)
    {
        var layout = field.Layout;
        var most = Math.Min(MostSteps, (layout.Mask + 1) / 2 - 1);
        var (next, near) = (0, 0);
        foreach (var (before, frame) in pairs)
        {
            var (last, now) = (layout.Read(new Payload(before)), layout.Read(new Payload(frame)));
            var steps = (now - last) & layout.Mask;

            // One that ends before all of its bits are set begins again with 0 or 1.
            next += steps == 1 || now < last && now <= 1 ? 1 : 0;
            near += steps <= most || now < last && now <= most ? 1 : 0;
        }

        return next >= LeastRight * pairs.Count && near >= LeastNear * pairs.Count;
    }
}
