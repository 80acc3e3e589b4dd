namespace Caneth.Analysis;

/// <summary>How many pages the messages of a capture may have together: ids are chosen by whoever sends.</summary>
internal sealed class PageBudget
{
    private int left = 8192;

    /// <summary>Takes one.</summary>
    /// <returns>Whether there was one left.</returns>
    public bool TryTake() => left > 0 && left-- > 0;
}
