namespace Caneth.Signals;

/// <summary>
/// Makes frames of one message out of values by name. It is made once for a message, never changes, and may be used by several
/// threads at once.
/// </summary>
public sealed class MessageEncoder
{
    private readonly MessageDefinition message;
    private readonly SignalDefinition[] inOrder;
    private readonly Dictionary<SignalDefinition, int> places = [];

    /// <summary>An encoder for a message.</summary>
    /// <param name="message">The message.</param>
    public MessageEncoder(MessageDefinition message)
    {
        ArgumentNullException.ThrowIfNull(message);
        this.message = message;
        foreach (var signal in message.Signals)
        {
            places[signal] = places.Count;
        }

        // A switch comes before what hangs on it.
        inOrder = [.. message.Signals.OrderBy(signal => signal.IsMultiplexer ? 0 : 1).ThenBy(MultiplexChoice.DepthOf)];
    }

    /// <summary>Makes a frame.</summary>
    /// <param name="values">
    /// Values by the names of signals; null says nothing of a signal. A value is a number, a text of the signal's value table, a text
    /// that is a number, a <see cref="CanValue"/>, true or false; bytes where a signal has more than 64 bits. Multiplexers that are not
    /// given are chosen so that every signal that is given is in the frame.
    /// </param>
    /// <param name="options">What else it is made of, and how far values may go; null for the usual way.</param>
    /// <returns>The frame.</returns>
    /// <exception cref="SignalException">A value cannot be taken; it names the signal, the value, and what is right.</exception>
    public CanFrame Encode(IEnumerable<KeyValuePair<string, object?>> values, EncodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        options ??= new();
        var (length, flags) = Shape();
        var last = options.LastSent?.ToArray();
        var given = Read(values, new(message, options), last);
        var data = new byte[length];
        last?.AsSpan(0, Math.Min(last.Length, length)).CopyTo(data);
        MultiplexChoice.Complete(message, given, last is null ? default : data);
        Fill(data, given, last is not null);

        // Once more: a start value may have taken bits that what is given shares with it.
        foreach (var value in given.Values)
        {
            value.WriteTo(data);
        }

        Check(data, given);
        return new(options.IdOf(message, message.Id), data, flags);
    }

    /// <summary>How long its frames are, in bytes, and of what kind.</summary>
    private (int Length, FrameFlags Flags) Shape()
    {
        if (message.Id > CanId.MaxExtended || message.Length > CanData.MaxLength)
        {
            throw new SignalException(SignalError.DoesNotFit, message, null, message.Id > CanId.MaxExtended
                ? $"its id is 0x{message.Id:X}, which no frame can have."
                : $"it has {message.Length} bytes; a frame carries at most {CanData.MaxLength}.");
        }

        var fd = message.Fd || message.Length > CanData.MaxClassicLength;
        var flags = (message.Extended ? FrameFlags.Extended : 0) | (fd ? FrameFlags.Fd : 0)
            | (fd && message.Attributes.Number("CANFD_BRS") == 1 ? FrameFlags.BitRateSwitch : 0);
        var length = message.Length;
        while (!DataLengthCode.TryFromLength(length, fd, out _))
        {
            length++;
        }

        return (length, flags);
    }

    private Dictionary<SignalDefinition, SignalSetting> Read(IEnumerable<KeyValuePair<string, object?>> values, SignalInput input, byte[]? last)
    {
        var given = new Dictionary<SignalDefinition, SignalSetting>();
        var ambiguous = new List<(object Value, List<SignalDefinition> Signals)>();
        foreach (var (name, value) in values)
        {
            if (value is null)
            {
                continue;
            }

            var signals = FindAll(name);
            if (signals.Count == 1)
            {
                given[signals[0]] = SettingOf(signals[0], value, input);
            }
            else
            {
                ambiguous.Add((value, signals));
            }
        }

        // A name that several branches of a multiplexer have means the signal of the branch that is in force.
        foreach (var (value, signals) in ambiguous)
        {
            var signal = signals.FirstOrDefault(one => IsChosenBy(given, one))
                ?? signals.FirstOrDefault(one => last is not null && !IsDecided(given, one) && message.Codec.IsPresent(places[one], last))
                ?? signals[0];
            given[signal] = SettingOf(signal, value, input);
        }

        return given;
    }

    private static bool IsDecided(Dictionary<SignalDefinition, SignalSetting> given, SignalDefinition signal) =>
        signal.Multiplexer is { } above && given.ContainsKey(above);

    private static bool IsChosenBy(Dictionary<SignalDefinition, SignalSetting> given, SignalDefinition signal) =>
        signal.Multiplexer is { } above && given.TryGetValue(above, out var setting) && setting.Chooses(signal);

    private List<SignalDefinition> FindAll(string name)
    {
        var found = NameSearch.Find(message.Signals, signal => signal.Name, name);
        return found.Count > 0 ? found : throw SignalException.Unknown(message, name);
    }

    private SignalSetting SettingOf(SignalDefinition signal, object value, SignalInput input)
    {
        if (signal.Kind == SignalKind.Empty || signal.Layout.BytesNeeded > message.Length)
        {
            throw new SignalException(SignalError.DoesNotFit, message, signal.Name, signal.Kind == SignalKind.Empty
                ? "it has no bits, so it cannot be given a value."
                : $"it reaches to byte {signal.Layout.BytesNeeded} of a message of {message.Length} bytes.");
        }

        return signal.Kind == SignalKind.Bytes ? new(signal, 0, input.ToBytes(signal, value)) : new(signal, input.ToBits(signal, value), null);
    }

    /// <summary>Gives a value to what nothing is said of: what is new in the frame, or all of it where nothing was sent before.</summary>
    private void Fill(byte[] data, Dictionary<SignalDefinition, SignalSetting> given, bool wasSent)
    {
        var before = data.ToArray();
        foreach (var signal in inOrder)
        {
            var place = places[signal];
            if (given.TryGetValue(signal, out var setting))
            {
                setting.WriteTo(data);
            }
            else if (signal.Kind is not (SignalKind.Bytes or SignalKind.Empty) && signal.Layout.BytesNeeded <= data.Length
                && message.Codec.IsPresent(place, data) && !(wasSent && message.Codec.IsPresent(place, before)))
            {
                signal.Layout.Write(signal.StartBits, data);
            }
        }
    }

    private void Check(byte[] data, Dictionary<SignalDefinition, SignalSetting> given)
    {
        foreach (var one in given.Values)
        {
            if (!one.IsIn(data))
            {
                var other = given.Values.Last(other => other.Signal != one.Signal && other.Overlaps(one, data.Length));
                throw new SignalException(SignalError.Contradiction, message, one.Signal.Name,
                    $"it shares bits with {VisibleText.Shorten(other.Signal.Name)}, and the two values that were given want them to be different. Give one of them.");
            }
        }
    }
}
