namespace Caneth.Testing;

/// <summary>A message of a made-up car.</summary>
internal sealed class MadeUpMessage
{
    private readonly Random random;
    private readonly bool extended;
    private readonly byte[] data;
    private readonly bool[] used;
    private readonly int pages;
    private readonly List<(int? Page, Action<double> Write)> fields = [];
    private readonly int checksumKind;
    private readonly int checksumPlace;
    private readonly ushort dataId;
    private int page;

    /// <summary>Makes a message with some signals.</summary>
    public MadeUpMessage(Random random, uint id, bool extended, double period)
    {
        (this.random, Id, this.extended, Period) = (random, id, extended, period);
        data = new byte[random.Next(3) == 0 ? random.Next(3, 8) : 8];
        used = new bool[data.Length * 8];
        pages = random.Next(8) == 0 ? random.Next(2, 6) : 0;
        dataId = (ushort)random.Next(65536);
        if (pages > 0)
        {
            Take(0, 8);
        }

        checksumKind = pages == 0 && random.Next(2) == 0 ? random.Next(1, 7) : 0;
        if (checksumKind > 0)
        {
            checksumPlace = random.Next(3) == 0 && pages == 0 ? 0 : data.Length - 1;
            Take(checksumPlace * 8, 8);
        }

        if (checksumKind > 0 ? random.Next(5) > 0 : random.Next(3) == 0)
        {
            AddCounter(random.Next(3) == 0 ? 8 : 4);
        }

        for (var count = random.Next(1, 6); count > 0; count--)
        {
            AddSignal(pages > 0 ? random.Next(pages) : null);
        }

        if (random.Next(3) == 0)
        {
            FillWithConstants();
        }
    }

    /// <summary>The identifier.</summary>
    public uint Id { get; }

    /// <summary>The time between two frames, in seconds.</summary>
    public double Period { get; }

    /// <summary>Hides a signal where there is room.</summary>
    /// <returns>Its start bit as a DBC file counts; null where there is no room.</returns>
    public int? Hide(int length, bool isBigEndian, bool isAligned, Func<double, ulong> value)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            if (Place(length, isBigEndian, isAligned) is { } bits)
            {
                fields.Add((pages > 0 ? 0 : null, time => Set(bits, value(time))));
                return isBigEndian ? bits[^1] : bits[0];
            }
        }

        return null;
    }

    /// <summary>The next frame.</summary>
    /// <param name="time">When it is sent, in seconds.</param>
    public CanFrame Next(double time)
    {
        if (pages > 0)
        {
            page = (page + 1) % pages;
            Array.Clear(data);
            data[0] = (byte)(page * 3 + 1);
        }

        foreach (var (only, write) in fields)
        {
            if (only is null || only == page)
            {
                write(time);
            }
        }

        if (checksumKind > 0)
        {
            data[checksumPlace] = Checksum();
        }

        return new CanFrame(Id, data, extended ? FrameFlags.Extended : FrameFlags.None) with
        {
            Timestamp = MadeUpCar.TimeOf(time),
            Device = "can0",
        };
    }

    private void Take(int first, int length) => used.AsSpan(first, length).Fill(true);

    private void AddCounter(int length)
    {
        if (Place(length, false, true) is { } bits)
        {
            var value = random.Next(1 << length);
            var top = length == 4 && random.Next(3) == 0 ? 15 : 1 << length;
            fields.Add((null, _ => Set(bits, (ulong)(value = (value + 1) % top))));
        }
    }

    private void AddSignal(int? ofPage)
    {
        var kind = random.Next(10);
        var length = kind switch { 0 or 1 => 1, 2 => random.Next(2, 4), 3 => random.Next(4, 13), _ => random.Next(6, 17) };
        if (Place(length, random.Next(2) == 0, random.Next(2) == 0) is not { } bits)
        {
            return;
        }

        var top = (1L << length) - 1;
        var value = (double)random.NextInt64(top + 1);
        var speed = top * Math.Pow(10, -1 - 3 * random.NextDouble()) * Period;
        var slope = 0.0;
        var pause = 5 + 60 * random.NextDouble();
        fields.Add((ofPage, kind switch
        {
            0 => _ => Set(bits, (ulong)(value = random.NextDouble() < Period / pause ? 1 - value : value)),
            1 or 2 => _ => Set(bits, (ulong)value),
            3 => _ => Set(bits, (ulong)random.NextInt64(top + 1)),
            4 => _ => Set(bits, (ulong)(value = Math.Clamp(value + speed * Normal(), 0, top))),
            5 => _ => Set(bits, (ulong)(value = Math.Clamp(value + (random.NextDouble() < Period / 2 ? random.Next(-1, 2) : 0), 0, top))),
            _ => _ => Set(bits, (ulong)(value = Math.Clamp(value + (slope = 0.98 * slope + 0.2 * speed * Normal()), 0, top))),
        }));
    }

    private void FillWithConstants()
    {
        foreach (var bit in Enumerable.Range(0, used.Length).Where(bit => !used[bit] && random.Next(4) == 0).ToList())
        {
            data[bit / 8] |= (byte)(1 << (bit % 8));
        }
    }

    /// <summary>Free bits, the least significant first; null where the place that was tried is not free.</summary>
    private int[]? Place(int length, bool isBigEndian, bool isAligned)
    {
        var bit = random.Next(used.Length) & (isAligned ? ~7 : ~0);
        var bits = new int[length];
        for (var count = 0; count < length; count++)
        {
            if (bit < 0 || bit >= used.Length || used[bit])
            {
                return null;
            }

            bits[count] = bit;
            bit = bit % 8 < 7 ? bit + 1 : isBigEndian ? bit - 15 : bit + 1;
        }

        foreach (var one in bits)
        {
            used[one] = true;
        }

        return bits;
    }

    private void Set(int[] bits, ulong value)
    {
        foreach (var bit in bits)
        {
            var mask = (byte)(1 << (bit % 8));
            data[bit / 8] = (byte)((value & 1) != 0 ? data[bit / 8] | mask : data[bit / 8] & ~mask);
            value >>= 1;
        }
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private byte Checksum()
    {
        IEnumerable<byte> others = data.Where((_, place) => place != checksumPlace);
        return checksumKind switch
        {
            1 => others.Aggregate((one, other) => (byte)(one ^ other)),
            2 => (byte)others.Sum(one => one),
            3 => (byte)(others.Sum(one => one) + Id + (Id >> 8) + (Id >> 16) + (Id >> 24) + data.Length),
            4 => (byte)~Crc(0x1D, 0xFF, others),
            5 => Crc(0x1D, 0, others.Prepend((byte)(dataId >> 8)).Prepend((byte)dataId)),
            _ => (byte)~Crc(0x2F, 0xFF, others),
        };
    }

    private static byte Crc(int polynomial, int start, IEnumerable<byte> bytes)
    {
        foreach (var one in bytes)
        {
            start ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                start = (start & 0x80) != 0 ? (start << 1 ^ polynomial) & 0xFF : start << 1;
            }
        }

        return (byte)start;
    }
}
