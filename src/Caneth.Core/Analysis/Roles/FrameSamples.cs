namespace Caneth.Analysis;

/// <summary>
/// Some frames of an id, each with the one before it, chosen from all of them with the same chance: enough to see counters and checksums.
/// </summary>
/// <remarks>Not every Nth frame: that would always show the same values of a counter.</remarks>
/// <param name="seed">What the choice begins with, so that the same frames give the same answer.</param>
internal sealed class FrameSamples(uint seed)
{
    private const int Most = 64;

    private readonly List<(CanFrame Before, CanFrame Frame)> pairs = [];
    private ulong random = seed | 1UL << 32;
    private CanFrame before;
    private long count;

    /// <summary>The frames, each with the one before it.</summary>
    public IReadOnlyList<(CanFrame Before, CanFrame Frame)> Pairs => pairs;

    /// <summary>Takes the next frame.</summary>
    public void Add(in CanFrame frame)
    {
        if (count++ > 0)
        {
            if (pairs.Count < Most)
            {
                pairs.Add((before, frame));
            }
            else if (Next((ulong)count) is < Most and var place)
            {
                pairs[(int)place] = (before, frame);
            }
        }

        before = frame;
    }

    /// <summary>A number from 0 to below a limit (Marsaglia's xorshift).</summary>
    private ulong Next(ulong limit)
    {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        return random % limit;
    }
}
