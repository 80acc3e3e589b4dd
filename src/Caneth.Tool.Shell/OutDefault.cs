using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace Caneth.Tool.Shell;

/// <summary>
/// Where a pipeline ends. PowerShell's own shows everything on standard output; here results go there, and everything else
/// to standard error, so that <c>caneth run script.ps1 &gt; results.txt</c> has the results alone.
/// </summary>
[Cmdlet("Out", "Default")]
public sealed class OutDefault : OutDefaultCommand
{
    /// <summary>Whether an error was shown that nobody had caught, silenced or redirected.</summary>
    public static bool HasShownError { get; private set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // The host puts one at the end of each pipeline that it runs, for errors that nobody claimed. One that a script writes itself
        // has results.
        HasShownError |= CommandOrigin == CommandOrigin.Runspace && InputObject?.BaseObject is ErrorRecord;
        if (Console.IsOutputRedirected && TextOf(InputObject?.BaseObject) is { } text)
        {
            Console.Error.WriteLine(text);
        }
        else
        {
            base.ProcessRecord();
        }
    }

    private string? TextOf(object? record) => record switch
    {
        WarningRecord => $"WARNING: {record}",
        VerboseRecord => $"VERBOSE: {record}",
        DebugRecord => $"DEBUG: {record}",
        ErrorRecord => Format(InputObject),
        _ => null,
    };

    private static string Format(PSObject error)
    {
        using var formatting = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return string.Concat(formatting.AddCommand("Out-String").AddParameter("InputObject", error).Invoke<string>()).TrimEnd();
    }
}
