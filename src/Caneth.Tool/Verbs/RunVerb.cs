using System.CommandLine;
using System.Management.Automation;
using System.Management.Automation.Language;
using Command = System.CommandLine.Command;
using Caneth.Tool.Engine;

namespace Caneth.Tool.Verbs;

/// <summary><c>caneth run script.ps1</c>: runs a script with the module loaded.</summary>
internal static class RunVerb
{
    /// <summary>The verb and its options.</summary>
    public static Command Describe()
    {
        var script = new Argument<FileInfo>("script") { Description = "The script, for example read-rpm.ps1." };
        var arguments = new Argument<string[]>("args")
        {
            Description = "Arguments for the script: -Name value, or by position. Behind -- caneth takes none for its own.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var verb = new Command("run",
            "Run a PowerShell script with the module loaded. Exit status: 0, 1 where an error ended it, or what it says with exit.")
        {
            script,
            arguments,
        };
        verb.TreatUnmatchedTokensAsErrors = false;
        verb.SetAction(parsed =>
            Run(parsed.GetRequiredValue(script), [.. parsed.GetValue(arguments) ?? [], .. parsed.UnmatchedTokens]));
        return verb;
    }

    private static int Run(FileInfo script, IReadOnlyList<string> arguments)
    {
        if (!script.Exists)
        {
            Console.Error.WriteLine($"caneth: there is no script {script.FullName}.");
            return ExitStatus.WrongUsage;
        }

        using var interruption = new Interruption();
        var shell = new Shell(new StandardStreams());
        return Run(script, arguments, shell, interruption.Token);
    }

    private static int Run(FileInfo script, IReadOnlyList<string> arguments, Shell shell, CancellationToken stop)
    {
        var parsed = Parser.ParseFile(script.FullName, out _, out var mistakes);
        if (mistakes.Length > 0)
        {
            shell.Show(new ParseException(mistakes).ErrorRecord);
            return ExitStatus.Failed;
        }

        // Run as a function and not as a file, so that its exit is the command's exit and not merely the end of the file.
        shell.Define(script.Name, parsed.GetScriptBlock());
        var command = new System.Management.Automation.Runspaces.Command(script.Name);
        foreach (var argument in ScriptArguments.Read(arguments))
        {
            command.Parameters.Add(argument);
        }

        using var pipeline = shell.Pipeline();
        pipeline.Commands.AddCommand(command);
        var done = shell.Show(pipeline, stop);
        return shell.Host.ExitCode ?? (done ? ExitStatus.Done : ExitStatus.Failed);
    }
}
