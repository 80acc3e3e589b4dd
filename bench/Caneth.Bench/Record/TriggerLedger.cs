using Caneth.Flow;
using Caneth.Logs;

namespace Caneth.Bench;

/// <summary>Which frames were sent, when each was received, and so which of them each file around triggers must hold.</summary>
internal sealed class TriggerLedger
{
    /// <summary>The id of the frames that trigger.</summary>
    public const uint TriggerId = 0x7FF;

    private readonly HashSet<int> triggers = [];
    private readonly Timestamp[] times;

    /// <param name="frames">How many frames are sent.</param>
    /// <param name="count">How many of them trigger.</param>
    /// <param name="random">Which.</param>
    public TriggerLedger(int frames, int count, Random random)
    {
        times = new Timestamp[frames];
        while (triggers.Count < count)
        {
            triggers.Add(random.Next(frames));
        }
    }

    /// <summary>How much memory it takes, in bytes.</summary>
    public long Length => times.LongLength * sizeof(long);

    /// <summary>The frame of a number.</summary>
    public CanFrame Make(int number) => new(triggers.Contains(number) ? TriggerId : 0x100 + (uint)number % 64, BitConverter.GetBytes((long)number));

    /// <summary>Writes down when each frame is received.</summary>
    /// <returns>Done when all are.</returns>
    public async Task KeepAsync(IFrameSource source)
    {
        for (var left = times.Length; left > 0 && await source.WaitToReadAsync();)
        {
            foreach (ref readonly var frame in source.Take().Span)
            {
                times[NumberOf(frame)] = frame.Timestamp;
                left--;
            }
        }
    }

    /// <summary>Holds files against what must be in them.</summary>
    /// <param name="folder">The files.</param>
    /// <param name="before">How long before a trigger.</param>
    /// <param name="after">How long after it.</param>
    /// <param name="windows">How many files there must be.</param>
    /// <returns>What is wrong, file by file.</returns>
    public List<string> Compare(string folder, TimeSpan before, TimeSpan after, out int windows)
    {
        var expected = Windows(before, after);
        var files = Directory.GetFiles(folder).Order(StringComparer.Ordinal).ToList();
        windows = expected.Count;
        var wrong = new List<string>();
        if (files.Count != expected.Count)
        {
            wrong.Add($"{files.Count:N0} files, and {expected.Count:N0} windows");
        }

        foreach (var (file, (first, last)) in files.Zip(expected))
        {
            using var log = CanLog.Open(file);
            var numbers = log.ReadAll().Select(frame => NumberOf(frame)).ToList();
            if (!numbers.SequenceEqual(Enumerable.Range(first, last - first + 1)))
            {
                wrong.Add($"{Path.GetFileName(file)}: {numbers.Count:N0} frames from {numbers.FirstOrDefault()} to {numbers.LastOrDefault()}, and {first} to {last} belong there");
            }
        }

        return wrong;
    }

    private static int NumberOf(in CanFrame frame) => (int)BitConverter.ToInt64(frame.Data.ToArray());

    // Windows that overlap are one; frames are in the order of their times.
    private List<(int First, int Last)> Windows(TimeSpan before, TimeSpan after)
    {
        var windows = new List<(Timestamp From, Timestamp Until)>();
        foreach (var time in triggers.Order().Select(number => times[number]))
        {
            if (windows.Count > 0 && time - before <= windows[^1].Until)
            {
                windows[^1] = (windows[^1].From, time + after);
            }
            else
            {
                windows.Add((time - before, time + after));
            }
        }

        return [.. windows.Select(window => (Array.FindIndex(times, time => time >= window.From), Array.FindLastIndex(times, time => time <= window.Until)))];
    }
}
