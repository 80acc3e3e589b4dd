using static System.FormattableString;

namespace Caneth.Analysis;

/// <summary>
/// Compares how the bits of an id changed in two captures. docs/commands/Compare-CanFrame.md says in words how the findings are ranked.
/// </summary>
/// <param name="reference">How they changed in the first capture.</param>
/// <param name="difference">How they changed in the second.</param>
/// <param name="bytes">How many bytes the frames have.</param>
internal sealed class BitComparison(BitHistory reference, BitHistory difference, int bytes)
{
    private const int BitsOfByte = 8;

    /// <summary>How often something changes that is pressed a few times, at most: noise that begins changes more often.</summary>
    private const double ChangesOfHand = 8;

    /// <summary>What it costs where all changes are too quick for a hand.</summary>
    private const double OfHaste = 0.8;

    /// <summary>Fewer frames than some of these say little about what never happens.</summary>
    private const double FewFrames = 3;

    /// <summary>The chance that a bit of a number changes without the one below it.</summary>
    private const double LoneCarry = 0.05;

    /// <summary>From how many standard deviations on a difference in activity is told, and how much it is at least.</summary>
    private const double LeastDeviation = 4;
    private const double LeastRatio = 2;

    /// <summary>How often the bit above a bit of a number changes with it, and what such a bit is worth.</summary>
    private const double OftenWith = 0.8;
    private const double OfNumber = 0.15;

    /// <summary>From which score on something new is worth to be counted.</summary>
    private const double Notable = 0.3;
    private const int FewOthers = 3;

    private const double MostOfActivity = 0.4;
    private const double MostOfState = 0.5;
    private const double MostOfValue = 0.3;
    private const int MostValues = 64;
    private const int ShownValues = 8;

    /// <summary>Finds what differs, byte by byte.</summary>
    public List<BitDifference> Find()
    {
        var found = new List<BitDifference>();
        var bits = Math.Min(reference.BitCount, difference.BitCount);
        for (var first = 0; first < bits; first += BitsOfByte)
        {
            var before = found.Count;
            AddConstants(found, first);
            if (found.Count == before && (ActivityOf(first) ?? ValueOf(first)) is { } changed)
            {
                found.Add(changed);
            }
        }

        return Related(found);
    }

    /// <summary>Bits that never changed before, those that do the same now together.</summary>
    private void AddConstants(List<BitDifference> found, int first)
    {
        for (int bit = first, length; bit < first + BitsOfByte; bit += length)
        {
            length = 1;
            var kind = KindOf(bit);
            if (kind is null)
            {
                continue;
            }

            while (bit + length < first + BitsOfByte && KindOf(bit + length) == kind && difference[bit + length].HasMomentsOf(difference[bit]))
            {
                length++;
            }

            found.Add(kind == FrameDifferenceKind.Switch ? SwitchOf(bit, length) : StateOf(bit, length));
        }
    }

    private FrameDifferenceKind? KindOf(int bit) => reference[bit].Count > 0 ? null
        : difference[bit].Count > 0 ? FrameDifferenceKind.Switch
        : difference.FirstOf(bit) != reference.FirstOf(bit) ? FrameDifferenceKind.State
        : null;

    private BitDifference SwitchOf(int bit, int length)
    {
        var changes = difference[bit];
        var returns = difference.LastOf(bit) == reference.FirstOf(bit);
        var score = Surprise(Math.Min(changes.Count, (int)ChangesOfHand))
            * (returns ? 1 : 0.8)
            * (length == 1 ? 1 : 0.9)
            * Math.Min(1, ChangesOfHand / changes.Count)
            * (1 - OfHaste * changes.Hasty / changes.Count);
        var independence = Independence(bit, length);
        var why = Invariant($"{Same(bit, length)} in all {reference.Count:N0} frames before, {Now(bit, length)}{(returns ? "" : ", also in the end")}");
        return new(FrameDifferenceKind.Switch, bit, length, changes)
        {
            Score = score * independence,
            Why = independence < 0.5 ? $"{why}, but with the bits beside it: rather a part of a number." : $"{why}.",
        };
    }

