using Caneth.Flow;
using Caneth.Signals;

namespace Caneth.Transmission;

/// <summary>
/// A message whose frame is made anew in each cycle, with the counter that is due and the checksum that belongs to it. A cycle that is left
/// out uses no counter. Safe for all threads.
/// </summary>
public sealed class MessageCycle : ICycleContent
{
    private readonly Lock gate = new();
    private readonly SentMessages sent;
    private readonly MessageProtection? protection;
    private readonly EncodeOptions? options;
    private KeyValuePair<string, object?>[] values = [];

    /// <summary>A message and its values.</summary>
    /// <param name="sent">What was sent last on the bus it goes to: whoever else sends there counts with it.</param>
    /// <param name="message">The message.</param>
    /// <param name="values">Values by the names of signals, as for <see cref="Change"/>.</param>
    /// <param name="protection">How counter and checksum are made; null where they are signals as others are.</param>
    /// <param name="options">How its frames are made; null for the usual way.</param>
    /// <exception cref="SignalException">A value cannot be taken.</exception>
    public MessageCycle(SentMessages sent, MessageDefinition message, IEnumerable<KeyValuePair<string, object?>> values,
        MessageProtection? protection = null, EncodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(sent);
        ArgumentNullException.ThrowIfNull(message);
        this.sent = sent;
        this.protection = protection;
        this.options = options;
        Message = message;
        Change(values);
    }

    /// <summary>The message.</summary>
    public MessageDefinition Message { get; }

    /// <summary>Gives signals other values from the next cycle on; those that are not named keep theirs.</summary>
    /// <param name="changes">
    /// Values by the names of signals, as <see cref="MessageEncoder.Encode"/> takes them, or a <see cref="Func{T, TResult}"/> of the time
    /// since the first cycle: it is called on the thread that sends, and must not wait, and once before that with 0, to see that its value
    /// can be taken. A signal that is given nowhere is as it was sent last on this bus, by whomever.
    /// </param>
    /// <exception cref="SignalException">A value cannot be taken; nothing has changed.</exception>
    public void Change(IEnumerable<KeyValuePair<string, object?>> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        lock (gate)
        {
            var changed = new Dictionary<string, object?>(values, StringComparer.OrdinalIgnoreCase);
            foreach (var (name, value) in changes)
            {
                changed[name] = value;
            }

            KeyValuePair<string, object?>[] all = [.. changed];
            sent.Preview(Message, At(all, TimeSpan.Zero), protection, options);
            Volatile.Write(ref values, all);
        }
    }

    /// <inheritdoc/>
    public bool SendTo(IImmediateSink target, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(target);
        return sent.TrySend(Message, At(Volatile.Read(ref values), elapsed), protection, options, frame => target.TrySend(frame));
    }

    private static KeyValuePair<string, object?>[] At(KeyValuePair<string, object?>[] values, TimeSpan elapsed) =>
        Array.Exists(values, value => value.Value is Func<TimeSpan, object?>)
            ? [.. values.Select(value => value.Value is Func<TimeSpan, object?> course ? KeyValuePair.Create(value.Key, course(elapsed)) : value)]
            : values;
}
