using System.Runtime.CompilerServices;

namespace Caneth.Logs;

/// <summary>Counts losses by name.</summary>
internal sealed class LossCounter
{
    // A damaged file can hold any number of names; the counter must not grow with it.
    private const int MostNames = 64;
    private const string Others = "others";

    private readonly Dictionary<string, StrongBox<long>> counts = [];
    private string? last;
    private StrongBox<long> lastCount = new();

    public IReadOnlyCollection<LogLoss> Losses => [.. counts.Select(pair => new LogLoss(VisibleText.Of(pair.Key), pair.Value.Value))];

    public void Add(string what, long count = 1)
    {
        // Where every frame of a log loses something, it is the same again and again.
        if (!ReferenceEquals(what, last))
        {
            (last, lastCount) = (what, CountOf(what));
        }

        lastCount.Value += count;
    }

    /// <summary>
    /// The nanoseconds from the start of a file to a frame. Formats that count from there have no times before it, and a clock
    /// that was set back, or devices that are not in step, make frames that lie there: they are written as the start.
    /// </summary>
    public long TimeSince(Timestamp start, Timestamp frame)
    {
        if (frame >= start && frame.Nanoseconds - start.Nanoseconds is >= 0 and var time)
        {
            return time;
        }

        Add(frame < start ? "times before the start of the file, written as the start" : "times centuries after the start, written as the start");
        return 0;
    }

    private StrongBox<long> CountOf(string what)
    {
        var name = counts.Count < MostNames || counts.ContainsKey(what) ? what : Others;
        if (!counts.TryGetValue(name, out var known))
        {
            counts.Add(name, known = new());
        }

        return known;
    }
}
