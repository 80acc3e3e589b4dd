namespace Caneth.Testing;

/// <summary>A capture of a made-up car in which one number is its speed, and the speed as OBD-II has it: whole km/h, a few times a second, and late.</summary>
/// <param name="Frames">The capture.</param>
/// <param name="Reference">The speed with its times.</param>
/// <param name="Id">The id that has the number.</param>
/// <param name="StartBit">Its start bit, as a DBC file counts.</param>
/// <param name="Length">How many bits it has.</param>
/// <param name="IsBigEndian">Its byte order.</param>
public sealed record HiddenNumber(
    CanFrame[] Frames, IReadOnlyList<(Timestamp Time, double Value)> Reference, uint Id, int StartBit, int Length, bool IsBigEndian)
{
    private const double Highest = 170;

    /// <summary>Whether it lies within one byte, where a byte order says nothing.</summary>
    public bool IsInByte => !IsBigEndian && StartBit / 8 == (StartBit + Length - 1) / 8;

    /// <summary>Makes one.</summary>
    /// <param name="seed">The same for the same number.</param>
    /// <param name="seconds">How long the capture is.</param>
    /// <param name="messages">How many messages the car has.</param>
    public static HiddenNumber Make(int seed, double seconds = 20, int messages = 15)
    {
        var random = new Random(1000 + seed);
        var (car, speed) = (new MadeUpCar(seed, messages), Drive(random));
        var (length, isBigEndian, isAligned) = (random.Next(9, 17), random.Next(2) == 0, random.Next(4) > 0);

        // So that its highest bit is set now and then: one that never is nobody can find.
        var scale = ((1 << length) - 1) * (0.7 + 0.25 * random.NextDouble()) / Highest;
        var (id, start) = car.HideNumber(length, isBigEndian, isAligned, time => (long)(speed(time) * scale));
        var (every, late) = (0.1 + 0.2 * random.NextDouble(), 0.02 + 0.1 * random.NextDouble());
        var reference = Enumerable.Range(0, (int)(seconds / every)).Select(at => (MadeUpCar.TimeOf(at * every), Math.Round(speed(at * every - late)))).ToList();
        return new(car.Drive(seconds), reference, id, start, length, isBigEndian);
    }

    /// <summary>A drive through a town and over land, 0 to 170 km/h.</summary>
    /// <param name="random">Which drive.</param>
    /// <returns>The speed at a time in seconds.</returns>
    public static Func<double, double> Drive(Random random)
    {
        var (one, two, three) = (random.NextDouble() * 6, random.NextDouble() * 6, random.NextDouble() * 6);
        return time => 85 + 50 * Math.Sin(time / 4.5 + one) + 24 * Math.Sin(time / 1.7 + two) + 10 * Math.Sin(time / 0.9 + three);
    }
}