    /// <summary>What bits do now, in words: how often they were something else.</summary>
    private string Now(int bit, int length)
    {
        var changes = difference[bit].Count;
        var times = difference.FirstOf(bit) == reference.FirstOf(bit) ? (changes + 1) / 2 : changes / 2 + 1;
        return $"{(length > 1 ? "something else" : reference.FirstOf(bit) ? "clear" : "set")} {Times(times)} now";
    }

    private BitDifference StateOf(int bit, int length) => new(FrameDifferenceKind.State, bit, length, default)
    {
        Score = MostOfState * Surprise(1),
        Why = Invariant($"{Same(bit, length)} in all {reference.Count:N0} frames before, and another value in all {difference.Count:N0} now."),
    };

    /// <summary>
    /// How unlikely it is that as many changes would not have been seen before, in as many frames as there were. Two changes are one event.
    /// </summary>
    private double Surprise(int changes) => (1 - Math.Exp(-changes / 2.0 * reference.Count / Math.Max(difference.Count, 1)))
        * reference.Count / (reference.Count + FewFrames);

    /// <summary>
    /// How likely it is that bits change by themselves, and not as the high part of a number whose lower bits move: then they would change
    /// when those are carried over.
    /// </summary>
    private double Independence(int bit, int length)
    {
        var changes = difference[bit];
        var together = length > 1;
        var least = 1.0;
        var top = bit + length - 1;
        if (top + 1 < difference.BitCount && IsBelow(changes, difference[top + 1], difference[top + 1].WithLower)
            || top % BitsOfByte == BitsOfByte - 1 && top >= 2 * BitsOfByte - 1 && IsBelow(changes, difference[top + 1 - 2 * BitsOfByte], difference[top + 1 - 2 * BitsOfByte].WithLowerOfNext))
        {
            least = OfNumber;
        }

        if (bit > 0)
        {
            least = Math.Min(least, IndependenceOf(bit - 1, changes.Count, together ? changes.WithLower : changes.AgainstLower, together));
        }

        if (bit % BitsOfByte == 0 && bit + 2 * BitsOfByte <= difference.BitCount)
        {
            least = Math.Min(least, IndependenceOf(bit + 2 * BitsOfByte - 1, changes.Count, together ? changes.WithLowerOfNext : changes.AgainstLowerOfNext, together));
        }

        return least;
    }

    /// <summary>Whether the bit above changes mostly with these, and less often: then they are the low part of a number that began to move.</summary>
    private static bool IsBelow(in BitChanges changes, in BitChanges above, int with) =>
        above.Count > 0 && above.Count < changes.Count && with >= OftenWith * above.Count;

    private double IndependenceOf(int below, int changes, int carried, bool isAnyWay)
    {
        // A bit that moves no more often than those above it is no lower part of their number.
        if (carried == 0 || reference[below].Count + difference[below].Count <= changes)
        {
            return 1;
        }

        var frames = Math.Max(reference.Count + difference.Count, 1);
        var rate = Math.Min((reference[below].Count + difference[below].Count) / (double)frames, 0.98) / (isAnyWay ? 1 : 2);
        var alone = changes - carried;
        var byChance = carried * Math.Log(rate) + alone * Math.Log(1 - rate);
        var asNumber = carried * Math.Log(1 - LoneCarry) + alone * Math.Log(LoneCarry);
        return 1 / (1 + Math.Exp(Math.Clamp(asNumber - byChance, -50, 50)));
    }

