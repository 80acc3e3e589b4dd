using System.Buffers;
using System.Globalization;
using System.Text;

namespace Caneth;

/// <summary>
/// Text from outside (a log, a wire, a file's name), with what a terminal would obey instead of show made visible:
/// an escape becomes <c>\x1B</c>.
/// </summary>
/// <remarks>
/// A terminal takes commands from the text that it shows: to set its title, to write the clipboard, to overwrite what stands above.
/// Hence every control character (C0, DEL, C1), and line feeds too, so that a name cannot forge a line of its own. So are
/// the controls of writing direction, which let a text read other than it is, and the line and paragraph separators.
/// The form is that of C# and Python instead of Unicode's control pictures (␛): those have none for C1 and for directions, many fonts
/// lack them, and <c>\x1B</c> can be searched for and reads the same on every terminal and in every file.
/// </remarks>
public static class VisibleText
{
    private static readonly SearchValues<char> Hidden = SearchValues.Create(
    [
        .. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(code => (char)code),
        '\u061C', '\u200E', '\u200F', '\u2028', '\u2029', '\u202A', '\u202B', '\u202C', '\u202D', '\u202E',
        '\u2066', '\u2067', '\u2068', '\u2069',
    ]);

    /// <summary>Makes control characters visible.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>
    /// The text with <c>\xHH</c> in the place of C0, DEL and C1, and <c>\uHHHH</c> in the place of controls of direction and of
    /// separators; the same object where there are none. Null gives an empty text.
    /// </returns>
    public static string Of(string? text)
    {
        if (text is null)
        {
            return string.Empty;
        }

        var first = text.AsSpan().IndexOfAny(Hidden);
        return first < 0 ? text : Replace(text, first);
    }

    /// <summary>Makes control characters visible in a text of several lines, which stay lines.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>As <see cref="Of"/>, with a line feed between lines, whichever way they ended.</returns>
    public static string OfLines(string? text) => Of(text) is var visible && ReferenceEquals(visible, text) ? visible
        : string.Join('\n', text!.ReplaceLineEndings("\n").Split('\n').Select(Of));

    private static string Replace(string text, int first)
    {
        var visible = new StringBuilder(text.Length + 16).Append(text, 0, first);
        foreach (var character in text.AsSpan(first))
        {
            if (Hidden.Contains(character))
            {
                visible.Append(character > '\xFF' ? @"\u" : @"\x")
                    .Append(((int)character).ToString(character > '\xFF' ? "X4" : "X2", CultureInfo.InvariantCulture));
            }
            else
            {
                visible.Append(character);
            }
        }

        return visible.ToString();
    }
}
