namespace Caneth.Signals;

/// <summary>
/// Finds signals that share bits and can be in one frame. Each is compared with those before it, which a file of enemies could make
/// as slow as it likes; hence there is an end to it.
/// </summary>
internal sealed class OverlapSearch
{
    private const int MaxShown = 4;
    private const int MaxLength = 4096;
    private long left = 20_000_000;

    /// <summary>Whether signals were left out since the last look.</summary>
    public bool IsExhausted { get; set; }

    /// <summary>The signals of a message that share bits with one before them, each with some of those.</summary>
    public IEnumerable<(SignalDefinition Signal, List<SignalDefinition> Others)> Find(MessageDefinition message)
    {
        SignalDefinition[] signals = [.. message.Signals.Where(signal => signal.Length is > 0 and <= MaxLength && signal.Layout.BytesNeeded <= MaxLength)];
        for (var index = 1; index < signals.Length; index++)
        {
            List<SignalDefinition>? others = null;
            for (var before = 0; before < index && (others?.Count ?? 0) < MaxShown; before++)
            {
                if (--left < 0)
                {
                    IsExhausted = true;
                    yield break;
                }

                if (Overlap(signals[before], signals[index]) && MayBeTogether(signals[before], signals[index]))
                {
                    (others ??= []).Add(signals[before]);
                }
            }

            if (others is not null)
            {
                yield return (signals[index], others);
            }
        }
    }

    private static bool Overlap(SignalDefinition one, SignalDefinition other)
    {
        var (first, second) = (SpanOf(one), SpanOf(other));
        if (one.ByteOrder == other.ByteOrder)
        {
            return first.Start < second.End && second.Start < first.End;
        }

        for (var index = Math.Max(first.Start, second.Start) / 8; index <= (Math.Min(first.End, second.End) - 1) / 8; index++)
        {
            if ((MaskIn(index, first, one.ByteOrder) & MaskIn(index, second, other.ByteOrder)) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Where the bits lie, counted as the signal's byte order counts them.</summary>
    private static (int Start, int End) SpanOf(SignalDefinition signal)
    {
        var start = signal.ByteOrder == ByteOrder.LittleEndian ? signal.StartBit : signal.StartBit ^ 7;
        return (start, start + signal.Length);
    }

    /// <summary>The bits of a signal in one byte.</summary>
    private static int MaskIn(int index, (int Start, int End) span, ByteOrder order)
    {
        var (from, to) = (Math.Max(span.Start - 8 * index, 0), Math.Min(span.End - 8 * index, 8));
        return from >= to ? 0 : ((1 << (to - from)) - 1) << (order == ByteOrder.LittleEndian ? from : 8 - to);
    }

    /// <summary>Whether no multiplexer keeps two signals apart.</summary>
    private bool MayBeTogether(SignalDefinition one, SignalDefinition other)
    {
        for (var signal = one; signal.Multiplexer is { } above; signal = above)
        {
            for (var second = other; second.Multiplexer is { } otherAbove; second = otherAbove)
            {
                left -= signal.MultiplexValues.Count + second.MultiplexValues.Count;
                if (above == otherAbove && !Meet(signal.MultiplexValues, second.MultiplexValues))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Whether two lists of ranges, each in order, have a value in common.</summary>
    private static bool Meet(IReadOnlyList<MultiplexRange> first, IReadOnlyList<MultiplexRange> second)
    {
        for (var (one, other) = (0, 0); one < first.Count && other < second.Count;)
        {
            if (first[one].First <= second[other].Last && second[other].First <= first[one].Last)
            {
                return true;
            }

            _ = first[one].Last < second[other].Last ? one++ : other++;
        }

        return false;
    }
}
