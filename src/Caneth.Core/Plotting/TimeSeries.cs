using System.Globalization;
using Caneth.Signals;

namespace Caneth.Plotting;

/// <summary>The values of one thing over time: of a signal, of a byte of a frame, or of a rate.</summary>
/// <remarks>
/// A point is a time and 64 bits. A signal's are those that lay in the frame, so that a whole number of 64 bits keeps all of them;
/// what is no signal's is a <see cref="double"/>.
/// </remarks>
public sealed class TimeSeries
{
    private const int FirstCapacity = 8;
    private const int MaxTexts = 1_000;

    private long[] times = [];
    private ulong[] points = [];
    private bool isSorted = true;

    /// <summary>An empty series of numbers.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="unit">The unit of its values, such as <c>1/s</c>; empty where there is none.</param>
    /// <param name="isStepped">Whether a value holds until the next one comes, so that no line leads from one to the other.</param>
    public TimeSeries(string name, string unit = "", bool isStepped = false)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(unit);
        Name = name;
        Unit = unit;
        IsStepped = isStepped;
    }

    internal TimeSeries(SignalDefinition signal)
        : this(signal.Name, signal.Unit, signal.Values is not null || signal.Length == 1) => Signal = signal;

    /// <summary>What it is called.</summary>
    public string Name { get; internal set; }

    /// <summary>The unit of its values, such as <c>rpm</c>; empty where there is none.</summary>
    public string Unit { get; }

    /// <summary>Whether a value holds until the next one comes: of signals those with texts for values, and those of one bit.</summary>
    public bool IsStepped { get; }

    /// <summary>The signal whose values they are; null where they are no signal's.</summary>
    public SignalDefinition? Signal { get; }

    /// <summary>How many points there are.</summary>
    public int Count { get; private set; }

    /// <summary>The times of the points in nanoseconds, in order.</summary>
    internal ReadOnlySpan<long> Times
    {
        get
        {
            Sort();
            return times.AsSpan(0, Count);
        }
    }

    /// <summary>When a value came.</summary>
    /// <param name="index">Which one, from 0, in the order of time.</param>
    /// <returns>The time.</returns>
    public Timestamp TimeOf(int index) => new(Times[index]);

    /// <summary>A value as a number.</summary>
    /// <param name="index">Which one, from 0, in the order of time.</param>
    /// <returns>The physical value, in the unit of the series.</returns>
    public double NumberOf(int index)
    {
        Sort();
        return ToNumber(points.AsSpan(0, Count)[index]);
    }

    /// <summary>Adds a value to a series that is no signal's.</summary>
    /// <param name="time">When it came.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="InvalidOperationException">The series is a signal's, whose values come out of frames.</exception>
    public void Add(Timestamp time, double value)
    {
        if (Signal is not null)
        {
            throw new InvalidOperationException($"The values of {VisibleText.Shorten(Name)} come out of frames, since it is a signal.");
        }

        AddBits(time, BitConverter.DoubleToUInt64Bits(value));
    }

    /// <summary>The name and how many values there are.</summary>
    /// <returns>A text, without control characters.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{VisibleText.Shorten(Name)} ({Count:N0} values)");

    internal void AddBits(Timestamp time, ulong bits)
    {
        if (Count == times.Length)
        {
            var capacity = Math.Max(FirstCapacity, 2 * Count);
            Array.Resize(ref times, capacity);
            Array.Resize(ref points, capacity);
        }

        isSorted &= Count == 0 || times[Count - 1] <= time.Nanoseconds;
        times[Count] = time.Nanoseconds;
        points[Count] = bits;
        Count++;
    }

    /// <summary>The texts of the values that occur, by their numbers; empty where the database has none.</summary>
    internal IReadOnlyDictionary<double, string> FindTexts()
    {
        var texts = new Dictionary<double, string>();
        if (Signal is not { Values: { } table } signal)
        {
            return texts;
        }

        // A counter of 32 bits with one text has four billion values: those that are looked at are as many as a person can.
        var seen = new HashSet<ulong>();
        foreach (var bits in points.AsSpan(0, Count))
        {
            if (seen.Count < MaxTexts && seen.Add(bits) && table.TryGetText(signal.Scale.ToRaw(bits), out var text))
            {
                texts[signal.Scale.ToPhysical(bits)] = text;
            }
        }

        return texts;
    }

    /// <summary>A value as a table has it: a fraction with 15 digits at most, since those behind them are of the calculation.</summary>
    /// <param name="index">Which one, from 0, in the order of time.</param>
    /// <param name="form">As a physical number, as the text that the database has for it, or as it lay in the frame.</param>
    internal string TextOf(int index, SignalForm form)
    {
        Sort();
        var bits = points[index];
        return Signal is not { } signal ? Plain(ToNumber(bits))
            : form == SignalForm.Raw ? RawText(signal.Scale, bits)
            : form == SignalForm.Text && signal.Values is { } table && table.TryGetText(signal.Scale.ToRaw(bits), out var text) ? text
            : signal.IsIntegral ? signal.Scale.ToWhole(bits).ToString(CultureInfo.InvariantCulture)
            : signal.Kind is SignalKind.Binary32 or SignalKind.Binary64 ? Plain(signal.Scale.ToPhysical(bits))
            : signal.Scale.ToPhysical(bits).ToString("G15", CultureInfo.InvariantCulture);
    }

    private static string RawText(in SignalScale scale, ulong bits) => scale.Kind switch
    {
        SignalKind.Binary32 or SignalKind.Binary64 => Plain(scale.ToNumber(bits)),
        SignalKind.UnsignedInteger => bits.ToString(CultureInfo.InvariantCulture),
        _ => scale.ToRaw(bits).ToString(CultureInfo.InvariantCulture),
    };

    private static string Plain(double number) => number.ToString(CultureInfo.InvariantCulture);

    private double ToNumber(ulong bits) => Signal is { } signal ? signal.Scale.ToPhysical(bits) : BitConverter.UInt64BitsToDouble(bits);

    // Logs that follow one another, and clocks that were set, go back in time. Points of one time stay in the order in which they came.
    private void Sort()
    {
        if (isSorted)
        {
            return;
        }

        int[] order = [.. Enumerable.Range(0, Count)];
        Array.Sort(order, (one, other) => times[one] != times[other] ? times[one].CompareTo(times[other]) : one.CompareTo(other));
        times = [.. order.Select(place => times[place])];
        points = [.. order.Select(place => points[place])];
        isSorted = true;
    }
}
