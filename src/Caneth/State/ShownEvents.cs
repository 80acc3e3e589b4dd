namespace Caneth.State;

/// <summary>How many events of a session, a recording, a transmission, a server, a bridge or a listener have been shown.</summary>
internal sealed class ShownEvents
{
    private long number;

    /// <summary>The number of the event shown last.</summary>
    public long Number
    {
        get => Volatile.Read(ref number);
        set => Volatile.Write(ref number, value);
    }

    /// <summary>Claims an event for whoever shows it: the shell and its background handlers do so side by side.</summary>
    /// <returns>Whether nobody has shown it yet.</returns>
    public bool TryTake(long next)
    {
        for (var shown = Number; shown < next; shown = Number)
        {
            if (Interlocked.CompareExchange(ref number, next, shown) == shown)
            {
                return true;
            }
        }

        return false;
    }
}
