namespace Caneth.Sessions;

/// <summary>
/// Of many drops in a row tells the first at once and those after it together at the end: a sender that is too fast drops
/// many, and nobody wants to hear of each. Guarded by its owner.
/// </summary>
internal sealed class DropTally
{
    private bool dropping;
    private int untold;

    /// <summary>Notes frames that were dropped.</summary>
    /// <returns>How many to tell of now.</returns>
    public int Add(int count)
    {
        if (count == 0 || !dropping)
        {
            dropping |= count > 0;
            return count;
        }

        untold += count;
        return 0;
    }

    /// <summary>Ends the row.</summary>
    /// <returns>How many to tell of now.</returns>
    public int End()
    {
        var count = untold;
        untold = 0;
        dropping = false;
        return count;
    }
}
