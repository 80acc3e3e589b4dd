using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Caneth.Signals;

/// <summary>
/// Reads the signals of a message out of frames. It is made once for a message, never changes, allocates nothing and may be
/// used by several threads at once.
/// </summary>
public sealed class MessageCodec
{
    private const int MaxSwitchesOnStack = 32;

    private readonly SignalDefinition[] signals;
    private readonly SignalPlan[] plans;
    private readonly MultiplexPlan multiplexing;
    private readonly bool isPlain;
    private readonly int bytesNeeded;

    internal MessageCodec(SignalDefinition[] signals)
    {
        this.signals = signals;
        plans = [.. signals.Select(signal => new SignalPlan(signal))];
        multiplexing = new(signals);
        isPlain = multiplexing.IsEmpty && plans.All(plan => plan.IsPlain);
        bytesNeeded = plans.Select(plan => plan.Layout.BytesNeeded).DefaultIfEmpty().Max();
    }

    /// <summary>How many signals there are: the least room that <see cref="Decode(ReadOnlySpan{byte}, Span{double})"/> needs.</summary>
    public int Count => signals.Length;

    /// <summary>Whether it depends on multiplexers which signals are in a frame.</summary>
    internal bool IsMultiplexed => !multiplexing.IsEmpty;

    /// <summary>Reads all signals.</summary>
    /// <param name="data">The data of a frame. Where it ends before a signal does, that signal is not in the frame.</param>
    /// <param name="values">
    /// Room for the physical values, in the order of the message's signals. Not a number where the signal is not in the frame, or
    /// is no number; <see cref="IsPresent(int, ReadOnlySpan{byte})"/> tells a float that is not a number from one that is missing.
    /// </param>
    /// <returns>How many signals are in the frame.</returns>
    /// <exception cref="ArgumentException">The room is too small.</exception>
    public int Decode(ReadOnlySpan<byte> data, Span<double> values) => Decode(new Payload(data), values);

    /// <summary>Reads all signals of a frame.</summary>
    /// <param name="frame">A frame.</param>
    /// <param name="values">As for <see cref="Decode(ReadOnlySpan{byte}, Span{double})"/>.</param>
    /// <returns>How many signals are in the frame.</returns>
    /// <exception cref="ArgumentException">The room is too small.</exception>
    public int Decode(in CanFrame frame, Span<double> values) => Decode(new Payload(frame), values);

    /// <summary>
    /// Writes signals, the inverse of <see cref="Decode(ReadOnlySpan{byte}, Span{double})"/>: what was decoded comes back bit for bit.
    /// Ranges are not looked at, and multiplexers are signals as all others; <see cref="MessageEncoder"/> does more.
    /// </summary>
    /// <param name="values">
    /// Physical values in the order of the message's signals, each of which is written as the step that is nearest to it. Not a number
    /// leaves the bits of a signal as they are.
    /// </param>
    /// <param name="data">The data to write into.</param>
    /// <exception cref="ArgumentException">
    /// There are fewer values than signals, the data ends before a signal does that has a value, or the signal has no bits for its value.
    /// </exception>
    public void Encode(ReadOnlySpan<double> values, Span<byte> data)
    {
        if (values.Length < plans.Length)
        {
            throw new ArgumentException($"There are {values.Length} values, but the message has {plans.Length} signals.", nameof(values));
        }

        for (var index = 0; index < plans.Length; index++)
        {
            ref readonly var plan = ref plans[index];
            if (double.IsNaN(values[index]))
            {
                continue;
            }

            if (plan.Layout.BytesNeeded > data.Length)
            {
                throw new ArgumentException(TooShort(signals[index], data.Length), nameof(data));
            }

            if (!plan.Scale.TryToBits(values[index], out var bits))
            {
                throw new ArgumentException(NoBits(signals[index], values[index]), nameof(values));
            }

            plan.Layout.Write(bits, data);
        }
    }

    /// <summary>Whether a signal is in a frame: the data reaches far enough, and the multiplexers choose it.</summary>
    /// <param name="signal">The place of the signal in the message, from 0.</param>
    /// <param name="data">The data of the frame.</param>
    /// <returns>Whether it is.</returns>
    public bool IsPresent(int signal, ReadOnlySpan<byte> data) => IsPresent(signal, new Payload(data));

    /// <summary>Whether a signal is in a frame: the data reaches far enough, and the multiplexers choose it.</summary>
    /// <param name="signal">The place of the signal in the message, from 0.</param>
    /// <param name="frame">The frame.</param>
    /// <returns>Whether it is.</returns>
    public bool IsPresent(int signal, in CanFrame frame) => IsPresent(signal, new Payload(frame));

    /// <summary>Reads the bits of a signal of at most 64.</summary>
    /// <param name="signal">The place of the signal in the message, from 0.</param>
    /// <param name="data">The data of the frame.</param>
    /// <param name="bits">The bits, the least significant in the lowest place.</param>
    /// <returns>Whether the signal is in the frame and has at most 64 bits.</returns>
    public bool TryGetBits(int signal, ReadOnlySpan<byte> data, out ulong bits) => TryGetBits(signal, new Payload(data), out bits);

