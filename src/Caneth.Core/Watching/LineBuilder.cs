namespace Caneth.Watching;

/// <summary>Puts texts into a line, each where it belongs and no longer than its place.</summary>
/// <param name="width">How long the line is.</param>
internal sealed class LineBuilder(int width)
{
    private readonly List<ScreenText> texts = [];

    /// <summary>Where the next text begins.</summary>
    public int Column { get; private set; }

    /// <summary>How many columns are left.</summary>
    public int Left => Math.Max(0, width - Column);

    /// <summary>The line.</summary>
    public IReadOnlyList<ScreenText> Texts => texts;

    /// <summary>Puts a text in, cut to its place, and goes on after it.</summary>
    /// <param name="text">The text; what would steer the terminal is made visible.</param>
    /// <param name="length">How many columns it has.</param>
    /// <param name="tone">What it is.</param>
    /// <param name="right">Whether it stands on the right.</param>
    public LineBuilder Add(string? text, int length, TextTone tone = TextTone.Plain, bool right = false)
    {
        length = Math.Min(length, Left);
        var visible = VisibleText.Of(text);
        visible = visible.Length <= length ? visible : length < 2 ? visible[..length] : visible[..(length - 1)] + '…';
        if (visible.Length > 0)
        {
            texts.Add(new(right ? Column + length - visible.Length : Column, visible, tone));
        }

        Column += length;
        return this;
    }

    /// <summary>Leaves columns blank.</summary>
    public LineBuilder Skip(int columns)
    {
        Column += Math.Min(columns, Left);
        return this;
    }
}
