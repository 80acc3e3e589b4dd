using System.Globalization;
using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>Finds the bits of one id that go with a reference.</summary>
/// <param name="stream">The frames.</param>
/// <param name="message">What a database says of them; null where none knows them.</param>
/// <param name="reference">What is looked for.</param>
/// <param name="options">How to look.</param>
/// <param name="cancellationToken">Ends the search.</param>
internal sealed class StreamSearch(
    FrameStream stream, MessageDefinition? message, ReferenceSeries reference, SignalSearchOptions options, CancellationToken cancellationToken)
{
    /// <summary>Below this any series goes with any other.</summary>
    private const int LeastPoints = 8;
    private const int LeastFrames = 4;

    /// <summary>How many lags are tried on either side of 0, before the best is searched closely.</summary>
    private const int LagsOnASide = 10;

    /// <summary>How much better another lag has to be than none: it is one that was searched for.</summary>
    private const double LagGain = 1e-9;

    /// <summary>How much better bits have to go in one page than in all frames to be that page's alone.</summary>
    private const double PageGain = 0.005;

    private long MostLag => Math.Min(options.MaxLag.Ticks, long.MaxValue / 1000) * TimeSpan.NanosecondsPerTick;

    /// <summary>Finds them in all frames and, of a multiplexed message, in the frames of each page.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="pages">The pages; null where it is not multiplexed.</param>
    public IReadOnlyList<SignalMatch> Find(FrameSeries frames, PageHistory? pages)
    {
        var found = InFrames(frames, null).ToList();
        if (pages is null)
        {
            return found;
        }

        var whole = found.ToList();
        var selector = new BitField(pages.Selector.StartBit, pages.Selector.Length, pages.Selector.ByteOrder);
        foreach (var value in pages.Pages.Keys.Order())
        {
            found.AddRange(InFrames(frames.Where(selector, value), new(selector, value))
                .Where(match => !whole.Exists(other => other.HasBitsOf(match) && other.Score >= match.Score - PageGain)));
        }

        return found;
    }

    private IEnumerable<SignalMatch> InFrames(FrameSeries frames, Page? page)
    {
        int[] varying = [.. frames.VaryingBits];
        var taken = new bool[frames.BitCount];
        var lags = Lags();
        var step = lags.Length > 1 ? lags[1] : 0;
        for (var count = 0; count < options.MaxPerId && varying.Length > 0 && frames.Count >= LeastFrames; count++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Best(frames, varying, taken, lags) is not var (candidate, lag) || candidate.Fit < options.LeastCorrelation * options.LeastCorrelation)
            {
                yield break;
            }

            var (bits, fit) = new FieldRefiner(frames, reference, taken, MostLag).Refine(candidate, lag, step);
            for (var bit = 0; bit < taken.Length; bit++)
            {
                taken[bit] |= bits.Contains(bit);
            }

            varying = [.. varying.Where(bit => !taken[bit])];

            // Whatever else goes with it does so at about the same time.
            lags = [lag];
            if (Math.Abs(fit.Correlation) >= options.LeastCorrelation)
            {
                yield return Of(bits, frames.Longest, fit, page);
            }
        }
    }

    /// <summary>The lags that are tried first, the smallest first.</summary>
    private long[] Lags()
    {
        var step = MostLag / LagsOnASide;
        return step == 0 ? [0] : [0, .. Enumerable.Range(1, LagsOnASide).SelectMany(place => new[] { place * step, -place * step })];
    }

    private (FieldCandidate Candidate, long Lag)? Best(FrameSeries frames, int[] varying, bool[] taken, long[] lags)
    {
        (FieldCandidate Candidate, long Lag)? best = null;
        foreach (var lag in lags)
        {
            var sampled = new SampledRows(frames, reference, lag);
            if (sampled.Count >= LeastPoints && new BitMoments(frames, sampled, varying, taken).Best() is { } candidate
                && candidate.Fit > (best?.Candidate.Fit + LagGain ?? 0))
            {
                best = (candidate, lag);
            }
        }

        return best;
    }

    private SignalMatch Of(BitField bits, int length, FieldFit fit, Page? page)
    {
        var milliseconds = fit.Lag / 1e6;
        var where = page is { } known ? string.Create(CultureInfo.InvariantCulture, $"Where the multiplexer is {known.Value}: ") : "";
        var late = Math.Abs(milliseconds) < 1 ? ""
            : string.Create(CultureInfo.InvariantCulture, $", {Math.Abs(milliseconds):0} ms {(milliseconds > 0 ? "later" : "earlier")}");
        var how = fit.Correlation < 0 ? "Falls as the reference rises" : "Goes with the reference";
        return new(stream, bits, length, fit)
        {
            Score = Math.Abs(fit.Correlation),
            Message = message?.Name,
            Signal = SignalNames.Of(message, bits, page?.Value),
            MultiplexerValue = page?.Value,
            Multiplexer = page?.Selector,
            Why = string.Create(CultureInfo.InvariantCulture,
                $"{where}{how}{late}: {fit.Factor:G5} x raw {(fit.Offset < 0 ? '-' : '+')} {Math.Abs(fit.Offset):G5}, at {fit.Points:N0} points."),
        };
    }
}
