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
        if (text.Length > SecondLength && lastSecond != long.MinValue && text.StartsWith(lastText)
            && TryReadFraction(text[SecondLength..], out var fraction))
        {
            timestamp = new Timestamp(lastSecond * NanosecondsPerSecond + fraction);
            return true;
        }

        return TryReadSlowly(text, out timestamp);
    }

    // Behind the second: .123456Z
    private static bool TryReadFraction(ReadOnlySpan<byte> text, out long fraction) =>
        Utf8Numbers.TryTakeFixed(ref text, unitDigits: 9, out fraction, wholeOptional: true) && text.SequenceEqual("Z"u8);

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
