using System.Text;
using Caneth.Binding;
using Caneth.Logs;

namespace Caneth.Commands;

/// <summary>A log that comes as text, line by line: lines of candump are read at once, those of other formats when all are there.</summary>
/// <param name="format">Its format; null to tell it by the text.</param>
internal sealed class LogText(LogFormat? format)
{
    private readonly StringBuilder gathered = new();
    private readonly List<string> malformed = [];
    private LogFormat? known = format;
    private long number;

    /// <summary>Whether a text is that of a log, and not the path of one.</summary>
    public static bool IsText(string text) => !File.Exists(text)
        && (text.Contains('\n') || text is ['(' or '{' or ';' or '"' or ' ' or '\t', ..] || text.Contains(',')
            || text.StartsWith("date ", StringComparison.OrdinalIgnoreCase) || CanFrame.TryParse(text, null, out _));

    /// <summary>Takes a line, or several.</summary>
    /// <returns>The frames that can be read by now.</returns>
    public IEnumerable<CanFrame> Add(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (gathered.Length == 0 && string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (known is null && gathered.Length == 0 && CandumpText.TryReadLine(line, out _, out _))
            {
                known = LogFormats.Candump;
            }

            if (known != LogFormats.Candump)
            {
                gathered.Append(line.TrimEnd('\r')).Append('\n');
            }
            else if (TryReadLine(line, out var frame))
            {
                yield return frame;
            }
        }
    }

    /// <summary>The frames of what was gathered.</summary>
    /// <exception cref="InvalidDataException">The text is of no known format, or of another than was named.</exception>
    public IEnumerable<CanFrame> End()
    {
        if (gathered.Length == 0)
        {
            yield break;
        }

        var content = Encoding.UTF8.GetBytes(gathered.ToString());
        known ??= LogFormats.TryRecognise(content) ?? throw new InvalidDataException("it is of no known log format.");
        using var reader = CanLog.Open(new MemoryStream(content), known, new() { OnMalformed = entry => malformed.Add($"{entry}") });
        foreach (var frame in reader.ReadAll())
        {
            yield return frame;
        }
    }

    /// <summary>Hands over what could not be read since the last call.</summary>
    public void ReportMalformed(Action<string> warn)
    {
        malformed.ForEach(warn);
        malformed.Clear();
    }

    private bool TryReadLine(string line, out CanFrame frame)
    {
        var read = CandumpText.TryReadLine(line, out frame, out var problem);
        if (problem is not null)
        {
            malformed.Add($"{problem with { Line = number }}");
        }

        return read;
    }
}
