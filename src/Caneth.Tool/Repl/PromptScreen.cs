using Caneth.Tool.Engine;

namespace Caneth.Tool.Repl;

/// <summary>
/// A terminal with a line being typed at its end. What is shown meanwhile goes above that line, and the line stays. A line
/// longer than the terminal is wide is shown in part, so that it is always one row.
/// </summary>
internal sealed class PromptScreen : IScreen
{
    private const string ClearRow = "\r\e[K";

    private readonly Lock gate = new();
    private readonly StandardStreams streams = new();
    private string prompt = "";
    private string unfinished = "";
    private EditBuffer? line;

    /// <inheritdoc/>
    public bool HasColours => streams.HasColours;

    /// <inheritdoc/>
    public int Width => streams.Width;

    /// <summary>Begins to show a line that is being typed.</summary>
    public void Begin(string newPrompt, EditBuffer newLine)
    {
        lock (gate)
        {
            prompt = newPrompt;
            line = newLine;
            streams.Write(Row());
        }
    }

    /// <summary>Changes the line and shows it.</summary>
    public void Change(Action change)
    {
        lock (gate)
        {
            change();
            streams.Write(ClearRow + Row());
        }
    }

    /// <summary>Leaves the line as it stands, and begins a new one.</summary>
    public void End()
    {
        lock (gate)
        {
            line!.MoveTo(line.Text.Length);
            streams.Write(ClearRow + Row() + Environment.NewLine + unfinished);
            line = null;
            unfinished = "";
        }
    }

    /// <inheritdoc/>
    public void Write(string text)
    {
        lock (gate)
        {
            if (line is null)
            {
                streams.Write(text);
                return;
            }

            // Half a line has no place above the prompt; it waits for its other half.
            text = unfinished + text;
            var end = text.LastIndexOf('\n') + 1;
            unfinished = text[end..];
            if (end > 0)
            {
                streams.Write(ClearRow + text[..end] + Row());
            }
        }
    }

    /// <inheritdoc/>
    public void WriteError(string text)
    {
        if (Console.IsErrorRedirected)
        {
            streams.WriteError(text);
        }
        else
        {
            Write(text);
        }
    }

    private string Row()
    {
        var room = Math.Max(1, Width - prompt.Length - 1);
        var first = Math.Max(0, line!.Cursor - room);
        var shown = line.Text[first..Math.Min(line.Text.Length, first + room)];
        var column = prompt.Length + line.Cursor - first;
        return $"{prompt}{shown}\r{(column > 0 ? $"\e[{column}C" : "")}";
    }
}
