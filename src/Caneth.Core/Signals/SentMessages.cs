using System.Runtime.CompilerServices;

namespace Caneth.Signals;

/// <summary>
/// What was sent last of each message on one bus, and where the counters are. Whoever sends a message on that bus, once or in cycles, sends it
/// through here: a frame is made and handed on with one lock held, so that no counter is used twice and none is left out. Safe for all
/// threads.
/// </summary>
public sealed class SentMessages
{
    private readonly Lock gate = new();
    private readonly ConditionalWeakTable<MessageDefinition, Sent> messages = [];

    /// <summary>Makes the frame of a message, with counter and checksum, and hands it on.</summary>
    /// <param name="message">The message.</param>
    /// <param name="values">
    /// Values by the names of signals, as for <see cref="MessageEncoder.Encode"/>. What is not given is as it was sent last. A counter or
    /// a checksum that is given is sent as it is given.
    /// </param>
    /// <param name="protection">How counter and checksum are made; null where they are signals as others are.</param>
    /// <param name="options">What else it is made of; null for the usual way.</param>
    /// <param name="write">
    /// Takes the frame, in the order of the counters. It must not wait, since everybody who sends on this bus waits for it. Where it
    /// throws, the frame counts as not sent.
    /// </param>
    /// <returns>The frame.</returns>
    /// <exception cref="SignalException">A value cannot be taken; nothing was handed on.</exception>
    public CanFrame Send(MessageDefinition message, IEnumerable<KeyValuePair<string, object?>> values, MessageProtection? protection,
        EncodeOptions? options, Action<CanFrame> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var made = default(CanFrame);
        TrySend(message, values, protection, options, frame =>
        {
            made = frame;
            write(frame);
            return true;
        });
        return made;
    }

    /// <summary>Makes the frame of a message, with counter and checksum, and hands it on where it is taken.</summary>
    /// <param name="message">The message.</param>
    /// <param name="values">As for the first overload of <c>Send</c>.</param>
    /// <param name="protection">As there.</param>
    /// <param name="options">As there.</param>
    /// <param name="write">Takes the frame, as there, and says whether it did; a frame that was not taken counts as not sent.</param>
    /// <returns>Whether it was taken.</returns>
    /// <exception cref="SignalException">A value cannot be taken; nothing was handed on.</exception>
    public bool TrySend(MessageDefinition message, IEnumerable<KeyValuePair<string, object?>> values, MessageProtection? protection,
        EncodeOptions? options, Func<CanFrame, bool> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        lock (gate)
        {
            var sent = messages.GetValue(message, static message => new(message));
            var frame = Make(sent, values, protection, options, out var state);
            if (!write(frame))
            {
                return false;
            }

            (sent.Data, sent.State) = (frame.Data, state);
            return true;
        }
    }

    /// <summary>Hands on a frame of a message that was made already, with the counter that is due and the checksum that belongs to it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="frame">The frame, whose signals are sent as they are.</param>
    /// <param name="protection">How counter and checksum are made; null where they are signals as others are.</param>
    /// <param name="write">Takes the frame, as for the other overload.</param>
    /// <returns>The frame.</returns>
    public CanFrame Send(MessageDefinition message, CanFrame frame, MessageProtection? protection, Action<CanFrame> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        lock (gate)
        {
            var sent = messages.GetValue(message, static message => new(message));
            var state = sent.State;
            var ready = protection is null ? frame : protection.Apply(frame, ref state);
            write(ready);
            (sent.Data, sent.State) = (ready.Data, state);
            return ready;
        }
    }

    /// <summary>Makes the frame that would be handed on now; nothing counts as sent.</summary>
    /// <param name="message">The message.</param>
    /// <param name="values">Values by the names of signals, as for sending.</param>
    /// <param name="protection">As for sending.</param>
    /// <param name="options">As for sending.</param>
    /// <returns>The frame.</returns>
    /// <exception cref="SignalException">A value cannot be taken.</exception>
    public CanFrame Preview(MessageDefinition message, IEnumerable<KeyValuePair<string, object?>> values, MessageProtection? protection = null,
        EncodeOptions? options = null)
    {
        lock (gate)
        {
            return Make(messages.GetValue(message, static message => new(message)), values, protection, options, out _);
        }
    }

    private static CanFrame Make(Sent sent, IEnumerable<KeyValuePair<string, object?>> values, MessageProtection? protection, EncodeOptions? options,
        out ProtectionState state)
    {
        ArgumentNullException.ThrowIfNull(values);
        KeyValuePair<string, object?>[] given = [.. values.Where(value => value.Value is not null)];
        options ??= new();
        var frame = sent.Encoder.Encode(given, options.LastSent is null ? options with { LastSent = sent.Data } : options);
        state = sent.State;
        return protection is null ? frame : protection.Apply(frame, ref state, LeftBy(given, protection));
    }

    /// <summary>What of the protection nobody has given a value for.</summary>
    private static ProtectionParts LeftBy(KeyValuePair<string, object?>[] given, MessageProtection protection) =>
        (IsGiven(given, protection.Counter) ? ProtectionParts.None : ProtectionParts.Counter)
        | (IsGiven(given, protection.Checksum) ? ProtectionParts.None : ProtectionParts.Checksum);

    private static bool IsGiven(KeyValuePair<string, object?>[] given, SignalDefinition? signal) =>
        signal is not null && Array.Exists(given, value => string.Equals(value.Key, signal.Name, StringComparison.OrdinalIgnoreCase));

    private sealed class Sent(MessageDefinition message)
    {
        public MessageEncoder Encoder { get; } = new(message);

        public CanData? Data { get; set; }

        public ProtectionState State { get; set; }
    }
}
