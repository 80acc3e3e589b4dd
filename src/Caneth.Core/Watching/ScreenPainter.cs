namespace Caneth.Watching;

/// <summary>Brings lines to a screen, and writes only what is not there already.</summary>
/// <param name="screen">The screen.</param>
internal sealed class ScreenPainter(IScreen screen)
{
    private IReadOnlyList<ScreenText>[] shown = [];
    private (int Width, int Height) size;

    /// <summary>Shows lines, from the top row on; what was below them is gone.</summary>
    /// <param name="lines">For each row its texts, in the order of their columns.</param>
    public void Paint(IReadOnlyList<IReadOnlyList<ScreenText>> lines)
    {
        if (size != (screen.Width, screen.Height))
        {
            size = (screen.Width, screen.Height);
            screen.Clear();
            shown = [.. Enumerable.Repeat<IReadOnlyList<ScreenText>>([], size.Height)];
        }

        for (var row = 0; row < size.Height; row++)
        {
            var line = row < lines.Count ? lines[row] : [];
            Paint(row, line, shown[row]);
            shown[row] = line;
        }

        screen.Flush();
    }

    private void Paint(int row, IReadOnlyList<ScreenText> line, IReadOnlyList<ScreenText> before)
    {
        // Blanks first, so that no text is covered by those of another.
        foreach (var old in before.Where(old => !line.Any(text => text.Column == old.Column && text.Text.Length >= old.Text.Length)))
        {
            screen.Write(row, new(old.Column, new(' ', old.Text.Length)));
        }

        var blanked = before.Where(old => !line.Contains(old)).ToList();
        foreach (var text in line.Where(text => !before.Contains(text) || blanked.Exists(old => Overlap(old, text))))
        {
            screen.Write(row, text);
        }
    }

    private static bool Overlap(ScreenText one, ScreenText other) =>
        one.Column < other.Column + other.Text.Length && other.Column < one.Column + one.Text.Length;
}
