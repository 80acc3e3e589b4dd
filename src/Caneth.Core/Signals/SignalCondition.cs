using System.Globalization;

namespace Caneth.Signals;

/// <summary>
/// A condition on the value of a signal, made ready once so that asking it allocates nothing. Immutable; for any thread.
/// </summary>
public sealed class SignalCondition
{
    private readonly MessageCodec codec;
    private readonly int[] places;
    private readonly Func<SignalDefinition, ulong, bool> holds;
    private readonly string text;

    private SignalCondition(MessageDefinition message, SignalDefinition signal, Func<SignalDefinition, ulong, bool> holds, string text)
    {
        Message = message;
        Signal = signal;
        codec = message.Codec;
        places = [.. Enumerable.Range(0, message.Signals.Count).Where(place => message.Signals[place].Name == signal.Name)];
        this.holds = holds;
        this.text = text;
    }

    /// <summary>The message that has the signal.</summary>
    public MessageDefinition Message { get; }

    /// <summary>The signal. Where several branches of a multiplexer have one of its name, that of the branch in the frame is meant.</summary>
    public SignalDefinition Signal { get; }

    /// <summary>A condition on a comparison.</summary>
    /// <param name="message">The message that has the signal.</param>
    /// <param name="signal">The signal.</param>
    /// <param name="comparison">How to compare.</param>
    /// <param name="operands">
    /// What to compare with: numbers in the signal's unit, texts of its values, or texts that are numbers. One; two for
    /// <see cref="SignalComparison.Between"/>; one or more for <see cref="SignalComparison.Equal"/> and
    /// <see cref="SignalComparison.NotEqual"/>.
    /// </param>
    /// <returns>The condition.</returns>
    /// <exception cref="ArgumentException">There are too few operands, or too many.</exception>
    /// <exception cref="SignalException">An operand is neither a number nor a text that the signal knows.</exception>
    public static SignalCondition Compare(MessageDefinition message, SignalDefinition signal, SignalComparison comparison, params IReadOnlyList<object> operands)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentNullException.ThrowIfNull(operands);
        var isList = comparison is SignalComparison.Equal or SignalComparison.NotEqual;
        var wanted = comparison == SignalComparison.Between ? 2 : 1;
        if (isList ? operands.Count == 0 : operands.Count != wanted)
        {
            throw new ArgumentException($"{operands.Count} values were given for a comparison that takes {(isList ? "one or more" : wanted)}.", nameof(operands));
        }

