using System.Globalization;

namespace Caneth.Bench;

/// <summary>How well messages that are sent again and again kept their time. Errors are those of the time between two frames of a message.</summary>
/// <param name="Fewest">How often the message was sent that was sent least.</param>
/// <param name="Most">How often the one was that was sent most.</param>
/// <param name="Half">The error that half of the periods do not exceed, in milliseconds.</param>
/// <param name="Percentile99">The error that 99 % of the periods do not exceed, in milliseconds.</param>
/// <param name="Largest">The largest error, in milliseconds.</param>
/// <param name="Drift">
/// How far the last hundred frames of a message were from their times, counted from its first hundred, in milliseconds: medians, and the largest
/// of all messages. Whole periods that were passed over do not count here, but in how often it was sent.
/// </param>
/// <param name="Share">The share of a core.</param>
internal sealed record CyclicFigures(int Fewest, int Most, double Half, double Percentile99, double Largest, double Drift, double Share)
{
    public static CyclicFigures Of(IReadOnlyList<IReadOnlyList<TimeSpan>> times, TimeSpan period, double share)
    {
        var errors = Errors(times, period);
        var drift = times.Max(own => (Lateness(own, own.TakeLast(100), period) - Lateness(own, own.Take(100), period)).Duration());
        return new(times.Min(own => own.Count), times.Max(own => own.Count), Report.Percentile(errors, 0.5), Report.Percentile(errors, 0.99), errors[^1],
            drift.TotalMilliseconds, share);
    }

    private static TimeSpan Lateness(IReadOnlyList<TimeSpan> all, IEnumerable<TimeSpan> some, TimeSpan period) =>
        TimeSpan.FromTicks((long)Report.Median(some.Select(time => (time - all[0] - period * Math.Round((time - all[0]) / period)).Ticks * 1.0)));

    public static double[] Errors(IReadOnlyList<IReadOnlyList<TimeSpan>> times, TimeSpan period) =>
        [.. times.SelectMany(own => own.Skip(1).Zip(own, (later, earlier) => (later - earlier - period).Duration().TotalMilliseconds)).Order()];

    public static CyclicFigures Parse(string line)
    {
        var numbers = line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new((int)numbers[0], (int)numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"each {Fewest:N0} to {Most:N0} times; period error: 50 % within {Half:0.000} ms, 99 % within {Percentile99:0.000} ms, at most {Largest:0.000} ms; "
        + $"drift {Drift:0.000} ms; {Share:P1} of a core");
}
