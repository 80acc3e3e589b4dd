namespace Caneth.Signals.Dbc;

/// <summary>Finds out which signal is in a frame at which value of which other.</summary>
internal static class DbcMultiplexing
{
    /// <summary>Ties the signals of a message to their switches.</summary>
    /// <param name="draft">The message as it is written.</param>
    /// <param name="signals">Its signals, in the same order.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static void Resolve(MessageDraft draft, SignalDefinition[] signals, DbcProblems problems)
    {
        if (!IsMultiplexed(draft))
        {
            return;
        }

        var root = draft.Signals.FindIndex(signal => signal.IsSwitch && !signal.IsMultiplexed);
        for (var index = 0; index < signals.Length; index++)
        {
            Tie(draft, index, root, signals, problems);
        }

        BreakCircles(draft, signals, problems);
        foreach (var signal in signals.Where(signal => signal.Multiplexer is not null))
        {
            signal.Multiplexer!.IsMultiplexer = true;
        }
    }

    private static bool IsMultiplexed(MessageDraft draft)
    {
        foreach (var signal in draft.Signals)
        {
            if (signal.IsMultiplexed || signal.First.Switch is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static void Tie(MessageDraft draft, int index, int root, SignalDefinition[] signals, DbcProblems problems)
    {
        var signal = draft.Signals[index];
        var above = root;
        IReadOnlyList<MultiplexRange> ranges = signal.SwitchValue is { } value ? [new(value, value)] : [];
        if (signal.First.Switch is { } given)
        {
            if (draft.Find(given.Name) is not { } named)
            {
                problems.Add(ProblemSeverity.Warning, "UnknownMultiplexer", signal.Position,
                    $"SG_MUL_VAL_ names {DbcWords.Show(given.Name)} as the multiplexer of {DbcWords.Show(signal.Name)}, but the message has no such signal.",
                    draft.Name, signal.Name);
            }
            else
            {
                above = named.Index;
                ranges = given.Ranges.Count > 0 ? given.MergedRanges ??= Merge(given.Ranges) : ranges;
            }
        }
        else if (!signal.IsMultiplexed)
        {
            return;
        }

        if (above < 0 || above == index || ranges.Count == 0)
        {
            problems.Add(ProblemSeverity.Warning, "MissingMultiplexer", signal.Position,
                $"The signal {DbcWords.Show(signal.Name)} is multiplexed, but the message does not say by which signal and value; it is read from every frame.",
                draft.Name, signal.Name);
            return;
        }

        signals[index].Multiplexer = signals[above];
        signals[index].MultiplexValues = ranges;
    }

    /// <summary>Puts ranges in order and joins those that touch.</summary>
    private static List<MultiplexRange> Merge(List<MultiplexRange> ranges)
    {
        var merged = new List<MultiplexRange>(ranges.Count);
        foreach (var range in ranges.OrderBy(range => range.First))
        {
            if (merged.Count > 0 && (range.First <= merged[^1].Last || range.First - 1 == merged[^1].Last))
            {
                merged[^1] = new(merged[^1].First, Math.Max(merged[^1].Last, range.Last));
            }
            else
            {
                merged.Add(range);
            }
        }

        return merged;
    }

    /// <summary>A switch that depends on itself, by whatever way, would never be found: one of the circle is read from every frame.</summary>
    private static void BreakCircles(MessageDraft draft, SignalDefinition[] signals, DbcProblems problems)
    {
        var walks = new Dictionary<SignalDefinition, int>();
        for (var index = 0; index < signals.Length; index++)
        {
            for (var signal = signals[index]; signal is not null; signal = signal.Multiplexer)
            {
                if (walks.TryAdd(signal, index))
                {
                    continue;
                }

                if (walks[signal] == index)
                {
                    problems.Add(ProblemSeverity.Warning, "MultiplexerCircle", draft.Position,
                        $"The multiplexers of {DbcWords.Show(draft.Name)} depend on each other in a circle; {DbcWords.Show(signal.Name)} is read from every frame.",
                        draft.Name, signal.Name);
                    signal.Multiplexer = null;
                    signal.MultiplexValues = [];
                }

                break;
            }
        }
    }
}
