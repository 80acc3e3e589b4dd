namespace Caneth.Handlers;

/// <summary>
/// What handlers show. While a cmdlet has the whole terminal it is kept, and shown when the terminal is the user's again. Safe for all threads.
/// </summary>
internal sealed class HandlerOutput
{
    // More than anybody reads: a handler that shows each frame of a busy bus must not fill the memory.
    private const int MostKept = 10_000;

    private readonly Lock gate = new();
    private readonly Queue<Action> kept = [];
    private bool isHeld;
    private long dropped;

    /// <summary>Whether it is kept now.</summary>
    public bool IsHeld
    {
        get
        {
            lock (gate)
            {
                return isHeld;
            }
        }
    }

    /// <summary>Shows something: now, or when the terminal is the user's again.</summary>
    /// <param name="show">Shows it; may be called on another thread.</param>
    public void Show(Action show)
    {
        lock (gate)
        {
            if (isHeld)
            {
                Keep(show);
                return;
            }
        }

        show();
    }

    /// <summary>Keeps what is shown from now on.</summary>
    public void Hold()
    {
        lock (gate)
        {
            isHeld = true;
        }
    }

    /// <summary>Shows what was kept; on the runspace's thread.</summary>
    /// <returns>How much was shown no more, the oldest, since there was too much of it.</returns>
    public long Release()
    {
        List<Action> all;
        long lost;
        lock (gate)
        {
            (isHeld, lost, dropped) = (false, dropped, 0);
            all = [.. kept];
            kept.Clear();
        }

        all.ForEach(show => show());
        return lost;
    }

    private void Keep(Action show)
    {
        if (kept.Count == MostKept)
        {
            kept.Dequeue();
            dropped++;
        }

        kept.Enqueue(show);
    }
}
