using System.Globalization;

namespace Caneth.Plotting;

/// <summary>Makes series of the bytes of frames: one for each byte of each id of each device.</summary>
/// <param name="bytes">Which bytes, from 0; null for all.</param>
/// <param name="maxPoints">The points that are kept at most.</param>
public sealed class ByteCollector(IReadOnlyCollection<int>? bytes = null, long maxPoints = SeriesCollector.DefaultMaxPoints) : SeriesCollector(maxPoints)
{
    private readonly Dictionary<(uint Id, bool Extended, string? Device, int Place), TimeSeries> all = [];

    /// <summary>Adds the bytes of a frame.</summary>
    /// <param name="frame">The frame; a remote frame or an error frame has none.</param>
    /// <returns>How many values there were.</returns>
    public int Add(in CanFrame frame)
    {
        if ((frame.Flags & (FrameFlags.Remote | FrameFlags.Error)) != 0)
        {
            return 0;
        }

        var data = frame.Data;
        var count = 0;
        for (var place = 0; place < data.Count; place++)
        {
            if (bytes is null || bytes.Contains(place))
            {
                Add(SeriesOf(frame, place), frame.Timestamp, data[place]);
                count++;
            }
        }

        return count;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<TimeSeries> GetSeries()
    {
        var hasDevices = all.Keys.Select(key => key.Device).Distinct().Skip(1).Any();
        foreach (var (key, series) in all)
        {
            series.Name = string.Create(CultureInfo.InvariantCulture,
                $"{CanId.Format(key.Id, key.Extended)} byte {key.Place}{(hasDevices ? $" ({key.Device})" : "")}");
        }

        return [.. all.Values];
    }

    private TimeSeries SeriesOf(in CanFrame frame, int place)
    {
        var key = (frame.Id, frame.Extended, frame.Device, place);
        if (!all.TryGetValue(key, out var series))
        {
            all.Add(key, series = new("", isStepped: true));
        }

        return series;
    }
}
