using Caneth.Flow;
using Caneth.Links;

namespace Caneth.Sessions;

/// <summary>
/// Puts what a session receives and what it sends into one order, the same for all its readers: in it time does not run backwards within a
/// connection, and no reply comes before its request. Safe for all threads.
/// </summary>
/// <remarks>
/// What is received gets its time when it is read, and is published a little later. What is sent in between waits for that, so that it is
/// not in front of what came before it.
/// </remarks>
/// <param name="device">The device of the frames that are sent.</param>
/// <param name="readers">Who gets the frames.</param>
/// <param name="clock">Gives them their times.</param>
internal sealed class TrafficOrder(string device, SubscriptionList readers, SessionClock clock)
{
    // Beyond this, as long as a reader holds the session back, what was sent is shown before what was received earlier.
    private const int MaxWaiting = 65_536;

    private readonly Lock gate = new();
    private readonly FrameBuffer waiting = new(MaxWaiting);
    private bool isReading;

    /// <summary>The readers.</summary>
    public SubscriptionList Readers => readers;

    /// <summary>Whether a reader asked for what is sent.</summary>
    public bool IsSentWanted => readers.IsSentWanted;

    /// <summary>Gives the time of what has just been received. <see cref="ReadEnded"/> follows, once it is published.</summary>
    public Timestamp Received()
    {
        clock.Look();
        lock (gate)
        {
            isReading = true;
            return clock.Now;
        }
    }

    /// <summary>Hands what was received to the readers, and waits for those who must not lose any and have no room.</summary>
    public ValueTask PublishAsync(ReadOnlyMemory<CanFrame> frames, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            isReading = true;
            readers.Offer(frames.Span);
        }

        return readers.HoldAsync(frames, cancellationToken);
    }

    /// <summary>Wakes the readers, once all of a read is published.</summary>
    /// <remarks>Once for each read of the socket: a thread that wakes costs more than the frames that it wakes for.</remarks>
    public void ReadEnded()
    {
        lock (gate)
        {
            isReading = false;
            OfferWaiting();
        }

        readers.Signal();
    }

    /// <summary>Hands frames to a link, and those that it takes to the readers that asked for them.</summary>
    /// <param name="link">The link.</param>
    /// <param name="frames">The frames; those that were taken get their device and their time.</param>
    /// <param name="history">Where to note those that were taken.</param>
    /// <returns>What the link took, and when it was handed over.</returns>
    /// <exception cref="LinkException">The connection is broken.</exception>
    public (LinkWrite Taken, Timestamp At) Send(ICanLink link, Span<CanFrame> frames, UnconfirmedFrames history)
    {
        LinkWrite taken;
        Timestamp at;

        // The reply to what is sent waits here until it can be seen that it was sent.
        lock (gate)
        {
            at = clock.Now;
            taken = link.Send(frames);
            var sent = frames[..taken.Frames];
            history.Append(sent);
            CanFrame.MarkSent(sent, at, device);
            Show(sent);
        }

        readers.Signal();
        return (taken, at);
    }

    private void Show(ReadOnlySpan<CanFrame> sent)
    {
        if (isReading && waiting.Room >= sent.Length)
        {
            waiting.Add(sent, FrameFilter.All);
        }
        else
        {
            OfferWaiting();
            readers.OfferSent(sent);
        }
    }

    private void OfferWaiting()
    {
        if (waiting.Count > 0)
        {
            readers.OfferSent(waiting.Take().Span);
        }
    }
}