    /// <summary>Reads the bits of a signal of at most 64 from a frame.</summary>
    /// <param name="signal">The place of the signal in the message, from 0.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="bits">The bits, the least significant in the lowest place.</param>
    /// <returns>Whether the signal is in the frame and has at most 64 bits.</returns>
    public bool TryGetBits(int signal, in CanFrame frame, out ulong bits) => TryGetBits(signal, new Payload(frame), out bits);

    /// <summary>Reads one signal: number, raw value and text.</summary>
    /// <param name="signal">The place of the signal in the message, from 0.</param>
    /// <param name="data">The data of the frame.</param>
    /// <returns>The value; a missing one where the signal is not in the frame or has more than 64 bits.</returns>
    public CanValue GetValue(int signal, ReadOnlySpan<byte> data) =>
        TryGetBits(signal, data, out var bits) ? signals[signal].ToValue(bits) : default;

    /// <summary>
    /// Reads one signal as the object that people work with: a <see cref="CanValue"/> where the database has texts for values, a
    /// <see cref="long"/>, <see cref="ulong"/> or <see cref="decimal"/> where every value is whole, else a <see cref="double"/>;
    /// bytes where there are more than 64 bits.
    /// </summary>
    /// <param name="signal">The place of the signal in the message, from 0.</param>
    /// <param name="data">The data of the frame.</param>
    /// <returns>The value, or null where the signal is not in the frame.</returns>
    public object? GetObject(int signal, ReadOnlySpan<byte> data) => GetObject(signal, new Payload(data));

    /// <summary>Reads one signal of a frame as the object that people work with.</summary>
    /// <param name="signal">The place of the signal in the message, from 0.</param>
    /// <param name="frame">A frame.</param>
    /// <returns>As <see cref="GetObject(int, ReadOnlySpan{byte})"/>.</returns>
    public object? GetObject(int signal, in CanFrame frame) => GetObject(signal, new Payload(frame));

    /// <summary>A number that frames have in common which have the same values of the multiplexers; hardly ever others, too.</summary>
    internal ulong BranchOf(in CanFrame frame)
    {
        const ulong Spread = 0x9E37_79B9_7F4A_7C15;
        var count = multiplexing.SwitchCount;
        Span<ulong> switches = count <= MaxSwitchesOnStack ? stackalloc ulong[count] : new ulong[count];
        Span<bool> known = count <= MaxSwitchesOnStack ? stackalloc bool[count] : new bool[count];
        multiplexing.Evaluate(new Payload(frame), switches, known);
        var branch = 0UL;
        for (var index = 0; index < count; index++)
        {
            branch = branch * Spread + (known[index] ? switches[index] + 1 : 0);
        }

        return branch;
    }

    /// <summary>Reads one signal of a frame in the form that is wanted.</summary>
    /// <param name="signal">The place of the signal in the message, from 0.</param>
    /// <param name="frame">A frame.</param>
    /// <param name="form">What its value is to be.</param>
    /// <returns>
    /// As <see cref="GetObject(int, in CanFrame)"/>; with <see cref="SignalForm.Text"/> a <see cref="string"/> where the database has a
    /// text for the value, with <see cref="SignalForm.Raw"/> a <see cref="long"/>, a <see cref="ulong"/> or, of a float, a
    /// <see cref="double"/>.
    /// </returns>
    public object? GetObject(int signal, in CanFrame frame, SignalForm form)
    {
        var payload = new Payload(frame);
        return form switch
        {
            SignalForm.Text => GetText(signal, payload),
            SignalForm.Raw => GetRaw(signal, payload),
            _ => GetObject(signal, payload),
        };
    }

    /// <summary>Writes the bits of a signal and leaves all others as they are.</summary>
    /// <param name="signal">The place of the signal in the message, from 0.</param>
    /// <param name="bits">The bits, the least significant in the lowest place; those beyond the signal's length are left out.</param>
    /// <param name="data">The data to write into.</param>
    /// <exception cref="ArgumentException">The data ends before the signal does, or the signal has more than 64 bits.</exception>
    public void SetBits(int signal, ulong bits, Span<byte> data)
    {
        var definition = signals[signal];
        if (definition.Layout.BytesNeeded > data.Length)
        {
            throw new ArgumentException(TooShort(definition, data.Length), nameof(data));
        }

        if (definition.Kind == SignalKind.Bytes)
        {
            throw new ArgumentException($"The signal {VisibleText.Shorten(definition.Name)} has {definition.Length} bits: more than 64 are not a number.", nameof(signal));
        }

        definition.Layout.Write(bits, data);
    }

    private static string TooShort(SignalDefinition signal, int length) =>
        $"The signal {VisibleText.Shorten(signal.Name)} needs {signal.Layout.BytesNeeded} bytes of data, but there are {length}.";

