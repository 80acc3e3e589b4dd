namespace Caneth.Signals;

/// <summary>
/// Which signals of a message are in a frame: the switches in an order in which each comes after the one that it hangs on, and
/// for each signal its switch and the values of it.
/// </summary>
internal sealed class MultiplexPlan
{
    private const int None = -1;

    private readonly Switch[] switches;
    private readonly int[] switchOf;
    private readonly MultiplexRange[][] rangesOf;

    public MultiplexPlan(SignalDefinition[] signals)
    {
        var order = new List<SignalDefinition>();
        var places = new Dictionary<SignalDefinition, int>();
        foreach (var signal in signals)
        {
            AddWithThoseAbove(signal.Multiplexer, order, places);
        }

        switches = [.. order.Select(signal => new Switch(signal.Layout, PlaceOf(signal.Multiplexer, places), [.. signal.MultiplexValues]))];
        switchOf = [.. signals.Select(signal => PlaceOf(signal.Multiplexer, places))];
        rangesOf = [.. signals.Select(signal => signal.MultiplexValues.ToArray())];
    }

    public bool IsEmpty => switches.Length == 0;

    public int SwitchCount => switches.Length;

    /// <summary>Reads all switches.</summary>
    /// <param name="payload">The data of a frame.</param>
    /// <param name="values">Room for the bits of each.</param>
    /// <param name="known">Room for whether each is in the frame.</param>
    public void Evaluate(in Payload payload, Span<ulong> values, Span<bool> known)
    {
        for (var index = 0; index < switches.Length; index++)
        {
            ref readonly var plan = ref switches[index];
            known[index] = plan.Layout.BytesNeeded <= payload.Length && Chooses(plan.Above, plan.Ranges, values, known);
            values[index] = known[index] ? plan.Layout.Read(payload) : 0;
        }
    }

    /// <summary>Whether the switches choose a signal, after <see cref="Evaluate"/>.</summary>
    public bool Chooses(int signal, ReadOnlySpan<ulong> values, ReadOnlySpan<bool> known) =>
        Chooses(switchOf[signal], rangesOf[signal], values, known);

    /// <summary>Whether the switches choose one signal of a frame.</summary>
    public bool Chooses(int signal, in Payload payload)
    {
        var (above, ranges) = (switchOf[signal], rangesOf[signal]);
        while (above != None)
        {
            ref readonly var plan = ref switches[above];
            if (plan.Layout.BytesNeeded > payload.Length || !Contains(ranges, plan.Layout.Read(payload)))
            {
                return false;
            }

            (above, ranges) = (plan.Above, plan.Ranges);
        }

        return true;
    }

    /// <summary>Puts the switches of which a signal hangs into the list, the uppermost first.</summary>
    private static void AddWithThoseAbove(SignalDefinition? multiplexer, List<SignalDefinition> order, Dictionary<SignalDefinition, int> places)
    {
        var missing = new Stack<SignalDefinition>();
        for (var above = multiplexer; above is not null && !places.ContainsKey(above); above = above.Multiplexer)
        {
            missing.Push(above);
        }

        while (missing.TryPop(out var next))
        {
            places.Add(next, order.Count);
            order.Add(next);
        }
    }

    private static int PlaceOf(SignalDefinition? multiplexer, Dictionary<SignalDefinition, int> places) =>
        multiplexer is null ? None : places[multiplexer];

    private static bool Chooses(int above, MultiplexRange[] ranges, ReadOnlySpan<ulong> values, ReadOnlySpan<bool> known) =>
        above == None || known[above] && Contains(ranges, values[above]);

    /// <summary>Whether a value lies in one of the ranges, which are in order and do not overlap.</summary>
    private static bool Contains(MultiplexRange[] ranges, ulong value)
    {
        if (ranges.Length == 1)
        {
            return ranges[0].Contains(value);
        }

        var (low, high) = (0, ranges.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (value < ranges[middle].First)
            {
                high = middle - 1;
            }
            else if (value > ranges[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private readonly record struct Switch(SignalLayout Layout, int Above, MultiplexRange[] Ranges);
}
