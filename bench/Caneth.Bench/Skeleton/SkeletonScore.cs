using System.Globalization;
using Caneth.Signals;

namespace Caneth.Bench;

/// <summary>How well the fields of messages were found.</summary>
/// <remarks>
/// Boundaries are counted between neighbouring bits of a byte, and between neighbouring bytes: there is one where no field has bits of both. Where
/// neither side ever changed nobody can see one, and none is counted. Multiplexed messages are counted page by page.
/// </remarks>
internal sealed class SkeletonScore
{
    private const int BitsOfByte = 8;

    private int right;
    private int wrong;
    private int missed;
    private int fields;
    private int exact;
    private int longFields;
    private int ordersRight;
    private int signsRight;
    private int signsWrong;
    private int signsMissed;

    /// <summary>The part of the boundaries told that are there.</summary>
    public double Precision => Part(right, right + wrong);

    /// <summary>The part of the boundaries there that were told.</summary>
    public double Recall => Part(right, right + missed);

    /// <summary>The part of the fields that vary in more than one byte whose byte order was told, and rightly.</summary>
    public double ByteOrder => Part(ordersRight, longFields);

    /// <summary>The F-score of signed fields: of those that move from negative to positive values and do not jump; of all others none may be told.</summary>
    public double Signedness => Part(2 * signsRight, 2 * signsRight + signsWrong + signsMissed);

    /// <summary>The part of the fields of which all bits were told, and no other.</summary>
    public double Exact => Part(exact, fields);

    /// <summary>Counts a message, or a page of one.</summary>
    /// <param name="truth">The signals that are in its frames.</param>
    /// <param name="guess">The signals that were told to be in them.</param>
    /// <param name="frames">The frames.</param>
    /// <param name="length">How many bytes they have.</param>
    /// <param name="showsSign">Whether the way a signal moves shows if it has a sign.</param>
    /// <param name="isWhole">Whether bits that no signal has are known to be nobody's: of a car that is known in part they may be anything.</param>
    public void Add(
        IReadOnlyList<SignalDefinition> truth, IReadOnlyList<SignalDefinition> guess, IReadOnlyList<CanFrame> frames, int length, Func<SignalDefinition, bool> showsSign,
        bool isWhole = true)
    {
        var varying = VaryingBits(frames, length);
        var (owners, guessed) = (OwnersOf(truth, length), OwnersOf(guess, length));
        for (var bit = 1; bit < length * BitsOfByte; bit++)
        {
            if (bit % BitsOfByte == 0)
            {
                CountBorder(bit, owners, guessed, varying, isWhole);
            }
            else if ((varying[bit] || varying[bit - 1]) && (isWhole || owners[bit] >= 0 && owners[bit - 1] >= 0))
            {
                Count(owners[bit] != owners[bit - 1], guessed[bit] != guessed[bit - 1]);
            }
        }

        for (var place = 0; place < truth.Count; place++)
        {
            CountField(truth[place], [.. Enumerable.Range(0, owners.Length).Where(bit => owners[bit] == place)], guess, guessed, varying, frames, showsSign);
        }
    }

    /// <summary>The figures in a line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"precision {Precision,6:0.0%}  recall {Recall,6:0.0%}  byte order {ByteOrder,6:0.0%} of {longFields}  signed F {Signedness,5:0.000} ({signsRight} of {signsRight + signsMissed}, {signsWrong} wrong)  exact {Exact,6:0.0%} of {fields}");

    private static double Part(int some, int all) => all == 0 ? double.NaN : (double)some / all;

    private static int[] OwnersOf(IReadOnlyList<SignalDefinition> signals, int length)
    {
        var owners = new int[length * BitsOfByte];
        Array.Fill(owners, -1);
        for (var place = 0; place < signals.Count; place++)
        {
            var bits = signals[place].Layout.Covers(Math.Max(length, signals[place].Layout.BytesNeeded));
            for (var bit = 0; bit < owners.Length; bit++)
            {
                if ((bits[bit / BitsOfByte] >> (bit % BitsOfByte) & 1) != 0 && owners[bit] < 0)
                {
                    owners[bit] = place;
                }
            }
        }

        return owners;
    }

    private static bool[] VaryingBits(IReadOnlyList<CanFrame> frames, int length)
    {
        var (ones, zeros) = (0UL, 0UL);
        foreach (var frame in frames)
        {
            ones |= frame.Inline;
            zeros |= ~frame.Inline;
        }

        return [.. Enumerable.Range(0, length * BitsOfByte).Select(bit => ((ones & zeros) >> bit & 1) != 0)];
    }

    private static bool AreJoined(int border, int[] owners) => owners.AsSpan(border - BitsOfByte, BitsOfByte).ToArray()
        .Any(owner => owner >= 0 && owners.AsSpan(border, BitsOfByte).Contains(owner));

    private void CountBorder(int border, int[] owners, int[] guessed, bool[] varying, bool isWhole)
    {
        var isSeen = varying.AsSpan(border - BitsOfByte, 2 * BitsOfByte).Contains(true);
        var isKnown = isWhole || !owners.AsSpan(border - BitsOfByte, 2 * BitsOfByte).Contains(-1);
        if (isSeen && isKnown)
        {
            Count(!AreJoined(border, owners), !AreJoined(border, guessed));
        }
    }

    private void Count(bool isThere, bool isTold)
    {
        right += isThere && isTold ? 1 : 0;
        wrong += !isThere && isTold ? 1 : 0;
        missed += isThere && !isTold ? 1 : 0;
    }

    private void CountField(
        SignalDefinition signal, int[] bits, IReadOnlyList<SignalDefinition> guess, int[] guessed, bool[] varying, IReadOnlyList<CanFrame> frames, Func<SignalDefinition, bool> showsSign)
    {
        int[] seen = [.. bits.Where(bit => varying[bit])];
        if (seen.Length == 0)
        {
            return;
        }

        fields++;
        var best = seen.Select(bit => guessed[bit]).Where(owner => owner >= 0).GroupBy(owner => owner).MaxBy(group => group.Count())?.Key;
        var told = best is { } place ? guess[place] : null;
        int[] toldBits = [.. Enumerable.Range(0, guessed.Length).Where(bit => best is { } known && guessed[bit] == known)];
        exact += bits.SequenceEqual(toldBits) ? 1 : 0;
        if (seen.Select(bit => bit / BitsOfByte).Distinct().Skip(1).Any())
        {
            longFields++;
            ordersRight += told?.ByteOrder == signal.ByteOrder && toldBits.Select(bit => bit / BitsOfByte).Distinct().Skip(1).Any() ? 1 : 0;
        }

        if (seen.Length > 1)
        {
            CountSign(signal, told?.Kind == SignalKind.SignedInteger, frames, showsSign);
        }
    }

    private void CountSign(SignalDefinition signal, bool isTold, IReadOnlyList<CanFrame> frames, Func<SignalDefinition, bool> showsSign)
    {
        if (signal.Kind != SignalKind.SignedInteger)
        {
            signsWrong += isTold ? 1 : 0;
            return;
        }

        var signs = frames.Select(frame => signal.Layout.Read(new Payload(frame)) >> (signal.Length - 1)).Distinct().Count();
        if (signs == 2 && showsSign(signal))
        {
            signsRight += isTold ? 1 : 0;
            signsMissed += isTold ? 0 : 1;
        }
    }
}
