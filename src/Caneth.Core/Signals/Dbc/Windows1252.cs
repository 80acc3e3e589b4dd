using System.Text;

namespace Caneth.Signals.Dbc;

/// <summary>
/// Windows-1252, in which Vector's tools write their files: Latin-1 but for 32 places. The framework has it only in a package of
/// its own.
/// </summary>
internal static class Windows1252
{
    private const int FirstOwn = 0x80;
    private const int FirstLatin = 0xA0;

    /// <summary>What stands at 0x80 to 0x9F; five places stand for themselves, as browsers read them.</summary>
    private const string Own =
        "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F" +
        "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    /// <summary>Brings text into UTF-8.</summary>
    /// <param name="bytes">Text in Windows-1252: any bytes are.</param>
    /// <returns>The same text in UTF-8.</returns>
    public static byte[] ToUtf8(ReadOnlySpan<byte> bytes)
    {
        var text = new char[bytes.Length];
        for (var index = 0; index < bytes.Length; index++)
        {
            var value = bytes[index];
            text[index] = value is >= FirstOwn and < FirstLatin ? Own[value - FirstOwn] : (char)value;
        }

        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>Brings a text into Windows-1252.</summary>
    /// <param name="text">A text.</param>
    /// <param name="bytes">The text in Windows-1252.</param>
    /// <returns>Whether it has all the letters of the text.</returns>
    public static bool TryFromText(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length];
        for (var index = 0; index < bytes.Length; index++)
        {
            var place = text[index] < FirstOwn ? text[index]
                : Own.IndexOf(text[index]) is >= 0 and var own ? own + FirstOwn
                : text[index];
            if (place > byte.MaxValue || place is >= FirstOwn and < FirstLatin && Own[place - FirstOwn] != text[index])
            {
                return false;
            }

            bytes[index] = (byte)place;
        }

        return true;
    }
}
