using System.Text;

namespace Caneth.Signals.Dbc;

/// <summary>Makes text of what stands in a file.</summary>
internal static class DbcWords
{
    private const int MaxShown = 60;

    /// <summary>A word as text, which shows control characters: objects of a shell show names as they are.</summary>
    public static string ToText(ReadOnlySpan<byte> word) => VisibleText.Of(Encoding.UTF8.GetString(word));

    /// <summary>
    /// What stands in quotation marks, in which only a quotation mark is escaped. It shows control characters, but keeps lines and tabs.
    /// </summary>
    public static string Unescape(ReadOnlySpan<byte> content)
    {
        var text = Encoding.UTF8.GetString(content);
        text = content.Contains((byte)'\\') ? text.Replace("\\\"", "\"", StringComparison.Ordinal) : text;
        return ReferenceEquals(VisibleText.Of(text), text) ? text : string.Join('\t', text.Split('\t').Select(VisibleText.OfLines));
    }

    /// <summary>A word for a message: its beginning, where it is long, and nothing that a terminal would obey.</summary>
    public static string Show(ReadOnlySpan<byte> word) => Show(Encoding.UTF8.GetString(word[..Math.Min(word.Length, MaxShown * 4)]));

    /// <summary>A name for a message, as above.</summary>
    public static string Show(string text) => VisibleText.Shorten(text, MaxShown);
}
