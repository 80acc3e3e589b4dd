namespace Caneth.Signals;

/// <summary>When the frames of one id came, and how long they were.</summary>
internal struct FrameStreamTimes
{
    /// <summary>Below this a mean says little.</summary>
    private const int Enough = 10;
    private const double Tolerance = 0.1;
    private const double GapFactor = 2.5;

    private long first;
    private long last;
    private long longestGap;

    /// <summary>How many frames there were.</summary>
    public long Count { get; private set; }

    /// <summary>The fewest bytes of data.</summary>
    public int Shortest { get; private set; }

    /// <summary>The most bytes of data.</summary>
    public int Longest { get; private set; }

    /// <summary>The time from one frame to the next on the average, or null where that cannot be said.</summary>
    public readonly TimeSpan? Mean => Count > 1 && last > first ? TimeSpan.FromTicks((last - first) / TimeSpan.NanosecondsPerTick / (Count - 1)) : null;

    /// <summary>Whether a message comes at its cycle time all the time, and not on demand.</summary>
    public static bool IsCyclic(MessageDefinition message) =>
        message.SendType is not { } type || type.Contains("cyclic", StringComparison.OrdinalIgnoreCase);

    public void Add(in CanFrame frame)
    {
        var now = frame.Timestamp.Nanoseconds;
        (Shortest, Longest) = Count == 0 ? (frame.Length, frame.Length) : (Math.Min(Shortest, frame.Length), Math.Max(Longest, frame.Length));
        if (Count++ == 0)
        {
            first = now;
        }
        else
        {
            longestGap = Math.Max(longestGap, now - last);
        }

        last = now;
    }

    /// <summary>Whether the frames come as the database says.</summary>
    /// <returns>What is wrong, or null.</returns>
    public readonly (string Code, string Text)? Judge(MessageDefinition message)
    {
        if (Count < Enough || !IsCyclic(message) || message.CycleTime is not { } cycle || Mean is not { } mean)
        {
            return null;
        }

        if (Math.Abs(mean / cycle - 1) > Tolerance)
        {
            return ("CycleTimeDiffers", $"it should come every {TrafficCheck.MillisecondsOf(cycle)} ms, and comes every {TrafficCheck.MillisecondsOf(mean)} ms.");
        }

        var gap = TimeSpan.FromTicks(longestGap / TimeSpan.NanosecondsPerTick);
        return gap > cycle * GapFactor
            ? ("CycleTimeGap", $"it should come every {TrafficCheck.MillisecondsOf(cycle)} ms, and once stayed away for {TrafficCheck.MillisecondsOf(gap)} ms.")
            : null;
    }
}
