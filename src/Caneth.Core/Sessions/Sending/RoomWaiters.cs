namespace Caneth.Sessions;

/// <summary>The sends that wait for room in the send queue, in order. Guarded by the queue that owns it.</summary>
internal sealed class RoomWaiters
{
    private readonly LinkedList<PendingSend> sends = new();

    /// <summary>Whether none waits.</summary>
    public bool IsEmpty => sends.Count == 0;

    /// <summary>The one that waits longest; null where none does.</summary>
    public PendingSend? First => sends.First?.Value;

    /// <summary>Lets a send wait.</summary>
    /// <returns>Ends when the queue has room, or never will.</returns>
    public Task Add(PendingSend send)
    {
        sends.AddLast(send);
        return send.WaitForRoom();
    }

    /// <summary>Lets a send wait no longer.</summary>
    /// <returns>Whether it waited.</returns>
    public bool Remove(PendingSend send) => sends.Remove(send);

    /// <summary>Takes out sends with all their frames.</summary>
    /// <param name="which">Which.</param>
    /// <returns>From which sends, and how many frames of each.</returns>
    public List<(PendingSend Send, int Back)> Cancel(Func<PendingSend, bool> which)
    {
        var canceled = new List<(PendingSend Send, int Back)>();
        for (var node = sends.First; node is not null;)
        {
            var next = node.Next;
            if (which(node.Value))
            {
                sends.Remove(node);
                canceled.Add((node.Value, node.Value.Truncate(node.Value.Count)));
            }

            node = next;
        }

        return canceled;
    }
}
