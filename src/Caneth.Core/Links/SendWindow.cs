using Caneth.Flow;

namespace Caneth.Links;

/// <summary>
/// How many frames may be on their way to where each is answered: more would wait where nobody can withdraw them, and reach the bus late. One
/// thread sends and waits, one other takes the answers in.
/// </summary>
/// <param name="size">How many, at least 1.</param>
internal sealed class SendWindow(int size)
{
    private readonly AsyncSignal answered = new();
    private int underWay;

    /// <summary>Whether no frame may leave until there is an answer.</summary>
    public bool IsFull => Volatile.Read(ref underWay) >= size;

    /// <summary>Notes a frame that has left.</summary>
    public void Leave() => Interlocked.Increment(ref underWay);

    /// <summary>Notes an answer, which may be there before it is noted that the frame has left.</summary>
    public void Answer()
    {
        Interlocked.Decrement(ref underWay);
        answered.Set();
    }

    /// <summary>Waits until an answer comes, or has come since the last wait.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitAsync(CancellationToken cancellationToken) => answered.WaitAsync(cancellationToken).AsTask();
}
