using System.Globalization;

namespace Caneth.Signals;

/// <summary>
/// The value of a signal: its number, what lies in the frame, and the text that the database has for it, such as 3 = Drive.
/// Compares with numbers and with texts, so that <c>$m.Gear -eq 'Drive'</c>, <c>-eq 3</c> and <c>-gt 2</c> all work.
/// </summary>
public readonly struct CanValue : IEquatable<CanValue>, IComparable<CanValue>, IComparable, IConvertible, ISpanFormattable
{
    private readonly bool present;

    /// <summary>A value.</summary>
    /// <param name="number">The physical value: raw times factor plus offset.</param>
    /// <param name="raw">What lies in the frame, with its sign; an unsigned value of 64 bits as the same bits.</param>
    /// <param name="text">What the database says of this raw value, or null.</param>
    public CanValue(double number, long raw, string? text = null)
    {
        Number = number;
        Raw = raw;
        Text = text;
        present = true;
    }

    /// <summary>A number alone, such as one that a shell compares a value with.</summary>
    /// <param name="number">The physical value.</param>
    public CanValue(double number)
        : this(number, (long)number)
    {
    }

    /// <summary>The physical value; not a number where <see cref="IsMissing"/>.</summary>
    public double Number => present ? field : double.NaN;

    /// <summary>What lies in the frame, with its sign; an unsigned value of 64 bits as the same bits.</summary>
    public long Raw { get; }

    /// <summary>What the database says of this raw value, or null where it says nothing.</summary>
    public string? Text { get; }

    /// <summary>Whether the signal is not in the frame.</summary>
    public bool IsMissing => !present;

    /// <summary>The physical value.</summary>
    /// <param name="value">A value.</param>
    public static implicit operator double(CanValue value) => value.Number;

    /// <summary>What is shown: the text or, where there is none, the number.</summary>
    /// <param name="value">A value.</param>
    public static implicit operator string(CanValue value) => value.ToString();

    /// <summary>Whether both are equal in number, raw value and text.</summary>
    public static bool operator ==(CanValue left, CanValue right) => left.Equals(right);

    /// <summary>Whether they differ in number, raw value or text.</summary>
    public static bool operator !=(CanValue left, CanValue right) => !left.Equals(right);

    /// <summary>Whether the number is smaller.</summary>
    public static bool operator <(CanValue left, CanValue right) => left.CompareTo(right) < 0;

    /// <summary>Whether the number is greater.</summary>
    public static bool operator >(CanValue left, CanValue right) => left.CompareTo(right) > 0;

    /// <summary>Whether the number is not greater.</summary>
    public static bool operator <=(CanValue left, CanValue right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the number is not smaller.</summary>
    public static bool operator >=(CanValue left, CanValue right) => left.CompareTo(right) >= 0;

    /// <summary>The sum of the numbers.</summary>
    public static double operator +(CanValue left, double right) => left.Number + right;

    /// <summary>The difference of the numbers.</summary>
    public static double operator -(CanValue left, double right) => left.Number - right;

    /// <summary>The product of the numbers.</summary>
    public static double operator *(CanValue left, double right) => left.Number * right;

    /// <summary>The quotient of the numbers.</summary>
    public static double operator /(CanValue left, double right) => left.Number / right;

    /// <inheritdoc/>
    public bool Equals(CanValue other) =>
        present == other.present && Number.Equals(other.Number) && Raw == other.Raw && Text == other.Text;

    /// <summary>Whether it is equal to a value, a text (regardless of case) or a number.</summary>
    /// <param name="obj">What to compare with.</param>
    /// <returns>Whether it is equal.</returns>
    public override bool Equals(object? obj) => obj switch
    {
        CanValue other => Equals(other),
        string text => EqualsText(text),
        IConvertible number when IsNumber(number) => Number == number.ToDouble(CultureInfo.InvariantCulture),
        _ => false,
    };

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Number, Text);

    /// <summary>By the number; a value that is missing comes first.</summary>
    /// <param name="other">Another value.</param>
    /// <returns>Less than, equal to or greater than 0.</returns>
    public int CompareTo(CanValue other) => Number.CompareTo(other.Number);

    /// <summary>With a number by the number, with a text by the text.</summary>
    /// <param name="obj">A value, a number, a text, or null.</param>
    /// <returns>Less than, equal to or greater than 0.</returns>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        CanValue other => CompareTo(other),
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => Number.CompareTo(number),
        string text => EqualsText(text) ? 0 : string.Compare(ToString(), text, StringComparison.OrdinalIgnoreCase),
        IConvertible number when IsNumber(number) => Number.CompareTo(number.ToDouble(CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"A signal's value cannot be compared with a {obj.GetType()}.", nameof(obj)),
    };

    /// <summary>What is shown: the text or, where there is none, the number; nothing where the signal is missing.</summary>
    /// <returns>A text.</returns>
    public override string ToString() => Text ?? (present ? Number.ToString(CultureInfo.InvariantCulture) : "");

    /// <summary>The number in a format, or what is shown where no format is given.</summary>
    /// <param name="format">A format for numbers, or null.</param>
    /// <param name="formatProvider">The culture, or null for the invariant one.</param>
    /// <returns>A text.</returns>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        string.IsNullOrEmpty(format) ? ToString() : Number.ToString(format, formatProvider ?? CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        if (!format.IsEmpty || Text is null && present)
        {
            return Number.TryFormat(destination, out charsWritten, format, provider ?? CultureInfo.InvariantCulture);
        }

        var shown = ToString();
        charsWritten = shown.TryCopyTo(destination) ? shown.Length : 0;
        return charsWritten == shown.Length;
    }

    TypeCode IConvertible.GetTypeCode() => TypeCode.Object;

    bool IConvertible.ToBoolean(IFormatProvider? provider) => Number != 0;

    byte IConvertible.ToByte(IFormatProvider? provider) => Convert.ToByte(Number);

    char IConvertible.ToChar(IFormatProvider? provider) => throw new InvalidCastException("A signal's value is no single character.");

    DateTime IConvertible.ToDateTime(IFormatProvider? provider) => throw new InvalidCastException("A signal's value is no time.");

    decimal IConvertible.ToDecimal(IFormatProvider? provider) => Convert.ToDecimal(Number);

    double IConvertible.ToDouble(IFormatProvider? provider) => Number;

    short IConvertible.ToInt16(IFormatProvider? provider) => Convert.ToInt16(Number);

    int IConvertible.ToInt32(IFormatProvider? provider) => Convert.ToInt32(Number);

    long IConvertible.ToInt64(IFormatProvider? provider) => Convert.ToInt64(Number);

    sbyte IConvertible.ToSByte(IFormatProvider? provider) => Convert.ToSByte(Number);

    float IConvertible.ToSingle(IFormatProvider? provider) => (float)Number;

    string IConvertible.ToString(IFormatProvider? provider) => ToString();

    object IConvertible.ToType(Type conversionType, IFormatProvider? provider) => conversionType == typeof(string)
        ? ToString()
        : Convert.ChangeType(Number, conversionType, provider ?? CultureInfo.InvariantCulture);

    ushort IConvertible.ToUInt16(IFormatProvider? provider) => Convert.ToUInt16(Number);

    uint IConvertible.ToUInt32(IFormatProvider? provider) => Convert.ToUInt32(Number);

    ulong IConvertible.ToUInt64(IFormatProvider? provider) => Convert.ToUInt64(Number);

    private static bool IsNumber(IConvertible value) => value.GetTypeCode() is >= TypeCode.SByte and <= TypeCode.Decimal;

    private bool EqualsText(string text) => string.Equals(ToString(), text, StringComparison.OrdinalIgnoreCase)
        || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number == Number;
}
