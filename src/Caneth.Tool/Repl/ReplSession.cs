using System.Management.Automation.Language;
using System.Runtime.InteropServices;
using Caneth.Tool.Engine;

namespace Caneth.Tool.Repl;

/// <summary>Reads lines and runs them, until the user ends it. Nothing that is typed wrong ends it.</summary>
internal sealed class ReplSession
{
    private const string Prompt = "caneth> ";
    private const string Continued = ">> ";

    private readonly Shell shell;
    private readonly SessionSignals signals;
    private readonly Func<string, string?> readLine;

    /// <summary>Prepares a session at the terminal, or with lines from standard input.</summary>
    public ReplSession(Shell shell)
    {
        this.shell = shell;
        var screen = shell.Screen as PromptScreen;
        signals = new(controlCIsKey: screen is not null);
        readLine = screen is null ? static _ => Console.ReadLine() : new LineEditor(screen, new(shell)).Read;
        shell.Run(LoadWords());
    }

    /// <summary>Does what a signal asks for.</summary>
    public void Answer(PosixSignalContext signal) => signals.Answer(signal);

    /// <summary>Reads and runs until the user ends it.</summary>
    /// <returns>The exit status.</returns>
    public int Run()
    {
        while (shell.Host.ExitCode is null && Read() is { } command)
        {
            if (!string.IsNullOrWhiteSpace(command))
            {
                Execute(command);
            }
        }

        return shell.Host.ExitCode ?? ExitStatus.Done;
    }

    private static string LoadWords()
    {
        using var words = new StreamReader(typeof(ReplSession).Assembly.GetManifestResourceStream("Words.ps1")!);
        return $"$null = New-Module -Name CanethWords -ScriptBlock {{\n{words.ReadToEnd()}\n}}";
    }

    // A line that cannot be all, for a brace is open, goes on in the next one; an empty line ends it as it is.
    private string? Read()
    {
        var command = signals.Read(() => readLine(Prompt));
        while (command is not null && IsIncomplete(command))
        {
            var more = signals.Read(() => readLine(Continued));
            if (string.IsNullOrEmpty(more))
            {
                break;
            }

            command += Environment.NewLine + more;
        }

        return command;
    }

    private static bool IsIncomplete(string command)
    {
        Parser.ParseInput(command, out _, out var mistakes);
        return mistakes.Any(mistake => mistake.IncompleteInput);
    }

    private void Execute(string command)
    {
        using var pipeline = shell.Pipeline().AddScript(command);
        shell.Show(pipeline, signals.Stop);
    }
}
