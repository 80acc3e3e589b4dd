namespace Caneth.Tool.Repl;

/// <summary>The lines typed before, for the arrow keys.</summary>
internal sealed class LineHistory
{
    private readonly List<string> lines = [];
    private int place;
    private string unfinished = "";

    /// <summary>Keeps a line, unless it is empty or the same as the last.</summary>
    public void Add(string line)
    {
        if (!string.IsNullOrWhiteSpace(line) && (lines.Count == 0 || lines[^1] != line))
        {
            lines.Add(line);
        }

        place = lines.Count;
    }

    /// <summary>The line before the one that is shown.</summary>
    /// <param name="shown">What is shown; kept where it is the line that is being typed.</param>
    public string Previous(string shown)
    {
        if (place == lines.Count)
        {
            unfinished = shown;
        }

        place = Math.Max(0, place - 1);
        return place < lines.Count ? lines[place] : shown;
    }

    /// <summary>The line behind the one that is shown; behind the last, the one that is being typed.</summary>
    public string Next(string shown)
    {
        if (place == lines.Count)
        {
            return shown;
        }

        place++;
        return place < lines.Count ? lines[place] : unfinished;
    }
}
