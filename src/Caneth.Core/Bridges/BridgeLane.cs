using Caneth.Flow;
using Caneth.Links;
using Caneth.Sessions;

namespace Caneth.Bridges;

/// <summary>One direction of a bridge.</summary>
internal sealed class BridgeLane : IDisposable
{
    private readonly CanSession from;
    private readonly CanSession to;
    private readonly BridgeOptions options;
    private readonly IReadOnlyDictionary<uint, uint> ids;
    private readonly FrameFilter filterAfter;
    private readonly Tally<BridgeCounter> counters;
    private readonly BridgeCounter carried;
    private readonly BridgeEventLog events;
    private readonly FrameSubscription frames;
    private readonly RelaySender sender;
    private readonly RateLimiter? limiter;
    private readonly LoopGuard guard;
    private long notSent;

    /// <param name="from">Where frames come from.</param>
    /// <param name="to">Where they go.</param>
    /// <param name="options">Which, and how.</param>
    /// <param name="isWayBack">Whether it is the second direction: ids are changed the other way round, and looked at afterwards.</param>
    /// <param name="counters">Where to count.</param>
    /// <param name="events">Where to tell.</param>
    public BridgeLane(CanSession from, CanSession to, BridgeOptions options, bool isWayBack, Tally<BridgeCounter> counters, BridgeEventLog events)
    {
        this.from = from;
        this.to = to;
        this.options = options;
        this.counters = counters;
        this.events = events;
        ids = isWayBack ? options.IdMap.ToDictionary(entry => entry.Value, entry => entry.Key) : options.IdMap;
        carried = isWayBack ? BridgeCounter.FramesReturned : BridgeCounter.FramesForwarded;
        var looksAfter = isWayBack && ids.Count > 0;
        filterAfter = looksAfter ? options.Filter : FrameFilter.All;
        sender = new(to, options.MaxAge);
        limiter = options.MaxFrameRate is { } rate ? new(rate, to.Options.TimeProvider) : null;
        guard = new(from.Options.TimeProvider);
        frames = from.Subscribe(new()
        {
            Filter = looksAfter ? FrameFilter.All : options.Filter,
            Capacity = options.Capacity,
            IncludeSent = true,
            Reader = $"The bridge '{options.Name}'",
        });
    }

    /// <summary>The mark of what it sends.</summary>
    public SenderMark Mark => sender.Mark;

    /// <summary>Frames that came faster than it could carry them, and were dropped.</summary>
    public long FramesDropped => frames.FramesDropped;

    private Timestamp Now => from.Options.TimeProvider.GetUtcNow();

    /// <summary>Carries frames until it is cancelled, or one of the devices has ended.</summary>
    /// <param name="other">The mark of what the other direction sends; null where there is none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The frame that goes in a circle; null where none does.</returns>
    public async Task<CanFrame?> RunAsync(SenderMark? other, CancellationToken cancellationToken)
    {
        var isForeign = from.Capabilities.Time == LinkTime.Foreign;
        var taken = Now;
        while (true)
        {
            var wait = frames.WaitToReadAsync(cancellationToken);
            var isIdle = !wait.IsCompleted;
            if (!await wait.ConfigureAwait(false))
            {
                return null;
            }

            // What comes while it has nothing to do has come now; all else since it took the frames before.
            var since = isIdle ? Now : taken;
            taken = Now;
            var batch = frames.Take();
            for (var index = 0; index < batch.Length; index++)
            {
                var frame = batch.Span[index];
                var arrived = isForeign ? since : frame.Timestamp;
                if (other?.IsOn(frame) != true && !await CarryAsync(Change(frame), arrived, cancellationToken).ConfigureAwait(false))
                {
                    return frame;
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        frames.Dispose();
        sender.Detach();
    }

    private CanFrame Change(in CanFrame frame) => ids.TryGetValue(frame.Id, out var id)
        ? new CanFrame(id, frame.Data, frame.Dlc, id > CanId.MaxStandard ? frame.Flags | FrameFlags.Extended : frame.Flags & ~FrameFlags.Extended) with { Timestamp = frame.Timestamp }
        : frame;

    /// <summary>Carries a frame, unless something speaks against it.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="arrived">When it came to this computer, as far as it is known.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether the frame does not go in a circle.</returns>
    private async ValueTask<bool> CarryAsync(CanFrame frame, Timestamp arrived, CancellationToken cancellationToken)
    {
        if (!filterAfter.Matches(frame))
        {
            return true;
        }

        if (!to.Capabilities.Carries(frame, out var reason))
        {
            Drop(BridgeCounter.FramesNotCarried, BridgeEventKind.FramesNotCarried, BridgeMessages.NotCarried(to.Name, frame, reason!));
            return true;
        }

        if (guard.Note(frame))
        {
            return false;
        }

        while (limiter?.Available == 0)
        {
            await Task.Delay(limiter.Delay, to.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }

        if (Now - arrived > options.MaxAge)
        {
            Drop(BridgeCounter.FramesTooOld, BridgeEventKind.FramesTooOld, BridgeMessages.TooOld(to.Name, options.MaxAge));
            return true;
        }

        limiter?.Consume(1);

        // Counted before: whoever sees the frame on the other bus finds it in the counters.
        counters.Add(carried, 1);
        if (await sender.PostAsync(frame, cancellationToken).ConfigureAwait(false) is { } refused)
        {
            counters.Add(carried, -1);
            Drop(BridgeCounter.FramesRefused, BridgeEventKind.FramesRefused, BridgeMessages.Refused(to.Name, refused));
        }

        CountNotSent();
        return true;
    }

    private void CountNotSent()
    {
        var more = sender.FramesNotSent - notSent;
        if (more > 0)
        {
            // They were counted as carried when they were handed over.
            notSent += more;
            counters.Add(carried, -more);
            counters.Add(BridgeCounter.FramesTooOld, more);
            events.Add(BridgeEventKind.FramesTooOld, BridgeMessages.TooOld(to.Name, options.MaxAge), more);
        }
    }

    private void Drop(BridgeCounter counter, BridgeEventKind kind, string message)
    {
        counters.Add(counter, 1);
        events.Add(kind, message, 1);
    }
}
