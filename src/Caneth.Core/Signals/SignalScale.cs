using System.Runtime.CompilerServices;

namespace Caneth.Signals;

/// <summary>How the bits of a signal become a number, and a number becomes bits.</summary>
internal readonly struct SignalScale
{
    /// <summary>Beyond this a whole number of a DBC file is not known to be one, since a double rounds it.</summary>
    private const double MaxWhole = 1L << 53;

    private readonly ulong mask;

    public SignalScale(SignalKind kind, int length, double factor, double offset)
    {
        Kind = kind;
        Length = length;
        Factor = factor;
        Offset = offset;
        mask = SignalLayout.MaskOf(length);
        SignBit = kind == SignalKind.SignedInteger && length is > 0 and < 64 ? 1UL << (length - 1) : 0;
        IsIntegral = kind is SignalKind.SignedInteger or SignalKind.UnsignedInteger && IsWhole(factor) && IsWhole(offset);
    }

    public SignalKind Kind { get; }

    public int Length { get; }

    /// <summary>The highest bit of a signed number of fewer than 64 bits, else none.</summary>
    public ulong SignBit { get; }

    public double Factor { get; }

    public double Offset { get; }

    public bool IsIntegral { get; }

    /// <summary>Whether the raw value fits a <see cref="long"/>, so that nothing but its sign has to be looked at.</summary>
    public bool IsSmallInteger => Kind == SignalKind.SignedInteger || Kind == SignalKind.UnsignedInteger && Length < 64;

    /// <summary>The raw value with its sign; an unsigned one of 64 bits, and a float, as the same bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ToRaw(ulong bits) => (long)((bits ^ SignBit) - SignBit);

    /// <summary>The raw value as a number.</summary>
    public double ToNumber(ulong bits) => Kind switch
    {
        SignalKind.Binary32 => BitConverter.UInt32BitsToSingle((uint)bits),
        SignalKind.Binary64 => BitConverter.UInt64BitsToDouble(bits),
        SignalKind.UnsignedInteger => bits,
        _ => ToRaw(bits),
    };

    /// <summary>
    /// The physical value: raw times factor, rounded, plus offset, rounded. Never fused into one operation, since then it would
    /// differ from what every other tool says in the last digit.
    /// </summary>
    public double ToPhysical(ulong bits)
    {
        var scaled = ToNumber(bits) * Factor;
        return scaled + Offset;
    }

    /// <summary>The physical value of an integral signal without loss: a whole number of up to 118 bits.</summary>
    public Int128 ToWhole(ulong bits) =>
        (Kind == SignalKind.UnsignedInteger ? (Int128)bits : ToRaw(bits)) * (Int128)Factor + (Int128)Offset;

    /// <summary>The bits of the step that is nearest to a physical value; of two that are as near the even one.</summary>
    /// <returns>Whether the signal has such bits.</returns>
    public bool TryToBits(double physical, out ulong bits)
    {
        bits = 0;
        switch (Kind)
        {
            case SignalKind.Binary32:
                bits = BitConverter.SingleToUInt32Bits((float)((physical - Offset) / Factor));
                return true;
            case SignalKind.Binary64:
                bits = BitConverter.DoubleToUInt64Bits((physical - Offset) / Factor);
                return true;
            case SignalKind.SignedInteger or SignalKind.UnsignedInteger when double.IsFinite(physical) && Factor != 0:
                return TryNearest(physical, out bits);
            default:
                return false;
        }
    }

    /// <summary>The bits of the step that is nearest to a whole physical value; of two that are as near the even one.</summary>
    /// <returns>Whether the signal has such bits.</returns>
    public bool TryToBits(Int128 physical, out ulong bits)
    {
        if (!IsIntegral || Factor == 0)
        {
            return TryToBits((double)physical, out bits);
        }

        var factor = (Int128)Factor;
        var (step, rest) = Int128.DivRem(physical - (Int128)Offset, factor);
        var twice = 2 * Int128.Abs(rest);
        var isUp = twice > Int128.Abs(factor) || twice == Int128.Abs(factor) && Int128.IsOddInteger(step);
        return TryFit(isUp ? step + (rest < 0 == factor < 0 ? 1 : -1) : step, out bits);
    }

    private static bool IsWhole(double number) => Math.Abs(number) <= MaxWhole && Math.Truncate(number) == number;

    private bool TryNearest(double physical, out ulong bits)
    {
        var nearest = Math.Round((physical - Offset) / Factor, MidpointRounding.ToEven);
        if (Math.Abs(nearest) < long.MaxValue && TryFit((long)nearest, out bits) && ToPhysical(bits) == physical)
        {
            return true;
        }

        var step = (Int128)nearest;
        return TryExact(step, physical, out bits) || TryExact(step - 1, physical, out bits) || TryExact(step + 1, physical, out bits)
            || TryFit(step, out bits);
    }

    /// <summary>
    /// Dividing may land a step beside the one that gives exactly this value; every value that was decoded has to go back to
    /// where it came from.
    /// </summary>
    private bool TryExact(Int128 step, double physical, out ulong bits) => TryFit(step, out bits) && ToPhysical(bits) == physical;

    private bool TryFit(long step, out ulong bits)
    {
        bits = (ulong)step & mask;
        return Kind == SignalKind.SignedInteger ? step >= -(long)(mask >> 1) - 1 && step <= (long)(mask >> 1) : step >= 0 && (ulong)step <= mask;
    }

    private bool TryFit(Int128 step, out ulong bits)
    {
        var highest = Kind == SignalKind.SignedInteger ? mask >> 1 : mask;
        var lowest = Kind == SignalKind.SignedInteger ? -(Int128)highest - 1 : 0;
        var fits = step >= lowest && step <= highest;
        bits = fits ? (ulong)step & mask : 0;
        return fits;
    }
}
