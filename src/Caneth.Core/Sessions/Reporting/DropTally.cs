namespace Caneth.Sessions;

/// <summary>
/// Of many drops in a row, reports the first at once and the others together at the end: a sender that is too fast drops
/// many, and nobody wants a report of each. Guarded by its owner.
/// </summary>
internal sealed class DropTally
{
    private bool dropping;
    private int unreported;

    /// <summary>Notes frames that were dropped.</summary>
    /// <returns>How many to report now.</returns>
    public int Add(int count)
    {
        if (count == 0 || !dropping)
        {
            dropping |= count > 0;
            return count;
        }

        unreported += count;
        return 0;
    }

    /// <summary>Ends the row.</summary>
    /// <returns>How many to report now.</returns>
    public int End()
    {
        var count = unreported;
        unreported = 0;
        dropping = false;
        return count;
    }
}
