namespace Caneth.Links;

/// <summary>Hands a frame over without waiting.</summary>
internal delegate LinkWrite SendFrame(in CanFrame frame);

/// <summary>
/// The frames of one connection that were sent and have not come back, where a system gives back to its sender what its controller has sent.
/// Safe for all threads.
/// </summary>
/// <param name="most">How many may be awaited: more than lies between a program and a bus. Beyond that the first will not come back any more.</param>
internal sealed class AwaitedEchoes(int most = AwaitedEchoes.Usual)
{
    private const int Usual = 8192;

    private readonly Lock gate = new();
    private readonly Queue<CanFrame> sent = new();
    private long returned;

    /// <summary>How many frames, from the first on, have come back, or will not since a later one has.</summary>
    public long Returned
    {
        get
        {
            lock (gate)
            {
                return returned;
            }
        }
    }

    /// <summary>Whether every frame has come back.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (gate)
            {
                return sent.Count == 0;
            }
        }
    }

    /// <summary>Sends a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="send">Sends it.</param>
    public LinkWrite Send(in CanFrame frame, SendFrame send)
    {
        // It may be back before the send is.
        lock (gate)
        {
            var taken = send(frame);
            if (taken.Frames > 0)
            {
                sent.Enqueue(frame);
                PassOver(sent.Count - most);
            }

            return taken;
        }
    }

    /// <summary>Takes in a frame that has come back.</summary>
    /// <param name="frame">The frame.</param>
    /// <returns>Whether it was sent by this connection, and awaited.</returns>
    public bool Take(in CanFrame frame)
    {
        lock (gate)
        {
            var place = 0;
            foreach (var one in sent)
            {
                place++;
                if (one.HasSameContent(frame))
                {
                    PassOver(place);
                    return true;
                }
            }

            return false;
        }
    }

    private void PassOver(int count)
    {
        for (; count > 0; count--)
        {
            sent.Dequeue();
            returned++;
        }
    }
}
