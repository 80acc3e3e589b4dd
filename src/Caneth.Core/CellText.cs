using System.Globalization;
using System.Text;

namespace Caneth;

/// <summary>Text as a terminal shows it: in cells, of which letters of East Asia take two and marks on letters none.</summary>
internal static class CellText
{
    private const char Ellipsis = '…';

    /// <summary>How many cells a text takes.</summary>
    public static int WidthOf(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            width += WidthOf(rune);
        }

        return width;
    }

    /// <summary>A text without control characters in a number of cells at most: what does not fit ends with an ellipsis.</summary>
    public static string Fit(string? text, int most)
    {
        // Whatever a file calls a thing: no more of it is looked at than a screen can show.
        var visible = VisibleText.Of(text is { Length: var length } && length > most + 1 ? text[..(most + 1)] : text);
        if (visible.Length <= most && WidthOf(visible) <= most)
        {
            return visible;
        }

        var (fitting, left) = (new StringBuilder(), most - 1);
        foreach (var rune in visible.EnumerateRunes())
        {
            left -= WidthOf(rune);
            if (left < 0)
            {
                break;
            }

            fitting.Append(rune.ToString());
        }

        return most > 0 ? fitting.Append(Ellipsis).ToString() : "";
    }

    /// <summary>A text with blanks up to a number of cells.</summary>
    public static string Pad(string text, int width) => text + Blanks(width - WidthOf(text));

    /// <summary>A text with blanks before it, up to a number of cells.</summary>
    public static string PadLeft(string text, int width) => Blanks(width - WidthOf(text)) + text;

    /// <summary>Parts, such as words, on lines.</summary>
    /// <param name="parts">The parts, each without control characters; one that is longer than a line is cut.</param>
    /// <param name="separator">What stands between two of them on a line.</param>
    /// <param name="width">How many cells a line has.</param>
    public static IEnumerable<string> Wrap(IEnumerable<string> parts, string separator, int width)
    {
        var line = new StringBuilder();
        var used = 0;
        var room = width - separator.TrimEnd().Length;
        foreach (var part in parts.Select(part => Fit(part, room)))
        {
            var needed = WidthOf(part);
            if (used > 0 && used + separator.Length + needed > room)
            {
                yield return $"{line}{separator.TrimEnd()}";
                line.Clear();
                used = 0;
            }

            if (used > 0)
            {
                line.Append(separator);
                used += separator.Length;
            }

            line.Append(part);
            used += needed;
        }

        if (used > 0)
        {
            yield return line.ToString();
        }
    }

    private static string Blanks(int count) => new(' ', Math.Max(count, 0));

    private static int WidthOf(Rune rune) => rune.Value < 0x300 ? 1
        : Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format ? 0
        : IsWide(rune.Value) ? 2
        : 1;

    // The blocks that Unicode's East Asian Width (UAX 11) calls wide, and the pictures.
    private static bool IsWide(int value) => value is >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0x303E or >= 0x3041 and <= 0xA4CF
        or >= 0xAC00 and <= 0xD7A3 or >= 0xF900 and <= 0xFAFF or >= 0xFE30 and <= 0xFE6F or >= 0xFF00 and <= 0xFF60 or >= 0xFFE0 and <= 0xFFE6
        or >= 0x1F300 and <= 0x1F64F or >= 0x1F900 and <= 0x1F9FF or >= 0x20000 and <= 0x3FFFD;
}
