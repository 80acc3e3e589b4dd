namespace Caneth.Statistics;

/// <summary>
/// Counts the stuff bits of a frame: after five equal bits an opposite one is put in, which counts as the first of the next five
/// (ISO 11898-1). Up to a byte at a time, by tables.
/// </summary>
internal struct StuffBits
{
    private const int Longest = 5;
    private const int StateBits = 3;
    private const int StateMask = (1 << StateBits) - 1;

    // For each number of bits up to a byte: for each state and all that the bits can be the state after them, and how many stuff bits there were.
    private static readonly byte[][] Steps = [.. Enumerable.Range(0, 9).Select(Build)];
    private static readonly byte[] ByteSteps = Steps[^1];

    // The last bit, stuff bits included, in the lowest place and, above it, how many of its kind were before it.
    private int state;

    /// <summary>The bus was idle, which is recessive, and a frame begins with a dominant bit.</summary>
    public StuffBits() => state = 1;

    /// <summary>How many stuff bits there were.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a stuff bit follows at once on a bit, the last one.</summary>
    /// <param name="last">The bit.</param>
    public readonly bool FollowsOn(int last) => (state & 1) != (last & 1);

    /// <summary>Goes on with some bits.</summary>
    /// <param name="bits">The bits, the first of them in the highest place of those that count.</param>
    /// <param name="length">How many count, 0 to 64.</param>
    public void Add(ulong bits, int length)
    {
        var odd = length % 8;
        length -= odd;
        Take(Steps[odd][state << odd | (int)(bits >> length) & (1 << odd) - 1]);
        while (length > 0)
        {
            length -= 8;
            AddByte((byte)(bits >> length));
        }
    }

    /// <summary>Goes on with a byte.</summary>
    public void AddByte(byte value) => Take(ByteSteps[state << 8 | value]);

    private void Take(byte step)
    {
        state = step & StateMask;
        Count += step >> StateBits;
    }

    private static (int State, int Stuffed) Step(int state, int bit)
    {
        var run = (state & 1) == bit ? (state >> 1) + 2 : 1;
        return run < Longest ? (run - 1 << 1 | bit, 0) : (bit ^ 1, 1);
    }

    private static byte[] Build(int length)
    {
        var steps = new byte[1 << StateBits + length];
        for (var place = 0; place < steps.Length; place++)
        {
            var (state, count) = (place >> length, 0);
            for (var bit = length - 1; bit >= 0; bit--)
            {
                var (next, stuffed) = Step(state, place >> bit & 1);
                (state, count) = (next, count + stuffed);
            }

            steps[place] = (byte)(count << StateBits | state);
        }

        return steps;
    }
}
