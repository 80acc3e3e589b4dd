using Caneth.Signals;

namespace Caneth.Publishing;

/// <summary>The signals of one device that are published: what each is now, and whether that is news. For one thread.</summary>
internal sealed class SignalFeed
{
    private readonly string device;
    private readonly string prefix;
    private readonly DatabaseSet databases;
    private readonly SignalPublishing options;
    private readonly TimeProvider time;
    private readonly Dictionary<MessageDefinition, SignalValue[]> values = [];
    private readonly List<SignalValue> changed = [];

    /// <param name="device">The device.</param>
    /// <param name="prefix">What topics begin with.</param>
    /// <param name="options">Which signals, and how often.</param>
    /// <param name="time">The clock.</param>
    public SignalFeed(string device, string prefix, SignalPublishing options, TimeProvider time)
    {
        this.device = device;
        this.prefix = prefix;
        this.options = options;
        this.time = time;
        databases = options.DatabasesOf(device);
    }

    /// <summary>Takes note of what frames say.</summary>
    public void Note(ReadOnlySpan<CanFrame> frames)
    {
        foreach (ref readonly var frame in frames)
        {
            if (databases.TryFind(frame, out var message))
            {
                foreach (var value in ValuesOf(message))
                {
                    if (value.Note(frame) && !value.IsWaiting)
                    {
                        value.IsWaiting = true;
                        changed.Add(value);
                    }
                }
            }
        }
    }

    /// <summary>Puts out what is news and may be said again by now.</summary>
    /// <param name="outbox">Where to.</param>
    /// <param name="isLast">Whether nothing comes after, so that all that is news goes.</param>
    public void Put(SignalOutbox outbox, bool isLast)
    {
        var now = time.GetTimestamp();
        for (var index = changed.Count - 1; index >= 0; index--)
        {
            var value = changed[index];
            if (isLast || value.PublishedAt is not { } before || time.GetElapsedTime(before, now) >= options.Interval)
            {
                changed.RemoveAt(index);
                value.IsWaiting = false;
                if (value.IsNews)
                {
                    outbox.Put(value.Topic, value.Publish(now));
                }
            }
        }
    }

    private SignalValue[] ValuesOf(MessageDefinition message)
    {
        if (!values.TryGetValue(message, out var known))
        {
            known = [.. message.Signals.Index().Where(place => options.Selects(message, place.Item))
                .Select(place => new SignalValue(message, place.Index, Topic.OfSignal(prefix, device, message.Name, place.Item.Name)))];
            values.Add(message, known);
        }

        return known;
    }
}
