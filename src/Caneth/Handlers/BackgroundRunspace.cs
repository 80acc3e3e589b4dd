using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Caneth.Handlers;

/// <summary>
/// Makes the runspace of a background handler: a host of its own that shows on the user's, this copy of the module under the names and in
/// the language mode of the shell, the devices of the shell, and what <c>$using:</c> carried over.
/// </summary>
internal static class BackgroundRunspace
{
    private const string Verb = "Register-";
    private const string Noun = "CanHandler";

    /// <summary>Opens it.</summary>
    /// <param name="command">The command that registers the handler.</param>
    /// <param name="share">Lets the runspace, before it opens, share what the shell has.</param>
    /// <param name="transcribe">Writes a line into the user's transcript.</param>
    /// <param name="action">The action.</param>
    /// <param name="valueOf">Evaluates a variable where the action was written.</param>
    /// <returns>The runspace, and the action in it.</returns>
    /// <exception cref="RuntimeException">The runspace cannot be opened, or not take the action.</exception>
    public static (Runspace Runspace, ScriptBlock Action) Open(
        PSCmdlet command, Action<Runspace> share, Action<string> transcribe, ScriptBlock action, Func<string, object?> valueOf)
    {
        var (text, variables) = UsingVariables.Extract(action, valueOf);
        var state = InitialSessionState.CreateDefault2();
        state.LanguageMode = command.SessionState.LanguageMode;
        foreach (var (name, value) in variables)
        {
            state.Variables.Add(new SessionStateVariableEntry(name, value, null));
        }

        var runspace = RunspaceFactory.CreateRunspace(new BackgroundHost(command.Host, transcribe), state);
        try
        {
            share(runspace);
            runspace.Open();
            Import(runspace, command.MyInvocation.MyCommand);
            using var shellThere = PowerShell.Create();
            shellThere.Runspace = runspace;
            return (runspace, (ScriptBlock)shellThere.AddScript(text.StartsWith('{') ? text : $"{{{text}}}").Invoke()[0].BaseObject);
        }
        catch
        {
            runspace.Dispose();
            throw;
        }
    }

    // With the prefix that the shell gave the names: Register-MyCanHandler was imported with -Prefix My.
    private static void Import(Runspace runspace, CommandInfo command)
    {
        using var shell = PowerShell.Create();
        shell.Runspace = runspace;
        shell.AddCommand("Import-Module").AddParameter("Name", command.Module is { } module
            ? Path.Combine(module.ModuleBase, $"{module.Name}.psd1")
            : typeof(BackgroundRunspace).Assembly.Location).AddParameter("ErrorAction", ActionPreference.Stop);
        if (command.Name.Length > Verb.Length + Noun.Length && command.Name.EndsWith(Noun, StringComparison.OrdinalIgnoreCase))
        {
            shell.AddParameter("Prefix", command.Name[Verb.Length..^Noun.Length]);
        }

        shell.Invoke();
    }
}
