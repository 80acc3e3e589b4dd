using Caneth.Signals;
using Caneth.Statistics;

namespace Caneth.Cmdlets;

/// <summary>What is measured of a device: in all, or in one interval after another.</summary>
/// <param name="device">The name of the device; null for none.</param>
/// <param name="databases">What its frames mean.</param>
/// <param name="options">What to look at.</param>
internal sealed class DeviceMeasurement(string? device, DatabaseSet databases, FrameTableOptions options)
{
    // Of a log with a longer silence the intervals begin anew with the frame that ends it.
    private const int MostEmptyIntervals = 1_000;

    private const decimal NanosecondsPerTick = 100;

    private FrameTable table = New(device, databases, options);
    private Timestamp? start;
    private Timestamp end;

    /// <summary>How many frames were measured or, with intervals, came in this one until now; error frames too.</summary>
    public long Count => table.Count + table.ErrorFrames;

    /// <summary>How many ids came.</summary>
    public int IdCount => table.IdCount;

    /// <summary>Measures a frame.</summary>
    public void Add(in CanFrame frame) => table.Add(frame);

    /// <summary>Whether a time lies in the interval.</summary>
    public bool Contains(Timestamp time) => time < end && time >= start;

    /// <summary>Begins an interval.</summary>
    /// <param name="time">When it begins.</param>
    /// <param name="every">How long it is to be.</param>
    public void Begin(Timestamp time, TimeSpan every) => (start, end) = (time, time + every);

    /// <summary>Goes to the interval that has a time.</summary>
    /// <param name="time">The time.</param>
    /// <param name="every">How long each interval is.</param>
    /// <returns>What came in the intervals that end before it, those without a frame too.</returns>
    public IEnumerable<BusStatistics> Enter(Timestamp time, TimeSpan every)
    {
        var passed = ((decimal)time.Nanoseconds - (start ?? time).Nanoseconds) / NanosecondsPerTick / every.Ticks;
        if (start is not null && passed is >= 0 and < MostEmptyIntervals)
        {
            for (; passed >= 1; passed--)
            {
                yield return Next(every, every);
            }

            yield break;
        }

        if (Count > 0)
        {
            yield return Rest();
            table = New(device, databases, options);
        }

        Begin(time, every);
    }

    /// <summary>Ends the interval, and begins the next.</summary>
    /// <param name="time">How long it was.</param>
    /// <param name="every">How long the next is to be.</param>
    /// <returns>What came in it.</returns>
    public BusStatistics Next(TimeSpan time, TimeSpan every)
    {
        var bus = table.GetBus(start, time.TotalSeconds);
        table = New(device, databases, options);
        Begin(start!.Value + time, every);
        return bus;
    }

    /// <summary>What came in the interval until its last frame.</summary>
    public BusStatistics Rest() => table.GetBus(start, (table.Last!.Value - start!.Value).TotalSeconds);

    /// <summary>What was measured in all.</summary>
    /// <param name="began">When the measurement began; by default with the first frame.</param>
    /// <param name="seconds">How long was measured; by default from the first to the last frame.</param>
    public BusStatistics Total(Timestamp? began = null, double? seconds = null) => table.GetBus(began, seconds);

    private static FrameTable New(string? device, DatabaseSet databases, FrameTableOptions options) =>
        new(options) { Device = device, Databases = databases };
}