        SignalOperand[] read = [.. operands.Select(operand => SignalOperand.Read(message, signal, operand))];
        var first = read[0].Number;
        var last = read[^1].Number;
        (first, last) = comparison == SignalComparison.Between && first > last ? (last, first) : (first, last);
        Func<SignalDefinition, ulong, bool> holds = comparison switch
        {
            SignalComparison.Equal => (one, bits) => Array.Exists(read, operand => operand.Equals(one, bits)),
            SignalComparison.NotEqual => (one, bits) => !Array.Exists(read, operand => operand.Equals(one, bits)),
            SignalComparison.Greater => (one, bits) => one.Scale.ToPhysical(bits) > first,
            SignalComparison.GreaterOrEqual => (one, bits) => one.Scale.ToPhysical(bits) >= first,
            SignalComparison.Less => (one, bits) => one.Scale.ToPhysical(bits) < first,
            SignalComparison.LessOrEqual => (one, bits) => one.Scale.ToPhysical(bits) <= first,
            SignalComparison.Between => (one, bits) => one.Scale.ToPhysical(bits) is var value && value >= first && value <= last,
            _ => throw new ArgumentOutOfRangeException(nameof(comparison)),
        };
        var unit = signal.Unit.Length > 0 && Array.TrueForAll(read, operand => operand.IsNumber) ? $" {signal.Unit}" : "";
        return new(message, signal, holds, $"{Words(comparison)} {string.Join(comparison == SignalComparison.Between ? " and " : " or ", read)}{unit}");
    }

    /// <summary>A condition on what is shown of the value: its text or, where it has none, its number.</summary>
    /// <param name="message">The message that has the signal.</param>
    /// <param name="signal">The signal.</param>
    /// <param name="matches">Whether a text is meant.</param>
    /// <param name="text">The condition in words, for messages: <c>like Dr*</c>.</param>
    /// <returns>The condition.</returns>
    public static SignalCondition OnText(MessageDefinition message, SignalDefinition signal, Func<string, bool> matches, string text)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentNullException.ThrowIfNull(matches);
        return new(message, signal, (one, bits) => matches(one.ToValue(bits).ToString()), text);
    }

    /// <summary>The condition that the signal is in the frame, whatever its value.</summary>
    /// <param name="message">The message that has the signal.</param>
    /// <param name="signal">The signal.</param>
    /// <returns>The condition.</returns>
    public static SignalCondition Present(MessageDefinition message, SignalDefinition signal)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(signal);
        return new(message, signal, (_, _) => true, "there");
    }

    /// <summary>Whether it holds in a frame.</summary>
    /// <param name="frame">A frame of the message.</param>
    /// <param name="value">The value of the signal; a missing one where it is not in the frame.</param>
    /// <returns>Whether the signal is in the frame, and its value is as it should be.</returns>
    public bool Holds(in CanFrame frame, out CanValue value)
    {
        foreach (var place in places)
        {
            if (codec.TryGetBits(place, frame, out var bits))
            {
                var signal = Message.Signals[place];
                value = signal.ToValue(bits);
                return holds(signal, bits);
            }
        }

        value = default;
        return false;
    }

    /// <summary>The condition in words.</summary>
    /// <returns><c>EngineData.EngineSpeed above 3000 rpm</c></returns>
    public override string ToString() => VisibleText.Of($"{Message.Name}.{Signal.Name} {text}");

    private static string Words(SignalComparison comparison) => comparison switch
    {
        SignalComparison.Equal => "equal to",
        SignalComparison.NotEqual => "other than",
        SignalComparison.Greater => "above",
        SignalComparison.GreaterOrEqual => "at least",
        SignalComparison.Less => "below",
        SignalComparison.LessOrEqual => "at most",
        _ => "between",
    };

    /// <summary>What a signal is compared with: a number or, where its values have texts, those raw values that have one.</summary>
    private readonly record struct SignalOperand(string Text, double Number, Int128? Whole, long[]? Raws)
    {
        public bool IsNumber => Raws is null;

        public static SignalOperand Read(MessageDefinition message, SignalDefinition signal, object operand)
        {
            var text = operand is IFormattable number and not CanValue ? number.ToString(null, CultureInfo.InvariantCulture) : $"{operand}";
            if (signal.Values is { } table
                && table.Entries.Where(entry => string.Equals(entry.Value, text.Trim(), StringComparison.OrdinalIgnoreCase)).Select(entry => entry.Key).ToArray() is { Length: > 0 } raws)
            {
                return new(text, signal.Scale.ToPhysical((ulong)raws[0] & signal.Layout.Mask), null, raws);
            }

            if (operand is CanValue { IsMissing: false } value)
            {
                return new(text, value.Number, null, null);
            }

            if (operand is bool flag)
            {
                return new(flag ? "1" : "0", flag ? 1 : 0, flag ? 1 : 0, null);
            }

            return Int128.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var whole)
                    ? new(text, (double)whole, whole, null)
                : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var physical) ? new(text, physical, null, null)
                : throw new SignalException(SignalError.NoValue, message, signal.Name,
                    $"'{VisibleText.Shorten(text)}' is no value of it. Give a number{(signal.Values is { } texts ? $", or one of: {VisibleText.List([.. texts.Entries.Select(entry => entry.Value)])}" : "")}.");
        }

        /// <summary>Whether bits of the signal are this value: exactly, where both are whole.</summary>
        public bool Equals(SignalDefinition signal, ulong bits) => Raws is not null ? Array.IndexOf(Raws, signal.Scale.ToRaw(bits)) >= 0
            : Whole is { } whole && signal.IsIntegral ? signal.Scale.ToWhole(bits) == whole
            : signal.Scale.ToPhysical(bits) == Number;

        public override string ToString() => Text;
    }
}
