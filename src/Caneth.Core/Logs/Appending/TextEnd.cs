using System.Globalization;
using System.Text;

namespace Caneth.Logs.Appending;

/// <summary>How a text log ends, and what can be done about it.</summary>
internal abstract class TextEnd
{
    private const int MostShown = 80;

    /// <summary>The first bytes of the content.</summary>
    public byte[] Beginning { get; protected set; } = [];

    /// <summary>What there is after the end of the last whole line.</summary>
    public byte[] LastLine { get; protected set; } = [];

    /// <summary>Why nothing can be appended; null where it can.</summary>
    public string? Problem { get; protected set; }

    /// <summary>The point at which the file goes on once the last line has its end.</summary>
    public abstract AppendPoint Complete();

    /// <summary>The point at which the file goes on once bytes of content are taken off its end.</summary>
    /// <param name="count">How many.</param>
    /// <param name="cutting">What is said of them.</param>
    /// <returns>The point; null where the last line cannot be taken off.</returns>
    public abstract AppendPoint? Cut(int count, string cutting);

    /// <summary>What is said of bytes of the last line that are taken off.</summary>
    public string Cutting(int count)
    {
        var shown = VisibleText.Of(Encoding.UTF8.GetString(LastLine.AsSpan(0, Math.Min(count, MostShown))));
        return string.Create(CultureInfo.InvariantCulture,
            $"the file ended inside a line, of which there were {count} bytes, and they were cut off: '{shown}'");
    }
}
