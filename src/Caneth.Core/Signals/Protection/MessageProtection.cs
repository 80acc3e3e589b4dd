namespace Caneth.Signals;

/// <summary>
/// The protection of one message: where its counter and its checksum are, and the profile that makes them. It never changes, allocates
/// nothing while it works, and may be used by several threads at once; where the counter is, is in a <see cref="ProtectionState"/>.
/// </summary>
public sealed class MessageProtection
{
    private const int None = -1;

    private readonly byte[] checksumBits = [];
    private readonly ushort[] dataIds;
    private readonly int counter;
    private readonly int checksum;

    /// <summary>Protects a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="profile">How its frames are protected.</param>
    /// <param name="options">Its signals and what else the profile needs; null for what can be told by their names.</param>
    /// <exception cref="SignalException">The message has no such signal, or it cannot be a counter or a checksum.</exception>
    /// <exception cref="ArgumentException">The profile needs other data ids, or the message has nothing that it could protect.</exception>
    public MessageProtection(MessageDefinition message, ProtectionProfile profile, ProtectionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(profile);
        options ??= new();
        Definition = message;
        Profile = profile;
        dataIds = [.. options.DataIds];
        if (dataIds.Length < profile.MinDataIds || dataIds.Length > profile.MaxDataIds)
        {
            throw new ArgumentException(WrongDataIds(profile, dataIds.Length), nameof(options));
        }

        counter = ProtectionSignals.PlaceOfCounter(message, options.Counter);
        checksum = profile.ChecksumLength == 0 ? None : ProtectionSignals.PlaceOfChecksum(message, options.Checksum);
        if (profile.ChecksumLength > 0 && checksum == None)
        {
            throw new ArgumentException($"{message.Name}: which of its signals is the checksum, their names do not tell.", nameof(options));
        }

        if (counter == None && (checksum == None || profile.NeedsCounter))
        {
            throw new ArgumentException($"{message.Name}: which of its signals is the counter, their names do not tell.", nameof(options));
        }

        if (Counter is { } counting)
        {
            CounterTop = options.CounterTop ?? Math.Min(profile.CounterTop(counting.Length), MaximumOf(counting));
            if (CounterTop == 0 || CounterTop > counting.Layout.Mask)
            {
                throw new SignalException(SignalError.OutOfRange, message, counting.Name,
                    $"the counter has {counting.Length} bits, so its highest value is 1 to {counting.Layout.Mask}, not {CounterTop}.");
            }
        }

        if (Checksum is { } holding)
        {
            if (holding.Length != profile.ChecksumLength)
            {
                throw new SignalException(SignalError.DoesNotFit, message, holding.Name,
                    $"it has {holding.Length} bits, and a checksum of the profile {profile} has {profile.ChecksumLength}.");
            }

            checksumBits = holding.Layout.Covers(CanData.MaxLength);
        }
    }

    /// <summary>The message.</summary>
    public MessageDefinition Definition { get; }

    /// <summary>How its frames are protected.</summary>
    public ProtectionProfile Profile { get; }

    /// <summary>The signal that counts, or null where there is none.</summary>
    public SignalDefinition? Counter => counter == None ? null : Definition.Signals[counter];

    /// <summary>The highest value of the counter, after which comes 0.</summary>
    public ulong CounterTop { get; }

    /// <summary>The signal that holds the checksum, or null where there is none.</summary>
    public SignalDefinition? Checksum => checksum == None ? null : Definition.Signals[checksum];

    /// <summary>The data ids.</summary>
    public IReadOnlyList<ushort> DataIds => dataIds;

    /// <summary>Completes a frame whose signals are written: first its counter, then its checksum.</summary>
    /// <param name="id">The id of the frame.</param>
    /// <param name="data">Its data.</param>
    /// <param name="state">Where the counter is; it moves on. A counter that is left as it stands is where it goes on from.</param>
    /// <param name="parts">What is written; what is not stays as it stands.</param>
    public void Apply(uint id, Span<byte> data, ref ProtectionState state, ProtectionParts parts = ProtectionParts.All)
    {
        var value = default(ulong?);
        if (Counter is { } counting && Definition.Codec.IsPresent(counter, data))
        {
            if ((parts & ProtectionParts.Counter) != 0)
            {
                counting.Layout.Write(state.Counter is { } last ? After(last) : 0, data);
            }

            state.Counter = value = counting.Layout.Read(new Payload(data));
        }

        if (Checksum is { } holding && (parts & ProtectionParts.Checksum) != 0 && Definition.Codec.IsPresent(checksum, data))
        {
            var frame = new ProtectedFrame(id, data, checksumBits, dataIds, value);
            Profile.Complete(frame, data);
            holding.Layout.Write(Profile.Checksum(frame), data);
        }
    }

