using Caneth.Flow;

namespace Caneth.Links.Slcan;

/// <summary>
/// What an adapter answers to the frames of one connection, in their order: yes (a line), or no (BEL). It is the flow control too: no more than
/// a few frames wait for an answer. Safe for all threads.
/// </summary>
/// <param name="address">What messages call the adapter.</param>
/// <param name="window">How many frames may wait for an answer.</param>
/// <param name="context">What the session lends.</param>
internal sealed class SlcanAnswers(string address, int window, LinkContext context)
{
    /// <summary>How long an answer may take: a frame waits for a full bus, but not as long.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly AsyncSignal arrived = new();
    private readonly Queue<CanFrame> waiting = new(window);
    private bool hasAnswered;
    private bool neverAnswers;
    private long answered;

    /// <summary>How many frames are answered; null where the adapter does not answer.</summary>
    public long? Answered
    {
        get
        {
            lock (gate)
            {
                return neverAnswers ? null : answered;
            }
        }
    }

    /// <summary>Whether frames wait for an answer.</summary>
    public bool IsWaiting
    {
        get
        {
            lock (gate)
            {
                return waiting.Count > 0;
            }
        }
    }

    /// <summary>Whether no frame may leave until there is an answer.</summary>
    public bool IsFull
    {
        get
        {
            lock (gate)
            {
                return Room == 0;
            }
        }
    }

    private int Room => neverAnswers ? int.MaxValue : window - waiting.Count;

    /// <summary>Sends as many frames as may wait for an answer.</summary>
    /// <param name="link">Sends them.</param>
    /// <param name="frames">The frames.</param>
    /// <param name="isTorn">Whether a part of the first has left, so that it must.</param>
    public LinkWrite Send(ICanLink link, ReadOnlySpan<CanFrame> frames, bool isTorn)
    {
        // The answer may be there before the send is back.
        lock (gate)
        {
            var now = frames[..Math.Min(frames.Length, Math.Max(Room, isTorn ? 1 : 0))];
            if (now.IsEmpty)
            {
                return default;
            }

            var taken = link.Send(now);
            foreach (ref readonly var frame in neverAnswers ? default : now[..taken.Frames])
            {
                waiting.Enqueue(frame);
            }

            return taken;
        }
    }

    /// <summary>Takes an answer in; one to nothing is passed over.</summary>
    /// <param name="accepted">Whether it is a yes.</param>
    public void Take(bool accepted)
    {
        CanFrame frame;
        lock (gate)
        {
            if (!waiting.TryDequeue(out frame))
            {
                return;
            }

            hasAnswered = true;
            answered++;
        }

        arrived.Set();
        if (!accepted)
        {
            context.Count(LinkCounter.FramesRefused, 1);
            context.Notify(LinkNoticeKind.PeerError, SlcanMessages.Refused(address, frame));
        }
    }

    /// <summary>Waits for an answer, or until it is no use to wait longer.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(Patience, context.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over.Token);
        try
        {
            await arrived.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            GiveUp();
        }
    }

    /// <summary>Goes on without the answer to the first frame that waits for one.</summary>
    private void GiveUp()
    {
        string message;
        lock (gate)
        {
            if (!waiting.TryDequeue(out var frame))
            {
                return;
            }

            neverAnswers = !hasAnswered;
            answered++;
            message = neverAnswers ? SlcanMessages.NeverAnswers(address) : SlcanMessages.NoAnswer(address, frame, Patience);
            if (neverAnswers)
            {
                waiting.Clear();
            }
        }

        context.Notify(LinkNoticeKind.PeerError, message);
    }
}
