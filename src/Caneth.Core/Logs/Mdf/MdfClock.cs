namespace Caneth.Logs.Mdf;

/// <summary>
/// Reads the times of records: seconds from the start of the file, as an integer or a floating-point number that is multiplied with
/// something. Where a unit is a whole number of nanoseconds, or these are of it, nothing is rounded on the way.
/// </summary>
internal sealed class MdfClock
{
    private const double NanosecondsPerSecond = 1e9;
    private const double MostError = 1e-12;
    private const int DoubleBits = 64;
    private const int SingleBits = 32;

    private readonly Kind kind;
    private readonly MdfField field;
    private readonly Timestamp start;
    private readonly LogTimes times;
    private readonly int signShift;
    private readonly double nanosecondsPerUnit;
    private readonly long wholePerUnit;
    private readonly long unitsPerWhole;
    private readonly double offset;

    private MdfClock(MdfChannel channel, Kind kind, MdfField field, Timestamp start, LogTimes times)
    {
        (this.kind, this.field, this.start, this.times) = (kind, field, start, times);
        signShift = kind == Kind.Signed ? DoubleBits - (int)channel.BitCount : 0;
        offset = channel.Summand * NanosecondsPerSecond;
        nanosecondsPerUnit = channel.Factor * NanosecondsPerSecond;
        wholePerUnit = Whole(nanosecondsPerUnit);
        unitsPerWhole = wholePerUnit == 0 ? Whole(1 / nanosecondsPerUnit) : 0;
        nanosecondsPerUnit = wholePerUnit > 0 ? wholePerUnit : unitsPerWhole > 0 ? 1.0 / unitsPerWhole : nanosecondsPerUnit;
    }

    private enum Kind
    {
        Unsigned,
        Signed,
        Double,
        Single,

        /// <summary>Records are as far apart as one another, and no time lies in them.</summary>
        Index,
    }

    /// <summary>Makes a clock of the master channel of a group.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="dataLength">How long the data of a record is, in bytes.</param>
    /// <param name="invalidLength">How many bytes follow it that say what is invalid.</param>
    /// <param name="start">The start of the file.</param>
    /// <param name="times">Adds times.</param>
    /// <returns>The clock; null where the channel has no times that are understood.</returns>
    public static MdfClock? TryMake(MdfChannel channel, int dataLength, int invalidLength, Timestamp start, LogTimes times)
    {
        var isVirtual = channel.Type == MdfLayout.VirtualMaster;
        Kind? kind = isVirtual ? Kind.Index : channel.DataType switch
        {
            MdfLayout.UnsignedLittle or MdfLayout.UnsignedBig => Kind.Unsigned,
            MdfLayout.SignedLittle or MdfLayout.SignedBig => Kind.Signed,
            MdfLayout.FloatLittle or MdfLayout.FloatBig when channel is { BitCount: DoubleBits, BitOffset: 0 } => Kind.Double,
            MdfLayout.FloatLittle or MdfLayout.FloatBig when channel is { BitCount: SingleBits, BitOffset: 0 } => Kind.Single,
            _ => null,
        };
        var isTime = channel.SyncType is MdfLayout.TimeSync && channel.IsLinear && double.IsFinite(channel.Factor) && double.IsFinite(channel.Summand);
        return kind is { } known && isTime && MdfField.TryMake(channel with { Factor = 1, Summand = 0 }, dataLength, invalidLength, out var field)
            ? new MdfClock(channel, known, field, start, times)
            : null;
    }

    /// <summary>The time of a record.</summary>
    /// <param name="record">The record, with at least 8 bytes after it.</param>
    /// <param name="index">Its number in its group, from 0.</param>
    public Timestamp Read(ReadOnlySpan<byte> record, long index)
    {
        var raw = kind == Kind.Index ? (ulong)index : field.ReadRaw(record);
        if (kind is Kind.Unsigned or Kind.Index && offset == 0 && wholePerUnit > 0)
        {
            return times.Add(start, raw, (ulong)wholePerUnit);
        }

        if (kind is Kind.Unsigned or Kind.Index && offset == 0 && unitsPerWhole > 0)
        {
            return times.Add(start, raw / (ulong)unitsPerWhole, 1);
        }

        var value = kind switch
        {
            Kind.Double => BitConverter.UInt64BitsToDouble(raw),
            Kind.Single => BitConverter.UInt32BitsToSingle((uint)raw),
            Kind.Signed => (long)(raw << signShift) >> signShift,
            _ => raw,
        };
        return times.Add(start, Rounded(value * nanosecondsPerUnit + offset));
    }

    // Not a number, and what is beyond, becomes what is told as beyond.
    private static long Rounded(double nanoseconds) => double.IsNaN(nanoseconds) ? long.MaxValue : (long)Math.Round(nanoseconds);

    private static long Whole(double number)
    {
        const double Most = 1e18;
        var whole = Math.Round(number);
        return whole is >= 1 and <= Most && Math.Abs(number - whole) <= whole * MostError ? (long)whole : 0;
    }
}
