using System.Globalization;
using Caneth.Signals;

namespace Caneth.Statistics;

/// <summary>What came of one id of a device. Remote frames of an id are counted apart from its data frames.</summary>
/// <remarks>The order of the properties is the order of the columns that <c>Export-Csv</c> writes.</remarks>
public sealed class FrameStatistics
{
    /// <summary>How many gaps of an id are told at most: 256.</summary>
    public const int MostGaps = LongestPeriods.Most;

    internal FrameStatistics(CanFrame frame) => Frame = frame;

    /// <summary>The name of the device or, in a log, the channel; null where there is none.</summary>
    public string? Device => Frame.Device;

    /// <summary>The identifier.</summary>
    public uint Id => Frame.Id;

    /// <summary>The identifier in hex: 3 digits, or 8.</summary>
    public string HexId => Frame.HexId;

    /// <summary>Whether the id has 29 bits.</summary>
    public bool Extended => Frame.Extended;

    /// <summary>Whether these are remote frames.</summary>
    public bool Remote => Frame.Remote;

    /// <summary>The name of the message; null where no database knows the id.</summary>
    public string? Message => Definition?.Name;

    /// <summary>How many frames came.</summary>
    public long Count { get; internal init; }

    /// <summary>How many came in a second, on average over the time that was measured; null where there is no such time.</summary>
    public double? Rate { get; internal init; }

    /// <summary>The shortest time from one frame to the next, in seconds; null where fewer than two came.</summary>
    public double? PeriodMin { get; internal init; }

    /// <summary>The mean time from one frame to the next, in seconds; null where fewer than two came.</summary>
    public double? PeriodMean { get; internal init; }

    /// <summary>The longest time from one frame to the next, in seconds; null where fewer than two came.</summary>
    public double? PeriodMax { get; internal init; }

    /// <summary>The standard deviation of these times, in seconds; null where fewer than two came.</summary>
    public double? PeriodJitter { get; internal init; }

    /// <summary>How many gaps there were; 0 where nobody asked for them.</summary>
    public int GapCount => Gaps.Count;

    /// <summary>The load of the bus by these frames alone, in percent; null where no bit rate is known.</summary>
    public double? Load { get; internal init; }

    /// <summary>The data length codes that came.</summary>
    public IReadOnlyList<int> Dlcs { get; internal init; } = [];

    /// <summary>The places of the bytes, from 0, that were not the same in all frames.</summary>
    public IReadOnlyList<int> ChangedBytes { get; internal init; } = [];

    /// <summary>The bits that were not the same in all frames, as ones in their places: <c>00 3F FF</c>.</summary>
    public CanData ChangedBits { get; internal init; }

    /// <summary>When the first frame came.</summary>
    public Timestamp First { get; internal init; }

    /// <summary>When the last frame came.</summary>
    public Timestamp Last => Frame.Timestamp;

    /// <summary>
    /// The times without a frame that were longer than the mean by the factor that was asked for, in their order; of more than <see cref="MostGaps"/> the longest.
    /// </summary>
    public IReadOnlyList<FrameGap> Gaps { get; internal init; } = [];

    /// <summary>The last frame.</summary>
    public CanFrame Frame { get; }

    /// <summary>What the database says of the message; null where none knows the id.</summary>
    public MessageDefinition? Definition { get; internal init; }

    /// <summary>The last frame or, of a message with multiplexers, after it the latest of each of their values, the newest first.</summary>
    internal IReadOnlyList<CanFrame> Latest { get; init; } = [];

    /// <summary>The message or the id, and how often it came.</summary>
    /// <returns>A text, without control characters.</returns>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Message is null ? "0x" + HexId : VisibleText.Of(Message))}{(Remote ? " remote" : "")} {Count:N0}");
}
