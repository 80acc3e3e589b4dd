using System.Globalization;

namespace Caneth.Statistics;

/// <summary>What came from a device in a time: how many frames of how many ids, and how busy they made its bus.</summary>
/// <remarks>The order of the properties is the order of the columns that <c>Export-Csv</c> writes.</remarks>
public sealed class BusStatistics
{
    internal BusStatistics(string? device, IReadOnlyList<FrameStatistics> ids) => (Device, Ids) = (device, ids);

    /// <summary>When the time began; null where nothing came, and nobody says.</summary>
    public Timestamp? Timestamp { get; internal init; }

    /// <summary>The name of the device or, in a log, the channel; null where there is none.</summary>
    public string? Device { get; }

    /// <summary>How long it was, in seconds.</summary>
    public double Duration { get; internal init; }

    /// <summary>How many frames came, error frames aside.</summary>
    public long Count { get; internal init; }

    /// <summary>How many frames came in a second; null where there is no time.</summary>
    public double? Rate { get; internal init; }

    /// <summary>How many ids came, as far as they are listed.</summary>
    public int IdCount => Ids.Count;

    /// <summary>How much of the time frames took, in percent, with the stuff bits that their ids and data make; null where no bit rate is known.</summary>
    public double? Load { get; internal init; }

    /// <summary>The same without stuff bits: the least that it can have been.</summary>
    public double? LoadWithoutStuffing { get; internal init; }

    /// <summary>The same with a stuff bit wherever one is possible: the most that it can have been.</summary>
    public double? LoadWorstCase { get; internal init; }

    /// <summary>The load of the busiest tenth of a second, in percent; null where no bit rate is known.</summary>
    public double? PeakLoad { get; internal init; }

    /// <summary>When the busiest tenth of a second began; null where no bit rate is known, or nothing came.</summary>
    public Timestamp? PeakTime { get; internal init; }

    /// <summary>How many error frames came. How long they were nobody knows, so they are not in the load.</summary>
    public long ErrorFrames { get; internal init; }

    /// <summary>How many of the frames are of ids that are not listed, because too many had come before.</summary>
    public long FramesNotListed { get; internal init; }

    /// <summary>The bit rate that the load is of, in bits a second; null where it is not known.</summary>
    public int? BitRate { get; internal init; }

    /// <summary>The bit rate of the data phase of CAN FD, in bits a second; null where no bit rate is known.</summary>
    public int? DataBitRate { get; internal init; }

    /// <summary>What came of each id, standard ids first, in the order of the ids.</summary>
    public IReadOnlyList<FrameStatistics> Ids { get; }

    /// <summary>The device, and what came: <c>car: 1,205 frames of 45 ids, 31.4 % load</c>.</summary>
    /// <returns>A text, without control characters.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{(Device is null ? "" : VisibleText.Of(Device) + ": ")}{Amount.Frames(Count)} of {IdCount:N0} {(IdCount == 1 ? "id" : "ids")}{(Load is null ? "" : $", {Load:0.0} % load")}");
}
