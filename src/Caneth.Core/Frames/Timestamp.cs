using System.Globalization;
using System.Text.Json.Serialization;

namespace Caneth;

/// <summary>
/// A moment in nanoseconds since 1970-01-01 UTC: fine enough for every log format, and written as ISO 8601 in UTC with
/// all its digits, where a <see cref="DateTime"/> would lose its fraction in a CSV file.
/// </summary>
/// <param name="nanoseconds">Nanoseconds since 1970-01-01T00:00:00Z, negative before. The years 1678 to 2262 fit.</param>
[JsonConverter(typeof(TextJsonConverter<Timestamp>))]
public readonly struct Timestamp(long nanoseconds)
    : IEquatable<Timestamp>, IComparable<Timestamp>, IComparable, ISpanFormattable, IParsable<Timestamp>
{
    private const long NanosecondsPerTick = 100;
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const long MaxTicks = long.MaxValue / NanosecondsPerTick;

    /// <summary>Nanoseconds since 1970-01-01T00:00:00Z.</summary>
    public long Nanoseconds { get; } = nanoseconds;

    /// <summary>Seconds since 1970-01-01T00:00:00Z, as log files write them; about 0.2 microseconds of precision today.</summary>
    public double Seconds => Nanoseconds / (double)NanosecondsPerSecond;

    /// <summary>The moment of a date and time; one of unspecified kind counts as local, as everywhere in PowerShell.</summary>
    /// <param name="time">A date and time of any kind.</param>
    public static implicit operator Timestamp(DateTime time) => FromDateTime(time);

    /// <summary>The moment of a date and time with its offset.</summary>
    /// <param name="time">A date and time.</param>
    public static implicit operator Timestamp(DateTimeOffset time) => FromDateTime(time.UtcDateTime);

    /// <summary>The date and time in UTC, to 100 nanoseconds.</summary>
    /// <param name="timestamp">The moment.</param>
    public static explicit operator DateTime(Timestamp timestamp) => timestamp.ToDateTime();

    /// <summary>The date and time in UTC, to 100 nanoseconds.</summary>
    /// <param name="timestamp">The moment.</param>
    public static explicit operator DateTimeOffset(Timestamp timestamp) => timestamp.ToDateTimeOffset();

    /// <summary>The time between two moments, to 100 nanoseconds.</summary>
    /// <param name="later">The end.</param>
    /// <param name="earlier">The beginning.</param>
    /// <returns>The time between them, negative where <paramref name="later"/> is earlier.</returns>
    public static TimeSpan operator -(Timestamp later, Timestamp earlier) =>
        TimeSpan.FromTicks((later.Nanoseconds - earlier.Nanoseconds) / NanosecondsPerTick);

    /// <summary>The moment a while later.</summary>
    /// <param name="timestamp">The beginning.</param>
    /// <param name="time">The while.</param>
    /// <returns>The moment.</returns>
    public static Timestamp operator +(Timestamp timestamp, TimeSpan time) =>
        new(timestamp.Nanoseconds + time.Ticks * NanosecondsPerTick);

    /// <summary>The moment a while earlier.</summary>
    /// <param name="timestamp">The end.</param>
    /// <param name="time">The while.</param>
    /// <returns>The moment.</returns>
    public static Timestamp operator -(Timestamp timestamp, TimeSpan time) =>
        new(timestamp.Nanoseconds - time.Ticks * NanosecondsPerTick);

    /// <summary>Whether both are the same moment.</summary>
    public static bool operator ==(Timestamp left, Timestamp right) => left.Nanoseconds == right.Nanoseconds;

    /// <summary>Whether they are different moments.</summary>
    public static bool operator !=(Timestamp left, Timestamp right) => left.Nanoseconds != right.Nanoseconds;

    /// <summary>Whether the left moment is earlier.</summary>
    public static bool operator <(Timestamp left, Timestamp right) => left.Nanoseconds < right.Nanoseconds;

    /// <summary>Whether the left moment is later.</summary>
    public static bool operator >(Timestamp left, Timestamp right) => left.Nanoseconds > right.Nanoseconds;

    /// <summary>Whether the left moment is earlier or the same.</summary>
    public static bool operator <=(Timestamp left, Timestamp right) => left.Nanoseconds <= right.Nanoseconds;

    /// <summary>Whether the left moment is later or the same.</summary>
    public static bool operator >=(Timestamp left, Timestamp right) => left.Nanoseconds >= right.Nanoseconds;

    /// <summary>The moment of a date and time; one of unspecified kind counts as local.</summary>
    /// <param name="time">A date and time of any kind.</param>
    /// <returns>The moment, exact.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// It is before 1677-09-22 or after 2262-04-10, beyond 64 bits of nanoseconds.
    /// </exception>
    public static Timestamp FromDateTime(DateTime time) => TryFromDateTime(time, out var result)
        ? result
        : throw new ArgumentOutOfRangeException(nameof(time), $"{time:yyyy-MM-dd} is out of range: a time is from 1677-09-22 to 2262-04-10.");

    /// <summary>
    /// Reads what <see cref="ToString()"/> wrote, or any date and time that .NET reads; without an offset it is UTC.
    /// </summary>
    /// <param name="s">ISO 8601 with up to nine digits of a second's fraction.</param>
    /// <param name="provider">Not used: the text is invariant.</param>
    /// <returns>The moment.</returns>
    /// <exception cref="FormatException">The text is not a date and time.</exception>
    public static Timestamp Parse(string s, IFormatProvider? provider = null) => TryParse(s, provider, out var result)
        ? result
        : throw new FormatException($"'{s}' is not a time. Write it as ISO 8601, for example 2026-01-31T13:45:00.123456Z.");

    /// <summary>
    /// Reads what <see cref="ToString()"/> wrote, or any date and time that .NET reads; without an offset it is UTC.
    /// </summary>
    /// <param name="s">ISO 8601 with up to nine digits of a second's fraction.</param>
    /// <param name="provider">Not used: the text is invariant.</param>
    /// <param name="result">The moment.</param>
    /// <returns>Whether the text is a date and time.</returns>
    public static bool TryParse(string? s, IFormatProvider? provider, out Timestamp result)
    {
        result = default;
        if (s is null)
        {
            return false;
        }

        // .NET reads seven digits of the fraction; the eighth and ninth are ours.
        var text = s.AsSpan().Trim();
        var point = text.LastIndexOf('.');
        var digits = point < 0 ? 0 : text[(point + 1)..].IndexOfAnyExceptInRange('0', '9') is var end and >= 0
            ? end
            : text.Length - point - 1;
        var fine = 0;
        for (var place = 7; place < 9; place++)
        {
            fine = fine * 10 + (place < digits ? text[point + 1 + place] - '0' : 0);
        }

        var seconds = digits > 7 ? string.Concat(text[..(point + 8)], text[(point + 1 + digits)..]) : text.ToString();
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTime.TryParse(seconds, CultureInfo.InvariantCulture, Utc, out var time) || !TryFromDateTime(time, out var coarse))
        {
            return false;
        }

        result = new Timestamp(coarse.Nanoseconds + fine);
        return true;
    }

    /// <summary>The moment a while later.</summary>
    /// <param name="value">The while; negative for earlier.</param>
    /// <returns>The moment.</returns>
    public Timestamp Add(TimeSpan value) => this + value;

    /// <summary>The moment N days later.</summary>
    /// <param name="value">The days, parts of one included; negative for earlier.</param>
    /// <returns>The moment.</returns>
    public Timestamp AddDays(double value) => this + TimeSpan.FromDays(value);

    /// <summary>The moment N hours later.</summary>
    /// <param name="value">The hours, parts of one included; negative for earlier.</param>
    /// <returns>The moment.</returns>
    public Timestamp AddHours(double value) => this + TimeSpan.FromHours(value);

    /// <summary>The moment N minutes later.</summary>
    /// <param name="value">The minutes, parts of one included; negative for earlier.</param>
    /// <returns>The moment.</returns>
    public Timestamp AddMinutes(double value) => this + TimeSpan.FromMinutes(value);

    /// <summary>The moment N seconds later.</summary>
    /// <param name="value">The seconds, parts of one included; negative for earlier.</param>
    /// <returns>The moment.</returns>
    public Timestamp AddSeconds(double value) => this + TimeSpan.FromSeconds(value);

    /// <summary>The moment N milliseconds later.</summary>
    /// <param name="value">The milliseconds, parts of one included; negative for earlier.</param>
    /// <returns>The moment.</returns>
    public Timestamp AddMilliseconds(double value) => this + TimeSpan.FromMilliseconds(value);

    /// <summary>The moment N microseconds later.</summary>
    /// <param name="value">The microseconds, parts of one included; negative for earlier.</param>
    /// <returns>The moment.</returns>
    public Timestamp AddMicroseconds(double value) => this + TimeSpan.FromMicroseconds(value);

    /// <summary>The time since another moment.</summary>
    /// <param name="value">The other moment.</param>
    /// <returns>The time between them, to 100 nanoseconds; negative where the other is later.</returns>
    public TimeSpan Subtract(Timestamp value) => this - value;

    /// <summary>The moment a while earlier.</summary>
    /// <param name="value">The while.</param>
    /// <returns>The moment.</returns>
    public Timestamp Subtract(TimeSpan value) => this - value;

    /// <summary>The date and time in UTC.</summary>
    /// <returns>The moment to 100 nanoseconds.</returns>
    public DateTime ToDateTime() => DateTime.UnixEpoch.AddTicks((long)Math.Floor(Nanoseconds / (decimal)NanosecondsPerTick));

    /// <summary>The date and time in UTC, with its offset, which is zero.</summary>
    /// <returns>The moment to 100 nanoseconds.</returns>
    public DateTimeOffset ToDateTimeOffset() => new(ToDateTime());

    /// <summary>The date and time in UTC, as <see cref="DateTime.ToUniversalTime"/> gives it.</summary>
    /// <returns>The moment to 100 nanoseconds.</returns>
    public DateTime ToUniversalTime() => ToDateTime();

    /// <summary>The date and time where this computer is, for a person to read.</summary>
    /// <returns>The moment to 100 nanoseconds.</returns>
    public DateTime ToLocalTime() => ToDateTime().ToLocalTime();

    /// <summary>
    /// ISO 8601 in UTC with microseconds, or nanoseconds where there are some: <c>2026-01-31T13:45:00.123456Z</c>.
    /// </summary>
    /// <returns>A text that <see cref="Parse"/> reads without loss.</returns>
    public override string ToString() => ToString(null, null);

    /// <summary>As a .NET format string says, in UTC and in the invariant culture: <c>HH:mm:ss.fff</c>.</summary>
    /// <param name="format">A date and time format; null for <see cref="ToString()"/>.</param>
    /// <returns>The text.</returns>
    public string ToString(string? format) => ToString(format, null);

    /// <summary>As a .NET format string says, in UTC; without one, as <see cref="ToString()"/>.</summary>
    /// <param name="format">A date and time format, or null.</param>
    /// <param name="formatProvider">A culture; null is the invariant one.</param>
    /// <returns>The text.</returns>
    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        Span<char> text = stackalloc char[64];
        return string.IsNullOrEmpty(format) && TryFormat(text, out var length, format, formatProvider)
            ? text[..length].ToString()
            : ToDateTime().ToString(format, formatProvider ?? CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        var time = ToDateTime();
        if (!format.IsEmpty)
        {
            return time.TryFormat(destination, out charsWritten, format, provider ?? CultureInfo.InvariantCulture);
        }

        var withinSecond = Nanoseconds % NanosecondsPerSecond;
        withinSecond += withinSecond < 0 ? NanosecondsPerSecond : 0;
        return withinSecond % 1000 == 0
            ? destination.TryWrite(CultureInfo.InvariantCulture, $"{time:yyyy-MM-ddTHH:mm:ss}.{withinSecond / 1000:D6}Z", out charsWritten)
            : destination.TryWrite(CultureInfo.InvariantCulture, $"{time:yyyy-MM-ddTHH:mm:ss}.{withinSecond:D9}Z", out charsWritten);
    }

    /// <inheritdoc/>
    public int CompareTo(Timestamp other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        Timestamp other => CompareTo(other),
        _ => throw new ArgumentException($"A {nameof(Timestamp)} cannot be compared with a {obj.GetType()}.", nameof(obj)),
    };

    /// <inheritdoc/>
    public bool Equals(Timestamp other) => Nanoseconds == other.Nanoseconds;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Timestamp other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Nanoseconds.GetHashCode();

    private static bool TryFromDateTime(DateTime time, out Timestamp result)
    {
        var ticks = (time.ToUniversalTime() - DateTime.UnixEpoch).Ticks;
        var fits = Math.Abs(ticks) < MaxTicks;
        result = fits ? new(ticks * NanosecondsPerTick) : default;
        return fits;
    }
}
