using System.Buffers;
using System.Buffers.Binary;

namespace Caneth.Plotting;

/// <summary>
/// The points of a plot as few bytes: the values of each series as numbers of 64 bits, or of 32 where these lose nothing; then the times,
/// each as the nanoseconds since the one before it, in groups of seven bits (LEB128). Series with the same times, such as those of one
/// message, share them.
/// </summary>
internal sealed class PackedPoints
{
    private const int BytesOfTime = 10;

    private readonly Plot plot;
    private readonly List<TimeSeries> clocks = [];
    private readonly Dictionary<TimeSeries, int> clockOf = [];
    private readonly HashSet<TimeSeries> singles = [];

    /// <summary>Looks at the points of a plot.</summary>
    public PackedPoints(Plot plot)
    {
        this.plot = plot;
        foreach (var series in plot.Series)
        {
            if (FitsSingle(series))
            {
                singles.Add(series);
            }

            var clock = clocks.FindIndex(one => one.Times.SequenceEqual(series.Times));
            if (clock < 0)
            {
                clock = clocks.Count;
                clocks.Add(series);
            }

            clockOf[series] = clock;
        }
    }

    /// <summary>How many points each list of times has, in the order in which they are written.</summary>
    public IEnumerable<int> TimeCounts => clocks.Select(clock => clock.Count);

    /// <summary>Which list of times a series has.</summary>
    public int TimesOf(TimeSeries series) => clockOf[series];

    /// <summary>Whether the values of a series are written as numbers of 32 bits.</summary>
    public bool IsSingle(TimeSeries series) => singles.Contains(series);

    /// <summary>Writes them: all values of 64 bits, all values of 32 bits, all times.</summary>
    /// <param name="target">Where to write.</param>
    public void Write(Stream target)
    {
        foreach (var series in plot.Series.Where(series => !IsSingle(series)))
        {
            Write(target, series.Count, sizeof(double), (index, room) =>
            {
                BinaryPrimitives.WriteDoubleLittleEndian(room, series.NumberOf(index));
                return sizeof(double);
            });
        }

        foreach (var series in plot.Series.Where(IsSingle))
        {
            Write(target, series.Count, sizeof(float), (index, room) =>
            {
                BinaryPrimitives.WriteSingleLittleEndian(room, (float)series.NumberOf(index));
                return sizeof(float);
            });
        }

        foreach (var clock in clocks)
        {
            Write(target, clock.Count, BytesOfTime, (index, room) =>
            {
                var times = clock.Times;
                return WriteNumber((ulong)(times[index] - (index == 0 ? plot.Start.Nanoseconds : times[index - 1])), room);
            });
        }
    }

    private static bool FitsSingle(TimeSeries series)
    {
        for (var index = 0; index < series.Count; index++)
        {
            var value = series.NumberOf(index);
            if ((float)value != value && !double.IsNaN(value))
            {
                return false;
            }
        }

        return true;
    }

    private static int WriteNumber(ulong number, Span<byte> room)
    {
        var length = 0;
        for (; number > 0x7F; number >>= 7)
        {
            room[length++] = (byte)(number | 0x80);
        }

        room[length++] = (byte)number;
        return length;
    }

    private static void Write(Stream target, int count, int most, WriteOne write)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        var used = 0;
        for (var index = 0; index < count; index++)
        {
            if (buffer.Length - used < most)
            {
                target.Write(buffer, 0, used);
                used = 0;
            }

            used += write(index, buffer.AsSpan(used));
        }

        target.Write(buffer, 0, used);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private delegate int WriteOne(int index, Span<byte> room);
}
