using Caneth.Signals;

namespace Caneth.Messages;

/// <summary>Which signals the bits of a message belong to.</summary>
internal sealed class BitGrid
{
    /// <summary>The most bytes that are drawn: those of the longest CAN FD frame.</summary>
    public const int MaxRows = 64;

    private const int BitsOfByte = 8;

    private readonly List<(int Signal, long Bit)>?[] cells;

    /// <summary>Places signals.</summary>
    /// <param name="signals">The signals of a message.</param>
    /// <param name="isDrawn">Which of them, by their places.</param>
    /// <param name="rows">How many bytes; bits of signals beyond are left out.</param>
    public BitGrid(IReadOnlyList<SignalDefinition> signals, Func<int, bool> isDrawn, int rows)
    {
        Rows = rows;
        cells = new List<(int, long)>?[rows * BitsOfByte];
        for (var place = 0; place < signals.Count; place++)
        {
            if (isDrawn(place))
            {
                Add(place, signals[place]);
            }
        }
    }

    /// <summary>How many bytes there are.</summary>
    public int Rows { get; }

    /// <summary>How many bytes a message is drawn with: its length, and what its signals reach beyond it.</summary>
    public static int RowsOf(MessageDefinition message, Func<int, bool> isDrawn)
    {
        var needed = message.Length;
        for (var place = 0; place < message.Signals.Count; place++)
        {
            needed = isDrawn(place) && message.Signals[place].Length > 0 ? Math.Max(needed, message.Signals[place].Layout.BytesNeeded) : needed;
        }

        return Math.Min(needed, MaxRows);
    }

    /// <summary>The bits of a byte from the left, in runs that belong to the same signals.</summary>
    /// <param name="row">The byte, from 0.</param>
    public IEnumerable<BitRun> RunsOf(int row)
    {
        for (var left = BitsOfByte - 1; left >= 0;)
        {
            var first = cells[row * BitsOfByte + left];
            var right = left;
            while (right > 0 && IsSame(first, cells[row * BitsOfByte + right - 1]))
            {
                right--;
            }

            var last = cells[row * BitsOfByte + right];
            yield return new(row, left - right + 1, first is null ? [] : [.. first.Select(one => one.Signal)], first?[0].Bit ?? 0, last?[0].Bit ?? 0);
            left = right - 1;
        }
    }

    private static bool IsSame(List<(int Signal, long Bit)>? one, List<(int Signal, long Bit)>? other) =>
        one is null ? other is null : other is not null && one.Select(cell => cell.Signal).SequenceEqual(other.Select(cell => cell.Signal));

    private void Add(int place, SignalDefinition signal)
    {
        // As its byte order counts, so that the bits of a signal follow each other.
        var little = signal.ByteOrder == ByteOrder.LittleEndian;
        long start = little ? signal.StartBit : signal.StartBit ^ 7;
        var end = Math.Min(start + signal.Length, (long)cells.Length);
        for (var bit = start; bit < end; bit++)
        {
            var within = (int)(bit % BitsOfByte);
            var cell = (int)(bit / BitsOfByte) * BitsOfByte + (little ? within : BitsOfByte - 1 - within);
            (cells[cell] ??= []).Add((place, little ? bit - start : signal.Length - 1 - (bit - start)));
        }
    }
}

/// <summary>Bits of a byte, side by side, that belong to the same signals.</summary>
/// <param name="Row">The byte, from 0.</param>
/// <param name="Length">How many bits.</param>
/// <param name="Signals">The signals by their places in the message; none where the bits are free.</param>
/// <param name="High">Of the first of them: its bit that is at the left.</param>
/// <param name="Low">Of the first of them: its bit that is at the right.</param>
internal sealed record BitRun(int Row, int Length, IReadOnlyList<int> Signals, long High, long Low);
