namespace Caneth.Sessions;

/// <summary>What outlives the connections of a session: its queue, its readers, its clock, its numbers and its events.</summary>
internal sealed class SessionParts : ISubscriptionOwner
{
    public SessionParts(SessionOptions options)
    {
        Name = options.Name ?? $"{options.HostName}:{options.Port}";
        Clock = new(options.TimeProvider);
        Counters = new(Name);
        Events = new(Name, Clock);
        Queue = new(Name, options.SendBuffer, options.WhenSendBufferFull, Counters);
        Queue.Dropped += count => ReportDiscarded(count, SendQueue.NeededForNewer);
        Pacer = options.MaxFrameRate is { } rate ? new(rate, options.TimeProvider) : null;
    }

    public string Name { get; }

    public SessionClock Clock { get; }

    public SessionCounters Counters { get; }

    public SessionEventLog Events { get; }

    public SubscriptionList Readers { get; } = new();

    public SendQueue Queue { get; }

    public SendPacer? Pacer { get; }

    /// <summary>Gives up what waits to be sent, and says so.</summary>
    /// <returns>How many frames.</returns>
    public int DiscardQueued(string why)
    {
        var count = Queue.Clear(why);
        if (count > 0)
        {
            ReportDiscarded(count, why);
        }

        return count;
    }

    /// <summary>Says what becomes of frames that the gateway had not acknowledged.</summary>
    public void ReportUnconfirmed(IReadOnlyList<CanFrame> frames, bool sentAgain)
    {
        if (sentAgain)
        {
            Counters.FramesResent.Add(frames.Count);
            Events.Add(SessionEventKind.FramesResent, SessionEventLevel.Warning, SessionMessages.Resent(frames.Count), frames: frames);
        }
        else
        {
            Counters.FramesUnconfirmed.Add(frames.Count);
            var error = SessionMessages.Unconfirmed(Name, frames);
            Events.Add(SessionEventKind.FramesUnconfirmed, SessionEventLevel.Error, error.Message, error, frames);
        }
    }

    void ISubscriptionOwner.Remove(FrameSubscription subscription) => Readers.Remove(subscription);

    void ISubscriptionOwner.CountDropped(long frames) => Counters.FramesDropped.Add(frames);

    void ISubscriptionOwner.ReportDropped(FrameSubscription subscription, long frames) =>
        Events.Add(SessionEventKind.FramesDropped, SessionEventLevel.Warning, SessionMessages.Dropped(subscription.Reader, frames));

    private void ReportDiscarded(int count, string why) =>
        Events.Add(SessionEventKind.FramesDiscarded, SessionEventLevel.Warning, SessionMessages.Discarded(count, why));
}
