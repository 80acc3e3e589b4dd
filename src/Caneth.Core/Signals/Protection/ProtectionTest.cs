namespace Caneth.Signals;

/// <summary>Checks the counters and checksums of frames, and counts what is wrong with them. For one thread at a time.</summary>
public sealed class ProtectionTest
{
    private readonly Dictionary<Sender, ProtectionStatistics?> senders = [];
    private readonly DatabaseSet databases;
    private readonly Func<MessageDefinition, MessageProtection?> protectionOf;

    /// <summary>A test that has seen no frame.</summary>
    /// <param name="databases">The databases that say which messages the frames are.</param>
    /// <param name="protectionOf">How a message is protected, asked once a sender; by default as its database says.</param>
    public ProtectionTest(DatabaseSet databases, Func<MessageDefinition, MessageProtection?>? protectionOf = null)
    {
        ArgumentNullException.ThrowIfNull(databases);
        this.databases = databases;
        this.protectionOf = protectionOf ?? (static message => message.Protection);
    }

    /// <summary>What was found until now, for each message of each device, in the order of their first frames.</summary>
    public IReadOnlyList<ProtectionStatistics> Results => [.. senders.Values.OfType<ProtectionStatistics>()];

    /// <summary>Takes the next frame. Frames of one message and device come in their order.</summary>
    /// <param name="frame">A frame.</param>
    /// <param name="result">What is wrong with it.</param>
    /// <returns>Whether it is one of a message that is protected.</returns>
    public bool Add(in CanFrame frame, out ProtectionResult result)
    {
        result = default;
        if (!databases.TryFind(frame, out var message))
        {
            return false;
        }

        var key = new Sender(message, frame.Id, frame.Device);
        if (!senders.TryGetValue(key, out var sender))
        {
            senders[key] = sender = protectionOf(message) is { } protection ? new(protection, frame) : null;
        }

        result = sender?.Add(frame) ?? default;
        return sender is not null;
    }

    /// <summary>What has a counter of its own: a message of a device and, of J1939, of each source address.</summary>
    private readonly record struct Sender(MessageDefinition Message, uint Id, string? Device);
}
