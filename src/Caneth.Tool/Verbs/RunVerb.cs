using System.CommandLine;

namespace Caneth.Tool.Verbs;

/// <summary><c>caneth run script.ps1</c>: runs a script with the module loaded.</summary>
internal sealed class RunVerb(DeviceOptions device)
{
    /// <summary>What it does, in a line.</summary>
    public const string Summary =
        "Run a PowerShell script with the module loaded. Exit status: 0, 1 where it wrote an error, or what it says with exit.";

    /// <summary>The verb and its options.</summary>
    public Command Describe()
    {
        var script = new Argument<FileInfo>("script") { Description = "The script, for example read-rpm.ps1." };
        var arguments = new Argument<string[]>("args")
        {
            Description = "Arguments for the script: -Name value, or by position. Everything after -- is passed to the script.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var verb = new Command("run", Summary)
        {
            script,
            arguments,
        };
        verb.TreatUnmatchedTokensAsErrors = false;
        verb.SetAction(parsed => Run(parsed.GetRequiredValue(script), [.. parsed.GetValue(arguments) ?? [], .. parsed.UnmatchedTokens]));
        return device.RefusedBy(verb);
    }

    private static int Run(FileInfo script, string[] arguments)
    {
        if (!script.Exists)
        {
            Console.Error.WriteLine($"caneth: there is no script {script.FullName}.");
            return ExitStatus.WrongUsage;
        }

        return Shell.Run("Run", staysOpen: false, [script.FullName, .. arguments]);
    }
}