    /// <summary>Completes a frame whose signals are written: first its counter, then its checksum.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="state">Where the counter is; it moves on. A counter that is left as it stands is where it goes on from.</param>
    /// <param name="parts">What is written; what is not stays as it stands.</param>
    /// <returns>The frame with its counter and checksum.</returns>
    public CanFrame Apply(in CanFrame frame, ref ProtectionState state, ProtectionParts parts = ProtectionParts.All)
    {
        Span<byte> room = stackalloc byte[CanData.MaxLength];
        frame.Data.CopyTo(room);
        var data = room[..frame.Length];
        Apply(frame.Id, data, ref state, parts);
        return new(frame.Id, new CanData(data), frame.Dlc, frame.Flags, frame.Timestamp, frame.Device);
    }

    /// <summary>Checks a frame.</summary>
    /// <param name="id">The id of the frame.</param>
    /// <param name="data">Its data.</param>
    /// <param name="state">Where the counter is; it moves on.</param>
    /// <returns>What is wrong with it. What is not in the frame, as a multiplexer or the length of the data may say, is not checked.</returns>
    public ProtectionResult Check(uint id, ReadOnlySpan<byte> data, ref ProtectionState state)
    {
        var payload = new Payload(data);
        var value = default(ulong?);
        if (Counter is { } counting && Definition.Codec.IsPresent(counter, data))
        {
            value = counting.Layout.Read(payload);
        }

        if (Checksum is { } holding && Definition.Codec.IsPresent(checksum, data)
            && !Profile.IsRight(new(id, data, checksumBits, dataIds, value), holding.Layout.Read(payload)))
        {
            // One frame more, whatever its counter says: the next is not one that jumps.
            state.Counter = state.Counter is { } before ? After(before) : null;
            return new(ProtectionFaults.BadChecksum, 0);
        }

        return value is { } now ? CheckCounter(now, ref state) : default;
    }

    /// <summary>Checks a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="state">Where the counter is; it moves on.</param>
    /// <returns>What is wrong with it. What is not in the frame, as a multiplexer or the length of the data may say, is not checked.</returns>
    public ProtectionResult Check(in CanFrame frame, ref ProtectionState state)
    {
        Span<byte> room = stackalloc byte[CanData.MaxLength];
        frame.Data.CopyTo(room);
        return Check(frame.Id, room[..frame.Length], ref state);
    }

    /// <summary>The profile, and the signals that it fills.</summary>
    /// <returns>A text such as <c>E2E.P01 (RC, CRC)</c>.</returns>
    public override string ToString() =>
        VisibleText.Of($"{Profile} ({string.Join(", ", new[] { Counter, Checksum }.Where(signal => signal is not null))})");

    private static string WrongDataIds(ProtectionProfile profile, int given)
    {
        var wanted = profile.MaxDataIds == 0 ? "none"
            : profile.MinDataIds == profile.MaxDataIds ? $"{profile.MinDataIds}"
            : $"{profile.MinDataIds} to {profile.MaxDataIds}";
        return $"The profile {profile} takes {wanted} data id(s), and there are {given}.";
    }

    /// <summary>The highest value that the database gives a counter, or more than any where it gives none.</summary>
    private static ulong MaximumOf(SignalDefinition counter) =>
        counter is { Factor: 1, Offset: 0, Maximum: >= 1 and <= int.MaxValue and var maximum } ? (ulong)maximum : ulong.MaxValue;

    private ProtectionResult CheckCounter(ulong now, ref ProtectionState state)
    {
        if (now > CounterTop)
        {
            state.Counter = null;
            return new(ProtectionFaults.CounterAboveTop, 0);
        }

        var before = state.Counter;
        state.Counter = now;
        if (before is not { } last)
        {
            return default;
        }

        var missing = now > last ? now - last - 1 : CounterTop - last + now;
        return now == last ? new(ProtectionFaults.CounterRepeated, 0)
            : missing == 0 ? default
            : new(ProtectionFaults.CounterJumped, missing);
    }

    private ulong After(ulong counter) => counter >= CounterTop ? 0 : counter + 1;
}
