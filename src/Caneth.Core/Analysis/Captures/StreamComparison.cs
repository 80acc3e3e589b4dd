using System.Globalization;
using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>Compares the frames of an id in two captures.</summary>
internal sealed class StreamComparison(
    FrameStream stream, MessageDefinition? message, CaptureHistory reference, StreamHistory before, CaptureHistory difference, StreamHistory now)
{
    private const double OfProtection = 0.02;
    private const double OfPage = 0.98;
    private const double MostOfRate = 0.6;
    private const double LeastDeviation = 4;
    private const double LeastRatio = 1.5;
    private const double OfLength = 0.7;

    private FieldRoles? roles;

    private FieldRoles Roles => roles ??= FieldRoles.Find(message, before.Bits!.Count >= now.Bits!.Count ? before.Bits : now.Bits,
        [.. before.Samples.Pairs, .. now.Samples.Pairs]);

    /// <summary>Finds what differs.</summary>
    public IEnumerable<FrameDifference> Find() => Bits().Concat(Lengths()).Concat(Rates());

    private IEnumerable<FrameDifference> Bits()
    {
        if (before.Bits is not { } old || now.Bits is not { } latest)
        {
            return [];
        }

        // A bit of one page seems to change all the time while it is set, since the other pages do not have it: there the page knows better.
        var whole = new BitComparison(old, latest, now.Longest).Find().ConvertAll(one => Of(one, null));
        var paged = Pages().ToList();
        return [.. whole.Where(one => !paged.Exists(other => other.StartBit == one.StartBit && other.Score >= one.Score)),
            .. paged.Where(one => !whole.Exists(other => other.StartBit == one.StartBit && other.Score > one.Score))];
    }

    private IEnumerable<FrameDifference> Pages()
    {
        if (before.Pages is not { } oldPages || now.Pages is not { } pages || !before.IsMultiplexed && !now.IsMultiplexed)
        {
            yield break;
        }

        var selector = new BitField(pages.Selector.StartBit, pages.Selector.Length, pages.Selector.ByteOrder);
        foreach (var (value, page) in pages.Pages)
        {
            if (!oldPages.Pages.TryGetValue(value, out var oldPage))
            {
                continue;
            }

            foreach (var one in new BitComparison(oldPage, page, now.Longest).Find())
            {
                if (one.Kind is FrameDifferenceKind.Switch or FrameDifferenceKind.State && !selector.Contains(one.Lowest))
                {
                    yield return Of(one, new(selector, value));
                }
            }
        }
    }

    private FrameDifference Of(BitDifference one, Page? page)
    {
        var field = BitField.InByte(one.Lowest, one.Length);
        var role = Enumerable.Range(one.Lowest, one.Length).Select(Roles.Of).FirstOrDefault(found => found is not null);
        var where = page is { } known ? string.Create(CultureInfo.InvariantCulture, $"Where the multiplexer is {known.Value}: ") : "";
        return new(stream, one.Kind, now.Longest, field)
        {
            Score = one.Score * (page is null ? 1 : OfPage) * (role is null ? 1 : OfProtection),
            Why = $"{where}{one.Why}{(role is null ? "" : $" It is part of {role}.")}",
            Message = message?.Name,
            Signal = SignalNames.Of(message, field, page?.Value),
            MultiplexerValue = page?.Value,
            Multiplexer = page?.Selector,
            Changes = one.Changes.Count,
            FirstChange = one.Changes.Count > 0 ? new(one.Changes.First) : null,
            ReferenceFrames = before.Count,
            DifferenceFrames = now.Count,
        };
    }

    private IEnumerable<FrameDifference> Lengths()
    {
        if (now.Longest > before.Longest || now.Shortest < before.Shortest)
        {
            yield return OfFrames(FrameDifferenceKind.Length, OfLength,
                $"Had {Bytes(before)} before, and has {Bytes(now)} now.");
        }
    }

    private IEnumerable<FrameDifference> Rates()
    {
        var expected = CaptureTimes.Expected(before.Count, reference.Seconds, difference.Seconds);
        var deviation = Math.Abs(2 * (Math.Sqrt(now.Count) - Math.Sqrt(expected))) / Math.Sqrt(1 + expected / Math.Max(before.Count, 1));
        var ratio = now.Count > expected ? now.Count / expected : expected / now.Count;
        if (reference.Seconds > 0 && difference.Seconds > 0 && deviation >= LeastDeviation && ratio >= LeastRatio)
        {
            yield return OfFrames(FrameDifferenceKind.Rate, MostOfRate * (1 - Math.Exp(-(deviation - LeastDeviation) / LeastDeviation)),
                string.Create(CultureInfo.InvariantCulture,
                    $"Came {before.Count / reference.Seconds:0.##} times a second before, and {now.Count / difference.Seconds:0.##} times now."));
        }
    }

    private FrameDifference OfFrames(FrameDifferenceKind kind, double score, string why) => new(stream, kind, now.Longest)
    {
        Score = score,
        Why = why,
        Message = message?.Name,
        ReferenceFrames = before.Count,
        DifferenceFrames = now.Count,
    };

    private static string Bytes(StreamHistory history) => history.Shortest != history.Longest
        ? string.Create(CultureInfo.InvariantCulture, $"{history.Shortest} to {history.Longest} bytes")
        : history.Longest == 1 ? "1 byte" : string.Create(CultureInfo.InvariantCulture, $"{history.Longest} bytes");
}
