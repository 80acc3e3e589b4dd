using Caneth.Signals;

namespace Caneth.Messages;

/// <summary>What a device has received of one id since counting began: of a message of a database, or of an id that none knows.</summary>
public sealed class LiveMessage
{
    internal LiveMessage(MessageDefinition definition, string device)
    {
        Definition = definition;
        Device = device;
        Id = definition.Id;
        Extended = definition.Extended;
        Length = definition.Length;
    }

    internal LiveMessage(MessageDefinition? definition, string device, CanFrame latest)
    {
        Definition = definition;
        Device = device;
        Id = latest.Id;
        Extended = latest.Extended;
        Length = latest.Length;
        Frame = latest;
    }

    /// <summary>The name of the message; null where no database knows the id.</summary>
    public string? Message => Definition?.Name;

    /// <summary>The name of the device.</summary>
    public string Device { get; }

    /// <summary>The identifier: of a frame that came, else as the database has it.</summary>
    public uint Id { get; }

    /// <summary>Whether the id has 29 bits.</summary>
    public bool Extended { get; }

    /// <summary>The identifier in hex: 3 digits, or 8.</summary>
    public string HexId => CanId.Format(Id, Extended);

    /// <summary>How many frames came.</summary>
    public long Count { get; internal init; }

    /// <summary>When the latest came; null where none came.</summary>
    public Timestamp? Timestamp => Frame?.Timestamp;

    /// <summary>How long ago that was, in seconds; null where none came.</summary>
    public double? Age { get; internal init; }

    /// <summary>The time from one frame to the next on average, in seconds; null where fewer than two came.</summary>
    public double? Period { get; internal init; }

    /// <summary>How many frames came in a second, on average.</summary>
    public double Rate { get; internal init; }

    /// <summary>The length of the latest frame in bytes; where none came, as the database has it.</summary>
    public int Length { get; }

    /// <summary>The places of the bytes, from 0, that were not the same in all frames.</summary>
    public IReadOnlyList<int> ChangingBytes { get; internal init; } = [];

    /// <summary>The latest frame; null where none came.</summary>
    public CanFrame? Frame { get; }

    /// <summary>What the database says of the message; null where none knows the id.</summary>
    public MessageDefinition? Definition { get; }

    /// <summary>The latest frame, decoded; null where none came, or no database knows the id.</summary>
    /// <returns>A message with a property for each signal.</returns>
    public CanMessage? GetLatest() => Definition is { } definition && Frame is { } frame ? MessageTypes.MakerOf(definition)(definition, frame) : null;

    /// <summary>The message or the id, and how often it came.</summary>
    /// <returns>A text, without control characters.</returns>
    public override string ToString() => VisibleText.Of($"{Message ?? "0x" + HexId} {Count}");
}
