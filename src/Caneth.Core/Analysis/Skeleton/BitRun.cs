using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>Neighbouring bits of one byte that belong to one number, and the runs of other bytes that belong to it too.</summary>
/// <param name="lowest">The lowest bit, as a DBC file counts.</param>
/// <param name="changes">When it changed.</param>
internal sealed class BitRun(int lowest, ChangeMoments changes)
{
    /// <summary>The lowest bit.</summary>
    public int Lowest { get; } = lowest;

    /// <summary>The highest bit.</summary>
    public int Highest { get; private set; } = lowest;

    /// <summary>When any of its bits changed.</summary>
    public ChangeMoments Changes { get; private set; } = changes;

    /// <summary>How many bits there are.</summary>
    public int Length => Highest - Lowest + 1;

    /// <summary>The bits, the least significant first.</summary>
    public IEnumerable<int> Bits => Enumerable.Range(Lowest, Length);

    /// <summary>The run in another byte with the next higher bits of the number; null where there is none.</summary>
    public BitRun? Above { get; private set; }

    /// <summary>The run in another byte with the next lower bits of the number; null where there is none.</summary>
    public BitRun? Below { get; private set; }

    /// <summary>The byte order in which other runs are joined to it; null where none is.</summary>
    public ByteOrder? Order { get; private set; }

    /// <summary>Takes the bit above its highest.</summary>
    /// <param name="changes">When that changed.</param>
    public void Grow(ChangeMoments changes)
    {
        Highest++;
        Changes = Changes.With(changes);
    }

    /// <summary>All bits of the number that has this run as its lowest, the least significant first.</summary>
    public List<int> Chain()
    {
        var bits = new List<int>();
        for (var run = this; run is not null; run = run.Above)
        {
            bits.AddRange(run.Bits);
        }

        return bits;
    }

    /// <summary>Joins a run of higher bits to it, unless one of both is joined otherwise already, or the number would be too long.</summary>
    /// <param name="upper">The run with the higher bits.</param>
    /// <param name="order">The byte order in which they follow.</param>
    public void Join(BitRun upper, ByteOrder order)
    {
        if (Above is null && upper.Below is null && (Order ?? order) == order && (upper.Order ?? order) == order
            && First().Chain().Count + upper.Chain().Count <= SignalLayout.MaxNumberLength)
        {
            (Above, upper.Below) = (upper, this);
            (Order, upper.Order) = (order, order);
        }
    }

    private BitRun First()
    {
        var run = this;
        while (run.Below is { } below)
        {
            run = below;
        }

        return run;
    }
}