    /// <summary>The bit of a byte whose activity differs most, where that is much.</summary>
    private BitDifference? ActivityOf(int first)
    {
        BitDifference? best = null;
        for (var bit = first; bit < first + BitsOfByte; bit++)
        {
            var (before, now) = (reference[bit].Count, difference[bit].Count);
            var expected = before * (double)difference.Count / Math.Max(reference.Count, 1);
            var deviation = 2 * (Math.Sqrt(now) - Math.Sqrt(expected)) / Math.Sqrt(1 + difference.Count / (double)Math.Max(reference.Count, 1));
            var ratio = now > expected ? now / Math.Max(expected, 0.5) : expected / Math.Max(now, 0.5);
            if (before == 0 || Math.Abs(deviation) < LeastDeviation || ratio < LeastRatio)
            {
                continue;
            }

            var score = MostOfActivity * (1 - Math.Exp(-(Math.Abs(deviation) - LeastDeviation) / LeastDeviation)) * Independence(bit, 1);
            if (best is null || score > best.Value.Score)
            {
                best = new(FrameDifferenceKind.Activity, bit, 1, difference[bit])
                {
                    Score = score,
                    Why = Invariant($"Changed {Times(before)} in {reference.Count:N0} frames before; {Times(now)} in {difference.Count:N0} now."),
                };
            }
        }

        return best;
    }

    private BitDifference? ValueOf(int first)
    {
        var place = first / BitsOfByte;
        if (reference.ValueCount(place) > MostValues || difference.ValuesNotIn(place, reference) is not { Count: > 0 } values)
        {
            return null;
        }

        var shown = string.Join(", ", values.Take(ShownValues).Select(value => $"{value:X2}"));
        return new(FrameDifferenceKind.Value, first, BitsOfByte, default)
        {
            Score = MostOfValue * reference.QuietPart(place) * Surprise(1),
            Why = Invariant($"Byte {place} had {reference.ValueCount(place)} values before, and has new ones now: {shown}{(values.Count > ShownValues ? " and more" : "")}."),
        };
    }

    /// <summary>
    /// Ranks what changes in a message at the same moments: a checksum or a copy changes with what it depends on, mostly in more bits of its
    /// byte, and is mostly the first or the last of them; and where much of a message is new, each of it says less.
    /// </summary>
    private List<BitDifference> Related(List<BitDifference> found)
    {
        var spread = found.ConvertAll(one => found.Where(other => other.Byte == one.Byte && one.HasMomentsOf(other)).Sum(other => other.Length)
            + (one.Byte == 0 || one.Byte == bytes - 1 ? 0.5 : 0));
        for (var index = 0; index < found.Count; index++)
        {
            var one = found[index];
            if (one.Kind != FrameDifferenceKind.Switch)
            {
                continue;
            }

            var leader = Enumerable.Range(0, found.Count).Where(place => found[place].Byte != one.Byte && one.HasMomentsOf(found[place])
                && (spread[place] < spread[index] || spread[place] == spread[index] && place < index)).DefaultIfEmpty(-1).MinBy(place => place < 0 ? 0 : spread[place]);
            var others = found.Count(other => other.Kind == FrameDifferenceKind.Switch && other.Score >= Notable && !one.HasMomentsOf(other));
            var score = one.Score / (1 + 0.1 * Math.Max(0, others - FewOthers));
            found[index] = leader < 0 ? one with { Score = score }
                : one with
                {
                    Score = score * (spread[leader] + 1 <= spread[index] ? 0.5 : 0.95),
                    Why = $"{one.Why} At the same moments as {BitField.InByte(found[leader].Lowest, found[leader].Length)}.",
                };
        }

        return found;
    }

    private string Same(int bit, int length)
    {
        var value = 0;
        for (var place = length - 1; place >= 0; place--)
        {
            value = value << 1 | (reference.FirstOf(bit + place) ? 1 : 0);
        }

        return length == 1 ? (value == 0 ? "Clear" : "Set") : Invariant($"0x{value:X}");
    }

    private static string Times(int count) => count switch { 1 => "once", 2 => "twice", _ => Invariant($"{count:N0} times") };
}
