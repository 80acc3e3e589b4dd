using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;

namespace Caneth.Tool.Shell;

/// <summary>Reads commands from standard input where that is a pipe or a file.</summary>
public sealed class CommandReader : IDisposable
{
    // So often handlers get their turn while nothing comes.
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(10);

    private readonly StreamReader input = new(Console.OpenStandardInput(), Console.InputEncoding);
    private readonly StringBuilder text = new();
    private Task<string?>? reading;

    /// <summary>Whether a command has been read.</summary>
    public bool HasCommand { get; private set; }

    /// <summary>The command that was read.</summary>
    /// <returns>The command, to be run.</returns>
    /// <exception cref="ParseException">It is not PowerShell.</exception>
    public ScriptBlock ToScriptBlock()
    {
        var command = Parser.ParseInput(text.ToString(), out _, out var mistakes);
        return mistakes.Length == 0 ? command.GetScriptBlock() : throw new ParseException(mistakes);
    }

    /// <summary>
    /// Waits a short time for a command. A line that cannot be complete, since a brace is open, goes on in the next one; an empty line ends it
    /// as it is.
    /// </summary>
    /// <returns>False at the end of the input.</returns>
    public bool Read()
    {
        if (HasCommand)
        {
            text.Clear();
            HasCommand = false;
        }

        reading ??= input.ReadLineAsync();
        if (!reading.Wait(Turn))
        {
            return true;
        }

        var line = reading.Result;
        reading = null;
        if (!string.IsNullOrEmpty(line))
        {
            text.AppendLine(line);
        }

        HasCommand = text.Length > 0 && (string.IsNullOrEmpty(line) || !IsIncomplete());
        return line is not null || HasCommand;
    }

    /// <inheritdoc/>
    public void Dispose() => input.Dispose();

    private bool IsIncomplete()
    {
        Parser.ParseInput(text.ToString(), out _, out var mistakes);
        return mistakes.Any(mistake => mistake.IncompleteInput);
    }
}
