using System.Text;

namespace Caneth.Logs.Text;

/// <summary>Reads and writes times as <see cref="Timestamp.ToString()"/> does, without making a string of each.</summary>
internal sealed class IsoTime
{
    private const long NanosecondsPerSecond = 1_000_000_000;
    private const string SecondFormat = "yyyy-MM-ddTHH:mm:ss";
    private const int SecondLength = 19;

    // Neighbouring frames share all but the fraction of the second.
    private readonly byte[] lastText = new byte[SecondLength];
    private long lastSecond = long.MinValue;

    /// <summary>Adds a time with six digits of the fraction, or nine where they are needed.</summary>
    public void Add(ref Utf8Line line, Timestamp timestamp)
    {
        var (second, fraction) = Math.DivRem(timestamp.Nanoseconds, NanosecondsPerSecond);
        if (fraction < 0)
        {
            second--;
            fraction += NanosecondsPerSecond;
        }

        if (second != lastSecond)
        {
            var text = new Timestamp(second * NanosecondsPerSecond).ToString(SecondFormat, null);
            _ = Encoding.ASCII.GetBytes(text, lastText);
            lastSecond = second;
        }

        line.Add(lastText);
        line.Add((byte)'.');
        if (fraction % 1000 == 0)
        {
            line.AddDigits((uint)fraction / 1000, 6);
        }
        else
        {
            line.AddDigits((uint)fraction, 9);
        }

        line.Add((byte)'Z');
    }

    /// <summary>Reads a time, in this form or any that <see cref="Timestamp.TryParse"/> reads.</summary>
    public bool TryRead(ReadOnlySpan<byte> text, out Timestamp timestamp)
    {
        return TryReadSameSecond(text, out timestamp) || TryReadSlowly(text, out timestamp);
    }

    /// <summary>Reads a time of the same second as the one before it, in this form, as nearly all times of a log are.</summary>
    public bool TryReadSameSecond(ReadOnlySpan<byte> text, out Timestamp timestamp)
    {
        timestamp = default;
        if (text.Length <= SecondLength + 1 || text[SecondLength] != '.' || lastSecond == long.MinValue || !text.StartsWith(lastText)
            || !TryReadFraction(text[(SecondLength + 1)..], out var fraction))
        {
            return false;
        }

        timestamp = new Timestamp(lastSecond * NanosecondsPerSecond + fraction);
        return true;
    }

    // After the point: 123456Z; digits beyond the nanosecond are cut off.
    private static bool TryReadFraction(ReadOnlySpan<byte> text, out long fraction)
    {
        const int NanosecondDigits = 9;
        fraction = 0;
        var digits = 0;
        foreach (var character in text[..^1])
        {
            var digit = (uint)(character - '0');
            if (digit > 9)
            {
                return false;
            }

            if (digits < NanosecondDigits)
            {
                fraction = fraction * 10 + digit;
                digits++;
            }
        }

        fraction *= Utf8Numbers.PowerOfTen(NanosecondDigits - digits);
        return text[^1] == 'Z';
    }

    private bool TryReadSlowly(ReadOnlySpan<byte> text, out Timestamp timestamp)
    {
        const int LongestTime = 64;
        if (text.Length > LongestTime || !Timestamp.TryParse(Encoding.UTF8.GetString(text), null, out timestamp))
        {
            timestamp = default;
            return false;
        }

        if (text.Length > SecondLength && text[SecondLength] == '.' && text[^1] == 'Z')
        {
            text[..SecondLength].CopyTo(lastText);
            lastSecond = (timestamp.Nanoseconds - Math.Abs(timestamp.Nanoseconds % NanosecondsPerSecond)) / NanosecondsPerSecond;
        }

        return true;
    }
}
