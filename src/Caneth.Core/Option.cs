namespace Caneth;

/// <summary>Checks options where they are given: a bad one is its giver's error, and never the session's.</summary>
internal static class Option
{
    /// <summary>The longest time: what a timer of .NET can wait for, about 49 days.</summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>What .NET writes for a time without end is one here too.</summary>
    public static TimeSpan? NullIfInfinite(TimeSpan? time) => time == Timeout.InfiniteTimeSpan ? null : time;

    /// <summary>Refuses a value that is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is.</exception>
    public static void Require(bool holds, string option, object? value, string allowed)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(option, $"{option} is {value}; allowed is {allowed}.");
        }
    }

    /// <summary>Refuses a value below or above its limits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is.</exception>
    public static void RequireRange<T>(T value, string option, T least, T most, string unit = "")
        where T : IComparable<T> =>
        Require(value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0, option, value, $"{least} to {most}{unit}");

    /// <summary>Refuses a time that is too short, or longer than a timer can wait.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is.</exception>
    public static void RequireTime(TimeSpan? time, string option, TimeSpan least) =>
        Require(time is null || time >= least && time <= LongestTime, option, time, $"{least.TotalSeconds:0.###} s to 49 days");
}
