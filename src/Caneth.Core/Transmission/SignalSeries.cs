using Caneth.Signals;

namespace Caneth.Transmission;

/// <summary>The values of a signal as they were recorded: each holds until the next, and the last for good.</summary>
public sealed class SignalSeries
{
    private readonly TimeSpan[] times;
    private readonly object[] values;

    /// <summary>A series.</summary>
    /// <param name="values">The values with their times, one or more; they are put into the order of time.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public SignalSeries(IEnumerable<CanSignalValue> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        CanSignalValue[] inOrder = [.. values.OrderBy(value => value.Timestamp)];
        if (inOrder.Length == 0)
        {
            throw new ArgumentException("A series has one value or more.", nameof(values));
        }

        times = [.. inOrder.Select(value => value.Timestamp - inOrder[0].Timestamp)];
        this.values = [.. inOrder.Select(value => value.Value)];
    }

    /// <summary>The time from the first value to the last.</summary>
    public TimeSpan Duration => times[^1];

    /// <summary>The value at a time.</summary>
    /// <param name="elapsed">The time since the first value.</param>
    /// <returns>The value that came last until then; before the first value, the first.</returns>
    public object ValueAt(TimeSpan elapsed)
    {
        var place = Array.BinarySearch(times, elapsed);

        // Where several have one time, or none has this one, it is the last that came.
        place = place < 0 ? Math.Max(0, ~place - 1) : place;
        while (place + 1 < times.Length && times[place + 1] == times[place])
        {
            place++;
        }

        return values[place];
    }
}
