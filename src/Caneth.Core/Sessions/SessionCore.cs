using Caneth.Flow;
using Caneth.Links;

namespace Caneth.Sessions;

/// <summary>What outlives the connections of a session: its queue, its readers, its clock, its numbers and its events.</summary>
internal sealed class SessionCore : ISubscriptionOwner
{
    public SessionCore(SessionOptions options)
    {
        Clock = new(options.TimeProvider);
        var context = new LinkContext(options.TimeProvider, () => Traffic!.Received(), Report);
        Connector = options.CreateConnector(context);
        Name = context.Device = options.Name ?? Connector.Address.ToString();
        Traffic = new(Name, Readers, Clock);
        var tag = new KeyValuePair<string, object?>(SessionGauges.DeviceTag, Name);
        var meter = CanMeter.Of(options.MeterFactory);
        Gauges = SessionGauges.Of(meter);
        Counters = new(tag, meter: meter);
        LinkCounters = context.Counters = new(tag, meter: meter);
        Events = new(Name, Clock, options.TimeProvider);
        Clock.Drifted += (change, followed) => Events.Add(
            SessionEventKind.ClockChanged, EventLevel.Warning, SessionMessages.ClockChanged(change, followed));
        Queue = new(Name, Connector.Capabilities.MaxFramesPerWrite, options, Counters);
        Queue.Dropped += count => ReportDiscarded(count, SessionMessages.NeededForNewer);
        Queue.Expired += ReportExpired;
        Limits = options.MaxSendAge is { } maxAge ? new(maxAge) : null;
        Limiter = options.FrameRateLimit is { } rate ? new(rate, options.TimeProvider) : null;
    }

    public string Name { get; }

    public SessionClock Clock { get; }

    public Tally<SessionCounter> Counters { get; }

    public Tally<LinkCounter> LinkCounters { get; }

    public SessionGauges Gauges { get; }

    public SessionEventLog Events { get; }

    /// <summary>Ends with the first attempt to connect, well with the first frames at the latest.</summary>
    public TaskCompletionSource FirstAttempt { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SubscriptionList Readers { get; } = new();

    /// <summary>The order of what is received and sent.</summary>
    public TrafficOrder Traffic { get; }

    public SendQueue Queue { get; }

    public RateLimiter? Limiter { get; }

    /// <summary>What makes the connections.</summary>
    public ICanConnector Connector { get; }

    /// <summary>How long any frame may wait to be sent; null for no limit.</summary>
    public SendLimits? Limits { get; }

    /// <summary>How long the frames of one sender may wait; null for no limit.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public SendLimits? LimitsOf(SenderOptions options)
    {
        options.Validate();
        var maxAge = options.MaxAge is null || Limits?.MaxAge < options.MaxAge ? Limits?.MaxAge : options.MaxAge;
        return maxAge is null && options.StallTimeout is null && !options.SendAtMostOnce ? null : new(maxAge, options.StallTimeout, options.SendAtMostOnce);
    }

    /// <summary>Begins to keep frames for one reader.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public FrameSubscription Subscribe(SubscriptionOptions options)
    {
        var subscription = new FrameSubscription(options, this);
        Readers.Add(subscription);
        return subscription;
    }

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

    /// <summary>Says that frames which the gateway had not acknowledged are sent again.</summary>
    public void ReportResent(IReadOnlyList<CanFrame> frames)
    {
        Counters.Add(SessionCounter.FramesResent, frames.Count);
        Events.Add(SessionEventKind.FramesResent, EventLevel.Warning, SessionMessages.Resent(frames.Count), frames: frames);
    }

    /// <summary>Says that frames which the gateway had not acknowledged are not sent again.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="tooOld">Whether it is because their time is over.</param>
    public void ReportUnconfirmed(IReadOnlyList<CanFrame> frames, bool tooOld)
    {
        Counters.Add(SessionCounter.FramesUnconfirmed, frames.Count);
        var error = SessionMessages.Unconfirmed(Name, frames, tooOld);
        Events.Add(SessionEventKind.FramesUnconfirmed, EventLevel.Error, error.Message, error, frames);
    }

    void ISubscriptionOwner.Remove(FrameSubscription subscription) => Readers.Remove(subscription);

    void ISubscriptionOwner.CountDropped(long frames) => Counters.Add(SessionCounter.FramesDropped, frames);

    void ISubscriptionOwner.ReportDropped(FrameSubscription subscription, long frames) =>
        Events.Add(SessionEventKind.FramesDropped, EventLevel.Warning, SessionMessages.Dropped(subscription.Reader, frames),
            subject: subscription.Reader, frameCount: frames);

    void ISubscriptionOwner.ReportFailed(FrameSubscription subscription, Exception failure) =>
        Events.Add(SessionEventKind.ReaderFailed, EventLevel.Warning, SessionMessages.ReaderFailed(subscription.Reader, failure),
            subject: subscription.Reader);

    private void Report(LinkNotice notice)
    {
        var kind = notice.Kind switch
        {
            LinkNoticeKind.Resynchronised => SessionEventKind.Resynchronised,
            LinkNoticeKind.ForeignData => SessionEventKind.ForeignData,
            LinkNoticeKind.Identified => SessionEventKind.Identified,
            LinkNoticeKind.LongDlc => SessionEventKind.LongDlc,
            LinkNoticeKind.Heard => SessionEventKind.Heard,
            LinkNoticeKind.NoFrames => SessionEventKind.NoFrames,
            LinkNoticeKind.PacketsLost => SessionEventKind.PacketsLost,
            LinkNoticeKind.BusErrors => SessionEventKind.BusErrors,
            LinkNoticeKind.OtherBus => SessionEventKind.OtherBus,
            LinkNoticeKind.PeerError => SessionEventKind.PeerError,
            LinkNoticeKind.FramesLost => SessionEventKind.FramesLost,
            LinkNoticeKind.NotAdmitted => SessionEventKind.NotAdmitted,
            _ => SessionEventKind.PartialFrame,
        };
        var isNews = notice.Kind is LinkNoticeKind.Identified or LinkNoticeKind.LongDlc or LinkNoticeKind.Heard or LinkNoticeKind.OtherBus;
        Events.Add(kind, isNews ? EventLevel.Information : EventLevel.Warning, notice.Message);
    }

    private void ReportDiscarded(int count, string why) =>
        Events.Add(SessionEventKind.FramesDiscarded, EventLevel.Warning, SessionMessages.Discarded(count, why), frameCount: count);

    private void ReportExpired(IReadOnlyList<CanFrame> frames) => Events.Add(
        SessionEventKind.FramesWithdrawn, EventLevel.Warning, SessionMessages.Withdrawn(frames.Count), frames: frames);
}
