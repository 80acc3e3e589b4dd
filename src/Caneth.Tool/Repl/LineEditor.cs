namespace Caneth.Tool.Repl;

/// <summary>
/// Reads a line from the terminal, with history, completion and the usual keys; Ctrl+C must come as a key meanwhile.
/// </summary>
internal sealed class LineEditor(PromptScreen screen, TabCompletion completion)
{
    private readonly LineHistory history = new();

    /// <summary>Reads a line.</summary>
    /// <param name="prompt">What stands before it.</param>
    /// <returns>The line; null where the user wants to end: Ctrl+D or Ctrl+C on an empty line.</returns>
    public string? Read(string prompt)
    {
        var line = new EditBuffer();
        screen.Begin(prompt, line);
        try
        {
            while (true)
            {
                var key = Console.ReadKey(intercept: true);
                if (key.Key == ConsoleKey.Enter)
                {
                    history.Add(line.Text);
                    return line.Text;
                }

                var control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
                if (control && key.Key is ConsoleKey.C or ConsoleKey.D && line.Text.Length == 0)
                {
                    return null;
                }

                if (Change(line, key, control) is { } change)
                {
                    screen.Change(change);
                }
            }
        }
        finally
        {
            screen.End();
        }
    }

    private Action? Change(EditBuffer line, ConsoleKeyInfo key, bool control)
    {
        if (key.Key == ConsoleKey.Tab)
        {
            return completion.Next(line, forward: !key.Modifiers.HasFlag(ConsoleModifiers.Shift));
        }

        completion.End();
        return control ? WithControl(line, key.Key) : Plain(line, key);
    }

    private Action? Plain(EditBuffer line, ConsoleKeyInfo key) => key.Key switch
    {
        ConsoleKey.LeftArrow => () => line.MoveTo(line.Cursor - 1),
        ConsoleKey.RightArrow => () => line.MoveTo(line.Cursor + 1),
        ConsoleKey.Home => () => line.MoveTo(0),
        ConsoleKey.End => () => line.MoveTo(line.Text.Length),
        ConsoleKey.UpArrow => () => line.Set(history.Previous(line.Text)),
        ConsoleKey.DownArrow => () => line.Set(history.Next(line.Text)),
        ConsoleKey.Backspace => () => line.DeleteTo(line.Cursor - 1),
        ConsoleKey.Delete => () => line.DeleteTo(line.Cursor + 1),
        ConsoleKey.Escape => () => line.Set(""),
        _ when !char.IsControl(key.KeyChar) => () => line.Insert(key.KeyChar),
        _ => null,
    };

    // The keys of readline, which other prompts have too.
    private static Action? WithControl(EditBuffer line, ConsoleKey key) => key switch
    {
        ConsoleKey.A => () => line.MoveTo(0),
        ConsoleKey.E => () => line.MoveTo(line.Text.Length),
        ConsoleKey.C => () => line.Set(""),
        ConsoleKey.D => () => line.DeleteTo(line.Cursor + 1),
        ConsoleKey.K => () => line.DeleteTo(line.Text.Length),
        ConsoleKey.U => () => line.DeleteTo(0),
        ConsoleKey.W or ConsoleKey.Backspace => () => line.DeleteTo(line.WordStart()),
        ConsoleKey.LeftArrow => () => line.MoveTo(line.WordStart()),
        ConsoleKey.RightArrow => () => line.MoveTo(line.WordEnd()),
        _ => null,
    };
}
