namespace Caneth.Logs.Pcap;

/// <summary>What packets were recorded from: their kind, the channel that they are of, and how their times are written.</summary>
internal sealed class CaptureInterface
{
    private const byte BinaryBit = 0x80;
    private const ulong NanosecondsPerSecond = 1_000_000_000;

    // With more digits than this nothing is left of 64 bits.
    private const int MostDigits = 28;

    private readonly LogTimes times;
    private readonly Timestamp start;
    private readonly ulong nanosecondsPerUnit;
    private readonly UInt128 unitsPerNanosecond;
    private readonly int binaryDigits;

    /// <summary>An interface.</summary>
    /// <param name="linkType">The kind of its packets.</param>
    /// <param name="order">The order of the bytes of numbers.</param>
    /// <param name="channel">The channel; null for none.</param>
    /// <param name="resolution">As <c>if_tsresol</c> has it: the digits of a second's fraction, decimal or, with its highest bit, binary.</param>
    /// <param name="offset">What is added to times, in seconds.</param>
    /// <param name="times">Adds times.</param>
    public CaptureInterface(int linkType, ByteOrder order, string? channel, byte resolution, long offset, LogTimes times)
    {
        (LinkType, Order, Channel) = (linkType, order, channel);
        this.times = times;
        start = new Timestamp((long)Int128.Clamp((Int128)offset * (long)NanosecondsPerSecond, long.MinValue, long.MaxValue));
        var digits = resolution & ~BinaryBit;
        binaryDigits = (resolution & BinaryBit) != 0 ? digits : -1;
        if (binaryDigits < 0 && digits <= PcapLayout.Nanoseconds)
        {
            nanosecondsPerUnit = (ulong)Power(PcapLayout.Nanoseconds - digits);
        }
        else if (binaryDigits < 0)
        {
            unitsPerNanosecond = Power(Math.Min(digits, MostDigits) - PcapLayout.Nanoseconds);
        }
    }

    /// <summary>The kind of its packets.</summary>
    public int LinkType { get; }

    /// <summary>The order of the bytes of numbers, where a packet has them in that of the computer which recorded.</summary>
    public ByteOrder Order { get; }

    /// <summary>The channel that its frames are of; null for none.</summary>
    public string? Channel { get; }

    /// <summary>How its packets are counted where they are not frames.</summary>
    public string LeftOut => field ??= LinkType switch
    {
        1 => "Ethernet packets, left out",
        210 => "FlexRay frames, left out",
        211 => "MOST messages, left out",
        212 => "LIN messages, left out",
        _ => $"packets of the link type {LinkType}, left out",
    };

    /// <summary>The moment of a time as packets have it; what is finer than a nanosecond is left out.</summary>
    public Timestamp TimeOf(ulong count)
    {
        if (nanosecondsPerUnit > 0)
        {
            return times.Add(start, count, nanosecondsPerUnit);
        }

        var nanoseconds = binaryDigits < 0 ? count / unitsPerNanosecond : (UInt128)count * NanosecondsPerSecond >> binaryDigits;
        return times.Add(start, (ulong)UInt128.Min(nanoseconds, ulong.MaxValue), 1);
    }

    private static UInt128 Power(int digits)
    {
        UInt128 power = 1;
        for (; digits > 0; digits--)
        {
            power *= 10;
        }

        return power;
    }
}
