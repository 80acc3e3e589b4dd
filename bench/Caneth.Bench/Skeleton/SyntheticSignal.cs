using Caneth.Signals;

namespace Caneth.Bench;

/// <summary>The values that a signal of a made-up drive has: a walk, steps, a counter or always the same.</summary>
internal sealed class SyntheticSignal
{
    private const int LongestState = 3;

    private readonly Random random;
    private readonly double lowest;
    private readonly double highest;
    private readonly double stepSize;
    private readonly double persistence;
    private readonly double stepsPerFrame;
    private readonly Move move;
    private double value;
    private double slope;

    /// <summary>Chooses how a signal moves.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="period">The time between two frames, in seconds.</param>
    /// <param name="isCounter">Whether it counts the frames.</param>
    /// <param name="random">What chooses.</param>
    public SyntheticSignal(SignalDefinition signal, double period, bool isCounter, Random random)
    {
        (Signal, this.random) = (signal, random);
        (lowest, highest) = RangeOf(signal);
        var isState = signal.Length <= LongestState || signal.Values is not null && signal.Length <= 8;
        var choice = random.NextDouble();
        move = isCounter ? Move.Counter
            : isState ? choice < 0.25 ? Move.None : Move.Steps
            : choice < 0.12 ? Move.None : choice < 0.27 ? Move.Steps : choice < 0.65 ? Move.SmoothWalk : Move.Walk;
        stepsPerFrame = period / (isState ? 1 + 9 * random.NextDouble() : 0.3 + 3 * random.NextDouble());
        stepSize = Math.Max((highest - lowest) * Math.Pow(10, -1.3 - 1.7 * random.NextDouble()) * Math.Sqrt(period / 0.05), 0.4);
        persistence = 0.9 + 0.09 * random.NextDouble();
        value = Math.Floor(lowest + random.NextDouble() * (highest - lowest));
        if (move == Move.None && value == 0)
        {
            value = highest;
        }
    }

    private enum Move
    {
        None,
        Steps,
        Walk,
        SmoothWalk,
        Counter,
    }

    /// <summary>The signal.</summary>
    public SignalDefinition Signal { get; }

    /// <summary>Whether the way it moves shows if it has a sign: what jumps anywhere does so with a sign as without.</summary>
    public bool ShowsSign => move is Move.Walk or Move.SmoothWalk;

    /// <summary>The bits of the next frame.</summary>
    public ulong Next()
    {
        switch (move)
        {
            case Move.Counter:
                value = value >= highest ? lowest : value + 1;
                break;
            case Move.Steps when random.NextDouble() < stepsPerFrame:
                value = Math.Floor(lowest + random.NextDouble() * (highest - lowest + 1));
                break;
            case Move.Walk:
                Step(stepSize * Normal());
                break;
            case Move.SmoothWalk:
                slope = persistence * slope + (1 - persistence) * stepSize * 3 * Normal();
                Step(slope);
                break;
        }

        return (ulong)(long)Math.Floor(value) & SignalLayout.MaskOf(Signal.Length);
    }

    /// <summary>The raw values that make sense: those of the file's range where it has one, else all that the bits can hold.</summary>
    private static (double Lowest, double Highest) RangeOf(SignalDefinition signal)
    {
        var isSigned = signal.Kind == SignalKind.SignedInteger;
        var all = Math.Pow(2, signal.Length);
        var (lowest, highest) = isSigned ? (-all / 2, all / 2 - 1) : (0, all - 1);
        if (signal is { Minimum: { } minimum, Maximum: { } maximum } && maximum > minimum && signal.Factor != 0)
        {
            var (one, other) = ((minimum - signal.Offset) / signal.Factor, (maximum - signal.Offset) / signal.Factor);
            var (from, to) = (Math.Max(lowest, Math.Round(Math.Min(one, other))), Math.Min(highest, Math.Round(Math.Max(one, other))));
            (lowest, highest) = to > from ? (from, to) : (lowest, highest);
        }

        return (lowest, highest);
    }

    /// <summary>One step, thrown back at the ends.</summary>
    private void Step(double by)
    {
        value += by;
        if (value < lowest || value >= highest + 1)
        {
            slope = -slope;
            value = Math.Clamp(value < lowest ? 2 * lowest - value : 2 * (highest + 0.999) - value, lowest, highest + 0.999);
        }
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
