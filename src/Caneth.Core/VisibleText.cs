using System.Buffers;
using System.Globalization;
using System.Text;

namespace Caneth;

/// <summary>
/// Text from outside (a log, a wire, a file's name), with what a terminal would obey instead of show made visible:
/// an escape becomes <c>\x1B</c>.
/// </summary>
/// <remarks>
/// A terminal takes commands from the text that it shows: to set its title, to write the clipboard, to overwrite the lines above.
/// Hence every control character (C0, DEL, C1), and line feeds too, so that a name cannot forge a line of its own. So are
/// the controls of writing direction, which let a text read other than it is, and the line and paragraph separators.
/// The form is that of C# and Python instead of Unicode's control pictures (␛): those have none for C1 and for directions, many fonts
/// lack them, and <c>\x1B</c> can be searched for and reads the same on every terminal and in every file.
/// </remarks>
public static class VisibleText
{
    private static readonly SearchValues<char> Hidden = SearchValues.Create(
        // C0
        "\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000A\u000B\u000C\u000D\u000E\u000F" +
        "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F" +
        // DEL and C1
        "\u007F" +
        "\u0080\u0081\u0082\u0083\u0084\u0085\u0086\u0087\u0088\u0089\u008A\u008B\u008C\u008D\u008E\u008F" +
        "\u0090\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u0098\u0099\u009A\u009B\u009C\u009D\u009E\u009F" +
        // Directions and separators
        "\u061C\u200E\u200F\u2028\u2029\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069");

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

    /// <summary>Makes of a name or another text from outside what a message can quote, however long it is.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="length">The characters of it that are shown at most, 1 or more.</param>
    /// <returns>As <see cref="Of"/>; of one that is longer then its beginning and three points.</returns>
    public static string Shorten(string? text, int length = 60)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        var visible = Of(text?.Length > length ? text[..(length + 1)] : text);
        if (visible.Length <= length)
        {
            return visible;
        }

        var end = char.IsHighSurrogate(visible[length - 1]) ? length - 1 : length;
        return $"{visible.AsSpan(0, end)}...";
    }

    /// <summary>Makes of names or other texts from outside what a message can list, however many and however long they are.</summary>
    /// <param name="texts">Any texts.</param>
    /// <param name="count">How many are listed at most, 1 or more.</param>
    /// <returns>The texts as <see cref="Shorten"/> makes them, with commas between, and how many more there are: <c>a, b and 3 more</c>.</returns>
    public static string List(IEnumerable<string> texts, int count = 12)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var all = texts as IReadOnlyCollection<string> ?? [.. texts];
        var listed = string.Join(", ", all.Take(count).Select(text => Shorten(text)));
        return all.Count <= count ? listed : string.Create(CultureInfo.InvariantCulture, $"{listed} and {all.Count - count:N0} more");
    }

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
