namespace Caneth.Signals;

/// <summary>Chooses the values of multiplexers, so that every signal that was given a value is in the frame.</summary>
internal static class MultiplexChoice
{
    /// <summary>How many switches a signal hangs on, one on another.</summary>
    public static int DepthOf(SignalDefinition signal)
    {
        var depth = 0;
        for (var above = signal.Multiplexer; above is not null; above = above.Multiplexer)
        {
            depth++;
        }

        return depth;
    }

    /// <summary>Adds the switches that the signals hang on and nobody has given.</summary>
    /// <param name="message">The message.</param>
    /// <param name="given">The signals that have a value.</param>
    /// <param name="lastSent">The data that was sent last, whose choice is kept where it can be; empty where there is none.</param>
    /// <exception cref="SignalException">No value of a switch puts all the signals into one frame.</exception>
    public static void Complete(MessageDefinition message, Dictionary<SignalDefinition, SignalSetting> given, ReadOnlySpan<byte> lastSent)
    {
        for (var depth = given.Keys.Select(DepthOf).DefaultIfEmpty().Max(); depth > 0; depth--)
        {
            foreach (var group in given.Keys.Where(signal => DepthOf(signal) == depth).GroupBy(signal => signal.Multiplexer!).ToArray())
            {
                if (given.TryGetValue(group.Key, out var setting))
                {
                    CheckChosen(message, setting, group);
                }
                else
                {
                    given[group.Key] = new(group.Key, Choose(message, group.Key, [.. group], lastSent), null);
                }
            }
        }
    }

    private static void CheckChosen(MessageDefinition message, SignalSetting setting, IEnumerable<SignalDefinition> signals)
    {
        if (signals.FirstOrDefault(signal => !setting.Chooses(signal)) is { } left)
        {
            throw new SignalException(SignalError.NotChosen, message, left.Name, $"it is in the frame only where {VisibleText.Shorten(setting.Signal.Name)} is "
                + $"{RangesOf(left)}, and that is {setting.Bits}. Leave {VisibleText.Shorten(setting.Signal.Name)} out, and it is chosen for you.");
        }
    }

    private static ulong Choose(MessageDefinition message, SignalDefinition multiplexer, SignalDefinition[] signals, ReadOnlySpan<byte> lastSent)
    {
        IEnumerable<ulong> candidates = [multiplexer.StartBits, .. signals.SelectMany(signal => signal.MultiplexValues).Select(range => range.First)];
        if (multiplexer.Layout.BytesNeeded <= lastSent.Length)
        {
            candidates = candidates.Prepend(multiplexer.Layout.Read(new Payload(lastSent)));
        }

        foreach (var bits in candidates)
        {
            if (signals.All(new SignalSetting(multiplexer, bits, null).Chooses))
            {
                return bits;
            }
        }

        var one = signals[0];
        var other = signals.FirstOrDefault(other => !other.MultiplexValues.Any(range =>
            one.MultiplexValues.Any(first => first.First <= range.Last && range.First <= first.Last))) ?? signals[^1];
        throw new SignalException(SignalError.NotChosen, message, one.Name, $"it is in the frame where {VisibleText.Shorten(multiplexer.Name)} is {RangesOf(one)}, "
            + $"and {VisibleText.Shorten(other.Name)} where it is {RangesOf(other)}, so they are not in one frame. Give them in two messages.");
    }

    private static string RangesOf(SignalDefinition signal) => VisibleText.List([.. signal.MultiplexValues.Select(range => $"{range}")]);
}
