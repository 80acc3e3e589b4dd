using System.Globalization;
using Caneth.Diagnostics;

namespace Caneth.Analysis;

/// <summary>Says which fields follow an OBD-II answer of the same capture, and so what they measure, in which unit and scale.</summary>
internal sealed class ObdFollowers
{
    private const int LeastPoints = 8;

    /// <summary>How many values an answer has to have had: what has few goes with many a thing.</summary>
    private const int LeastValues = 6;

    private const double LeastCorrelation = 0.98;

    /// <summary>Lags that are tried, in nanoseconds: answers are late, and some signals are filtered.</summary>
    private const long MostLag = 1_000_000_000;
    private const long LagStep = 100_000_000;

    /// <summary>An offset of this many steps of the answer is none.</summary>
    private const double MostStepsOfOffset = 1.5;

    private readonly List<(ObdParameter Parameter, ReferenceSeries Values)> references;

    /// <summary>Knows the answers of a capture.</summary>
    public ObdFollowers(ObdAnswers answers) => references =
    [
        .. answers.Values.Where(one => one.Value.Count >= LeastPoints && one.Value.Select(value => value.Value).Distinct().Skip(LeastValues - 1).Any())
            .Select(one => (one.Key, new ReferenceSeries(one.Value))),
    ];

    /// <summary>Whether there is nothing to follow.</summary>
    public bool IsEmpty => references.Count == 0;

    /// <summary>What a field measures.</summary>
    /// <param name="frames">The frames that it is in.</param>
    /// <param name="bits">The field.</param>
    /// <returns>It, or null where it follows no answer.</returns>
    public FieldMeaning? MeaningOf(FrameSeries frames, BitField bits)
    {
        var values = FieldValues.Of(frames, bits.Bits);
        values = bits.IsSigned ? FieldValues.Signed(values, bits.Length) : values;
        (ObdParameter Parameter, SampledRows Rows, LinearFit Fit)? best = null;
        foreach (var (parameter, reference) in references)
        {
            for (var lag = -MostLag; lag <= MostLag; lag += LagStep)
            {
                var rows = new SampledRows(frames, reference, lag);
                if (rows.Count >= LeastPoints && LinearFit.Of(values, rows) is var fit && Math.Abs(fit.Correlation) > Math.Abs(best?.Fit.Correlation ?? LeastCorrelation))
                {
                    best = (parameter, rows, fit);
                }
            }
        }

        return best is var (found, sampled, line) ? Meaning(found, values, sampled, line) : null;
    }

    private static FieldMeaning Meaning(ObdParameter parameter, double[] values, SampledRows rows, LinearFit fit)
    {
        var (factor, offset) = Math.Abs(fit.Offset) <= MostStepsOfOffset * parameter.Factor ? (FactorWithoutOffset(values, rows), 0) : (fit.Factor, fit.Offset);
        return new(parameter.Name, parameter.Unit ?? "", Round(factor), Round(offset), string.Create(CultureInfo.InvariantCulture,
            $"follows the OBD-II answer {parameter.Name} (parameter {parameter.Pid:X2}) with a correlation of {Math.Abs(fit.Correlation):0.0000}"));
    }

    private static double FactorWithoutOffset(double[] values, SampledRows rows)
    {
        var frames = rows.Frames.Span;
        var targets = rows.Values.Span;
        var (product, square) = (0.0, 0.0);
        for (var row = 0; row < frames.Length; row++)
        {
            product += values[frames[row]] * targets[row];
            square += values[frames[row]] * values[frames[row]];
        }

        return square > 0 ? product / square : 1;
    }

    /// <summary>To as many digits as such a line is worth.</summary>
    private static double Round(double value) => double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
