using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Caneth.Signals;

/// <summary>All that reading a signal takes, side by side in memory.</summary>
internal readonly struct SignalPlan
{
    private readonly ulong mask;
    private readonly ulong signBit;
    private readonly double factor;
    private readonly double offset;
    private readonly byte shift;
    private readonly bool isBigEndian;

    // Fields, not properties: these would copy them for every signal that is read.
    public readonly SignalLayout Layout;
    public readonly SignalScale Scale;

    /// <summary>Whether <see cref="ReadPlain"/> may be used: the signal is an integer within the first 8 bytes.</summary>
    public readonly bool IsPlain;

    public SignalPlan(SignalDefinition signal)
    {
        Layout = signal.Layout;
        Scale = signal.Scale;
        factor = Scale.Factor;
        offset = Scale.Offset;
        mask = Layout.Mask;
        signBit = Scale.SignBit;
        shift = Layout.WordShift;
        isBigEndian = Layout.ByteOrder == ByteOrder.BigEndian;
        IsPlain = Layout.FitsWord && Scale.IsSmallInteger;
    }

    /// <summary>The physical value of an integer within the first 8 bytes.</summary>
    /// <param name="little">The first 8 bytes, the first of them in the lowest place.</param>
    /// <param name="big">The same, the first of them in the highest place.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double ReadPlain(ulong little, ulong big)
    {
        var bits = ((isBigEndian ? big : little) >> shift) & mask;
        var scaled = (double)(long)((bits ^ signBit) - signBit) * factor;
        return scaled + offset;
    }

    /// <summary>The physical value of any signal that is in the frame; not a number where it is none.</summary>
    public double Read(in Payload payload) =>
        IsPlain ? ReadPlain(payload.Word, BinaryPrimitives.ReverseEndianness(payload.Word))
        : Scale.Kind is SignalKind.Bytes or SignalKind.Empty ? double.NaN : Scale.ToPhysical(Layout.Read(payload));
}
