using System.Collections;
using System.Globalization;

namespace Caneth.Signals;

/// <summary>Makes the bits of a signal out of what people write for it.</summary>
/// <param name="message">The message, for what is said of a wrong value.</param>
/// <param name="options">Whether numbers are raw, and how far they may go.</param>
internal readonly struct SignalInput(MessageDefinition message, EncodeOptions options)
{
    /// <summary>The bits of a value for a signal of at most 64 of them.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="value">A number, a text of the signal's value table, a text that is a number, a <see cref="CanValue"/>, true or false.</param>
    /// <returns>The bits, the least significant in the lowest place.</returns>
    /// <exception cref="SignalException">It is no value, or out of range.</exception>
    public ulong ToBits(SignalDefinition signal, object value)
    {
        switch (value)
        {
            case CanValue { IsMissing: false } own when signal.ToValue((ulong)own.Raw & signal.Layout.Mask) == own:
                return (ulong)own.Raw & signal.Layout.Mask;
            case CanValue { IsMissing: false } other:
                return options.IsRaw ? OfWhole(signal, other.Raw) : OfNumber(signal, other.Number);
            case string text when signal.Values is { } table && (table.TryGetValue(text, out var raw) || table.TryGetValue(text.Trim(), out raw)):
                return (ulong)raw & signal.Layout.Mask;
            case string text when TryParse(text, out var whole):
                return OfWhole(signal, whole);
            case string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                return OfNumber(signal, number);
            case bool flag:
                return OfWhole(signal, flag ? 1 : 0);
            case Enum or sbyte or byte or short or ushort or int or uint or long:
                return OfWhole(signal, Convert.ToInt64(value, CultureInfo.InvariantCulture));
            case ulong whole:
                return OfWhole(signal, whole);
            case decimal number when decimal.Truncate(number) == number:
                return OfWhole(signal, (Int128)number);
            case float or double or decimal:
                return OfNumber(signal, Convert.ToDouble(value, CultureInfo.InvariantCulture));
            default:
                throw Wrong(SignalError.NoValue, signal, $"'{Shown(value)}' is no value of it. Give a number{TextsOf(signal)}.");
        }
    }

    /// <summary>The bytes of a value for a signal of more than 64 bits.</summary>
    /// <exception cref="SignalException">It is not as many bytes as the signal has.</exception>
    public byte[] ToBytes(SignalDefinition signal, object value)
    {
        var wanted = (signal.Length + 7) / 8;
        byte[]? bytes = value switch
        {
            byte[] given => given,
            CanData data => data.ToArray(),
            string text when CanData.TryParse(text, null, out var data) => data.ToArray(),
            IEnumerable<byte> given => [.. given],
            _ => null,
        };
        return bytes is { } whole && whole.Length == wanted ? whole : throw Wrong(SignalError.NoValue, signal,
            $"'{Shown(value)}' is no value of it. It has {signal.Length} bits: give {wanted} bytes, in the order in which they lie in the frame.");
    }

    private static bool TryParse(string text, out Int128 whole)
    {
        var trimmed = text.AsSpan().Trim();
        return trimmed.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? Int128.TryParse(trimmed[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out whole) && whole >= 0
            : Int128.TryParse(trimmed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out whole);
    }

    private static string Shown(object value) => value switch
    {
        byte[] bytes => HexBytes.Format(bytes),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable list and not string => VisibleText.List(list.Cast<object?>().Select(one => $"{one}")),
        _ => VisibleText.Shorten($"{value}"),
    };

    private static string TextsOf(SignalDefinition signal) =>
        signal.Values is not { Entries: { Count: > 0 } entries } ? "" : $", or one of: {VisibleText.List([.. entries.Select(entry => entry.Value)])}";

    private static string WithUnit<T>(SignalDefinition signal, T number)
        where T : IFormattable =>
        string.Create(CultureInfo.InvariantCulture, $"{number}{(signal.Unit.Length > 0 ? " " : "")}{VisibleText.Shorten(signal.Unit)}");

    private ulong OfWhole(SignalDefinition signal, Int128 value)
    {
        if (options.IsRaw)
        {
            var (lowest, highest) = RawRange(signal);
            return value >= lowest && value <= highest ? (ulong)value & signal.Layout.Mask : throw Wrong(SignalError.OutOfRange, signal,
                $"the raw value {value} does not fit its {signal.Length} bits, which hold {lowest} to {highest}.");
        }

        CheckRange(signal, value);
        return signal.TryToBits(value, out var bits) ? bits : throw DoesNotFit(signal, (double)value);
    }

    private ulong OfNumber(SignalDefinition signal, double value)
    {
        if (options.IsRaw)
        {
            return Math.Truncate(value) == value && Math.Abs(value) < 1.9e19 ? OfWhole(signal, (Int128)value) : throw Wrong(SignalError.NoValue, signal,
                string.Create(CultureInfo.InvariantCulture, $"{value} is no raw value, since these are whole numbers."));
        }

        CheckRange(signal, value);
        return signal.TryToBits(value, out var bits) ? bits : throw DoesNotFit(signal, value);
    }

    /// <summary>A whole number against limits that a double would round is compared without a rounding.</summary>
    private void CheckRange(SignalDefinition signal, Int128 value)
    {
        if (signal is not { IsIntegral: true, WholeRange: { } range })
        {
            CheckRange(signal, (double)value);
        }
        else if (!options.AllowOutOfRange && !IsListed(signal, (double)value) && (value < range.Minimum || value > range.Maximum))
        {
            throw new SignalException(SignalError.OutOfRange, message, signal.Name, value < range.Minimum
                ? $"{WithUnit(signal, value)} is below its minimum of {WithUnit(signal, range.Minimum)}."
                : $"{WithUnit(signal, value)} is above its maximum of {WithUnit(signal, range.Maximum)}.", isLimit: true);
        }
    }

    /// <summary>Half a step beyond the limit is still the limit: it was rounded on the way here.</summary>
    private void CheckRange(SignalDefinition signal, double value)
    {
        var tolerance = signal.Kind is SignalKind.SignedInteger or SignalKind.UnsignedInteger ? Math.Abs(signal.Factor) / 2 : 0;
        if (options.AllowOutOfRange || IsListed(signal, value))
        {
            return;
        }

        if (signal.Minimum is { } minimum && value < minimum - tolerance)
        {
            throw OutOfRange(signal, value, $"is below its minimum of {WithUnit(signal, minimum)}.");
        }

        if (signal.Maximum is { } maximum && value > maximum + tolerance)
        {
            throw OutOfRange(signal, value, $"is above its maximum of {WithUnit(signal, maximum)}.");
        }
    }

    // A value that has a name is meant to be sent, whatever the range says: "not available" mostly lies beyond it.
    private static bool IsListed(SignalDefinition signal, double value) =>
        signal.Values is { } table && signal.TryToBits(value, out var bits) && table.TryGetText(signal.Scale.ToRaw(bits), out _);

    private static (Int128 Lowest, Int128 Highest) RawRange(SignalDefinition signal)
    {
        var all = (Int128)signal.Layout.Mask;
        return signal.Kind == SignalKind.SignedInteger ? (-(all >> 1) - 1, all >> 1) : (0, all);
    }

    private SignalException DoesNotFit(SignalDefinition signal, double value)
    {
        if (signal.Kind is not (SignalKind.SignedInteger or SignalKind.UnsignedInteger) || !double.IsFinite(value))
        {
            return Wrong(SignalError.NoValue, signal, $"{WithUnit(signal, value)} is no value of it.");
        }

        var (lowest, highest) = RawRange(signal);
        var (one, other) = (((double)lowest * signal.Factor) + signal.Offset, ((double)highest * signal.Factor) + signal.Offset);
        return Wrong(SignalError.OutOfRange, signal, $"{WithUnit(signal, value)} does not fit its {signal.Length} bits, which hold "
            + $"{WithUnit(signal, Math.Min(one, other))} to {WithUnit(signal, Math.Max(one, other))}.");
    }

    private SignalException OutOfRange(SignalDefinition signal, double value, string problem) => new(SignalError.OutOfRange, message, signal.Name,
        $"{WithUnit(signal, value)} {problem}", isLimit: true);

    private SignalException Wrong(SignalError error, SignalDefinition signal, string problem) => new(error, message, signal.Name, problem);
}
