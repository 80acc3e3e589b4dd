namespace Caneth.Testing;

/// <summary>
/// A car whose messages nobody knows: random ids, periods and signals, with counters, checksums, walks, noise, flags and pages. It writes its
/// bits one by one and works out its checksums itself, so that it shares no mistake with what looks at them.
/// </summary>
public sealed class MadeUpCar
{
    private static readonly double[] Periods = [0.01, 0.02, 0.02, 0.05, 0.05, 0.1, 0.1, 0.2, 0.5, 1];

    private const double Begin = 1_700_000_000;

    private readonly Random random;
    private readonly List<MadeUpMessage> messages = [];

    /// <summary>Makes a car.</summary>
    /// <param name="seed">The same car for the same number.</param>
    /// <param name="count">How many messages it has.</param>
    public MadeUpCar(int seed, int count = 18)
    {
        random = new(seed);
        var ids = new HashSet<uint>();
        while (messages.Count < count)
        {
            var extended = random.Next(6) == 0;
            var id = (uint)random.Next(extended ? 0x1FFF_FFFF : 0x7FF);
            if (ids.Add(id))
            {
                messages.Add(new(random, id, extended, Periods[random.Next(Periods.Length)]));
            }
        }
    }

    /// <summary>A time of the car.</summary>
    /// <param name="seconds">In seconds.</param>
    public static Timestamp TimeOf(double seconds) => new((long)((Begin + seconds) * 1e6) * 1000);

    /// <summary>Hides a bit that follows a switch, in a message that comes often enough.</summary>
    /// <param name="isOn">Whether the switch is on at a time in seconds.</param>
    /// <returns>The id and the bit.</returns>
    public (uint Id, int Bit) HideSwitch(Func<double, bool> isOn)
    {
        while (true)
        {
            var message = messages[random.Next(messages.Count)];
            if (message.Period <= 0.2 && message.Hide(1, false, false, time => isOn(time) ? 1UL : 0) is { } place)
            {
                return (message.Id, place);
            }
        }
    }

    /// <summary>Hides a number, in a message that comes often.</summary>
    /// <param name="length">How many bits it has.</param>
    /// <param name="isBigEndian">Its byte order.</param>
    /// <param name="isAligned">Whether its lowest bit is the lowest of a byte, as it mostly is.</param>
    /// <param name="value">Its raw value at a time in seconds.</param>
    /// <returns>The id and the start bit.</returns>
    public (uint Id, int StartBit) HideNumber(int length, bool isBigEndian, bool isAligned, Func<double, long> value)
    {
        while (true)
        {
            var message = messages[random.Next(messages.Count)];
            if (message.Period <= 0.05 && message.Hide(length, isBigEndian, isAligned, time => (ulong)value(time)) is { } place)
            {
                return (message.Id, place);
            }
        }
    }

    /// <summary>Drives on.</summary>
    /// <param name="seconds">How long.</param>
    /// <param name="start">The time at which it begins, in seconds.</param>
    /// <returns>The frames in order.</returns>
    public CanFrame[] Drive(double seconds, double start = 0)
    {
        var frames = new List<CanFrame>();
        foreach (var message in messages)
        {
            for (var time = start + random.NextDouble() * message.Period; time < start + seconds; time += message.Period * (0.95 + 0.1 * random.NextDouble()))
            {
                frames.Add(message.Next(time));
            }
        }

        return [.. frames.OrderBy(frame => frame.Timestamp)];
    }
}