    private static string NoBits(SignalDefinition signal, double value) => string.Create(CultureInfo.InvariantCulture,
        $"The signal {VisibleText.Shorten(signal.Name)} has {signal.Length} bits, in which there is no {value}.");

    /// <summary>A whole number in the smallest type that holds it without loss, or rounded where none does.</summary>
    private static object ToObject(Int128 value) => value switch
    {
        _ when value >= long.MinValue && value <= long.MaxValue => (long)value,
        _ when value >= 0 && value <= ulong.MaxValue => (ulong)value,
        _ when value >= (Int128)decimal.MinValue && value <= (Int128)decimal.MaxValue => (decimal)value,
        _ => (object)(double)value,
    };

    private static object ToPhysical(SignalDefinition signal, ulong bits) =>
        signal.IsIntegral ? ToObject(signal.Scale.ToWhole(bits)) : signal.Scale.ToPhysical(bits);

    private bool TryGetBits(int signal, in Payload payload, out ulong bits)
    {
        bits = 0;
        if (signals[signal].Kind is SignalKind.Bytes or SignalKind.Empty || !IsPresent(signal, payload))
        {
            return false;
        }

        bits = plans[signal].Layout.Read(payload);
        return true;
    }

    private object? GetObject(int signal, in Payload payload)
    {
        var definition = signals[signal];
        return !TryGetBits(signal, payload, out var bits) ? GetBytes(signal, payload)
            : definition.Values is not null ? definition.ToValue(bits)
            : ToPhysical(definition, bits);
    }

    private object? GetText(int signal, in Payload payload)
    {
        var definition = signals[signal];
        return !TryGetBits(signal, payload, out var bits) ? GetBytes(signal, payload)
            : definition.Values is { } values && values.TryGetText(definition.Scale.ToRaw(bits), out var text) ? text
            : ToPhysical(definition, bits);
    }

    private object? GetRaw(int signal, in Payload payload)
    {
        var definition = signals[signal];
        return !TryGetBits(signal, payload, out var bits) ? GetBytes(signal, payload)
            : definition.Kind is SignalKind.Binary32 or SignalKind.Binary64 ? definition.Scale.ToNumber(bits)
            : definition.Kind == SignalKind.UnsignedInteger && bits > long.MaxValue ? bits
            : (object)definition.Scale.ToRaw(bits);
    }

    private byte[]? GetBytes(int signal, in Payload payload) =>
        signals[signal].Kind == SignalKind.Bytes && IsPresent(signal, payload) ? signals[signal].Layout.ReadBytes(payload) : null;

    private int Decode(in Payload payload, Span<double> values)
    {
        if (values.Length < plans.Length)
        {
            throw new ArgumentException($"There is room for {values.Length} values, but the message has {plans.Length} signals.", nameof(values));
        }

        return isPlain && payload.Length >= bytesNeeded ? DecodePlain(payload, values)
            : multiplexing.IsEmpty ? DecodeUnconditional(payload, values)
            : DecodeMultiplexed(payload, values);
    }

    /// <summary>What nearly every message is: integers within 8 bytes, all of them there.</summary>
    private int DecodePlain(in Payload payload, Span<double> values)
    {
        var little = payload.Word;
        var big = BinaryPrimitives.ReverseEndianness(little);
        for (var index = 0; index < plans.Length; index++)
        {
            values[index] = plans[index].ReadPlain(little, big);
        }

        return plans.Length;
    }

    private int DecodeUnconditional(in Payload payload, Span<double> values)
    {
        var present = 0;
        for (var index = 0; index < plans.Length; index++)
        {
            present += Take(index, plans[index].Layout.BytesNeeded <= payload.Length, payload, values);
        }

        return present;
    }

    private int DecodeMultiplexed(in Payload payload, Span<double> values)
    {
        var count = multiplexing.SwitchCount;
        Span<ulong> switches = count <= MaxSwitchesOnStack ? stackalloc ulong[count] : new ulong[count];
        Span<bool> known = count <= MaxSwitchesOnStack ? stackalloc bool[count] : new bool[count];
        multiplexing.Evaluate(payload, switches, known);
        var present = 0;
        for (var index = 0; index < plans.Length; index++)
        {
            var isPresent = plans[index].Layout.BytesNeeded <= payload.Length && multiplexing.Chooses(index, switches, known);
            present += Take(index, isPresent, payload, values);
        }

        return present;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Take(int index, bool isPresent, in Payload payload, Span<double> values)
    {
        values[index] = isPresent ? plans[index].Read(payload) : double.NaN;
        return isPresent ? 1 : 0;
    }

    private bool IsPresent(int signal, in Payload payload) => plans[signal].Layout.BytesNeeded <= payload.Length
        && plans[signal].Scale.Kind != SignalKind.Empty && multiplexing.Chooses(signal, payload);
}
