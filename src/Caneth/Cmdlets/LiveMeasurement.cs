using System.Diagnostics;
using Caneth.Sessions;
using Caneth.Statistics;
using Caneth.Waiting;

namespace Caneth.Cmdlets;

/// <summary>Measures what devices receive from now on.</summary>
/// <param name="cmdlet">The cmdlet that measures.</param>
/// <param name="reader">Reads their frames.</param>
/// <param name="measurement">Measures them.</param>
/// <param name="end">When to end.</param>
/// <param name="count">After how many frames to end.</param>
internal sealed class LiveMeasurement(CanCmdlet cmdlet, FrameReader reader, FrameMeasurement measurement, Deadline end, long count)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Timestamp start = DateTime.UtcNow;
    private readonly List<DeviceMeasurement> devices = [.. reader.Sessions.Select(session => measurement.Of(session.Name)).OfType<DeviceMeasurement>()];
    private long left = count;

    // No device will bring any more, and what they brought before has been taken.
    private bool hasEnded;

    private bool IsOver => left == 0 || end.IsOver || hasEnded;

    /// <summary>Measures until the end.</summary>
    /// <returns>What came from each device.</returns>
    public IReadOnlyList<BusStatistics> Total()
    {
        var bar = new ProgressBar(cmdlet, cmdlet.MyInvocation.MyCommand.Name);
        while (!IsOver)
        {
            TakeUntil(bar.Due);
            if (bar.IsDue)
            {
                bar.Show(ModuleMessages.Measured(devices.Sum(device => device.Count), devices.Sum(device => device.IdCount)), left: end);
            }
        }

        bar.End();
        var seconds = clock.Elapsed.TotalSeconds;
        return [.. devices.Select(device => device.Total(start, seconds))];
    }

    /// <summary>Measures until the end, one interval after another.</summary>
    /// <param name="every">How long an interval is.</param>
    /// <returns>What came from each device in each interval, as it ends.</returns>
    public IEnumerable<BusStatistics> Intervals(TimeSpan every)
    {
        devices.ForEach(device => device.Begin(start, every));
        var begun = TimeSpan.Zero;
        for (var interval = 1L; !IsOver; interval++)
        {
            // Each ends when it is due, however late the one before was.
            var due = new Deadline(TimeSpan.FromTicks(Math.Max(0, every.Ticks * interval - clock.Elapsed.Ticks)));
            while (!IsOver && !due.IsOver)
            {
                TakeUntil(due);
            }

            var (before, now) = (begun, clock.Elapsed);
            begun = now;
            foreach (var device in devices)
            {
                yield return device.Next(now - before, every);
            }
        }
    }

    private void TakeUntil(Deadline time)
    {
        var frames = reader.Next(end.Or(time)).Span;
        hasEnded = frames.IsEmpty && reader.Sessions.All(session => session.State == CanSessionState.Closed);
        frames = frames[..(int)Math.Min(left, frames.Length)];
        foreach (ref readonly var frame in frames)
        {
            measurement.Of(frame.Device)?.Add(frame);
        }

        left -= frames.Length;
    }
}
