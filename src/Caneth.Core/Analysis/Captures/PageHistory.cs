using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>The pages of a message whose bits mean something else for each value of a selector, as far as there are a few.</summary>
/// <param name="selector">The bits that choose the page.</param>
/// <param name="budget">How many pages may still be made.</param>
internal sealed class PageHistory(SignalLayout selector, PageBudget budget)
{
    private const int Most = 32;
    private const int Enough = 16;

    /// <summary>A selector changes often: one that hardly does is a state of the whole message.</summary>
    private const double LeastChanges = 0.3;

    /// <summary>How often a bit has to change from frame to frame, and how much less within the pages, for the selector to be the reason.</summary>
    private const int EnoughChanges = 16;
    private const double MostLeft = 0.3;

    private readonly Dictionary<ulong, BitHistory> pages = [];
    private bool isGivenUp;

    /// <summary>The bits that choose the page.</summary>
    public SignalLayout Selector => selector;

    /// <summary>The pages by the values of the selector.</summary>
    public IReadOnlyDictionary<ulong, BitHistory> Pages => pages;

    /// <summary>Forgets what it saw.</summary>
    public void Clear() => pages.Clear();

    /// <summary>Takes the next frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="payload">Its data.</param>
    public void Add(in CanFrame frame, ReadOnlySpan<ulong> payload)
    {
        if (isGivenUp || frame.Length < selector.BytesNeeded)
        {
            return;
        }

        var value = selector.Read(new Payload(frame));
        if (!pages.TryGetValue(value, out var page))
        {
            if (pages.Count == Most || !budget.TryTake())
            {
                isGivenUp = true;
                pages.Clear();
                return;
            }

            pages[value] = page = new(payload.Length);
        }

        page.Add(payload, frame.Timestamp.Nanoseconds);
    }

    /// <summary>Whether the selector explains why some bit changes from frame to frame: within the pages it does so much less.</summary>
    /// <param name="whole">All frames.</param>
    public bool Explains(BitHistory whole)
    {
        if (pages.Count < 2 || whole.Count < Enough)
        {
            return false;
        }

        var own = new BitField(selector.StartBit, selector.Length, selector.ByteOrder);
        var isLively = Enumerable.Range(0, whole.BitCount).Any(bit => own.Contains(bit) && whole[bit].Count >= LeastChanges * whole.Count);
        return isLively && Enumerable.Range(0, whole.BitCount).Any(bit => !own.Contains(bit) && whole[bit].Count >= EnoughChanges
            && pages.Values.Sum(page => page[bit].Count) <= MostLeft * whole[bit].Count);
    }
}
