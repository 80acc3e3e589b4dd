using System.Net;

namespace Caneth.Links.Incoming;

/// <summary>
/// The connections of which it is not known yet who they are. They are bounded: where there are too many, the one that has been silent for longest
/// makes room. Safe for all threads.
/// </summary>
internal sealed class PendingConnections
{
    /// <summary>How many there are at most.</summary>
    public const int Most = 1024;

    private readonly Lock gate = new();
    private readonly LinkedList<Pending> connections = new();
    private TaskCompletionSource? empty;
    private int running;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return connections.Count;
            }
        }
    }

    /// <summary>Deals with a connection, which is pending until that has ended.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="from">Where it comes from.</param>
    /// <param name="serveAsync">Deals with it; throws nothing.</param>
    /// <returns>From where the one comes that made room; null where none had to.</returns>
    public IPEndPoint? Add(IncomingStream stream, IPEndPoint from, Func<IncomingStream, IPEndPoint, Task> serveAsync)
    {
        Pending? crowdedOut = null;
        LinkedListNode<Pending> place;
        lock (gate)
        {
            running++;
            place = connections.AddLast(new Pending(stream, from));
            if (connections.Count > Most)
            {
                crowdedOut = connections.First!.Value;
                connections.RemoveFirst();
            }
        }

        crowdedOut?.Stream.Dispose();
        _ = Task.Run(() => ServeAsync(place, serveAsync));
        return crowdedOut?.From;
    }

    /// <summary>Waits until there are none.</summary>
    public Task WaitEmptyAsync()
    {
        lock (gate)
        {
            if (running == 0)
            {
                return Task.CompletedTask;
            }

            empty ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return empty.Task;
        }
    }

    private async Task ServeAsync(LinkedListNode<Pending> place, Func<IncomingStream, IPEndPoint, Task> serveAsync)
    {
        try
        {
            await serveAsync(place.Value.Stream, place.Value.From).ConfigureAwait(false);
        }
        finally
        {
            lock (gate)
            {
                if (place.List is not null)
                {
                    connections.Remove(place);
                }

                running--;
                if (running == 0)
                {
                    empty?.TrySetResult();
                }
            }
        }
    }

    private sealed record Pending(IncomingStream Stream, IPEndPoint From);
}
