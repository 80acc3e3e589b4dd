using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace Caneth.Handlers;

/// <summary>
/// Makes a runspace for what runs beside the shell: a host of its own that shows on the user's, this copy of the module under the names and in
/// the language mode of the shell, the devices of the shell, and what <c>$using:</c> carried over.
/// </summary>
internal static class BackgroundRunspace
{
    /// <summary>Opens it.</summary>
    /// <param name="command">The command that opens it.</param>
    /// <param name="share">Lets the runspace, before it opens, share what the shell has.</param>
    /// <param name="shell">The handlers of the shell.</param>
    /// <param name="actions">What runs there.</param>
    /// <param name="valueOf">Evaluates a variable where the actions were written.</param>
    /// <returns>The runspace, and the actions in it.</returns>
    /// <exception cref="RuntimeException">The runspace cannot be opened, or not take an action.</exception>
    public static (Runspace Runspace, ScriptBlock[] Actions) Open(
        PSCmdlet command, Action<Runspace> share, HandlerQueue shell, IEnumerable<ScriptBlock> actions, Func<string, object?> valueOf)
    {
        var carried = actions.Select(action => UsingVariables.Extract(action, valueOf)).ToList();
        var state = InitialSessionState.CreateDefault2();
        state.LanguageMode = command.SessionState.LanguageMode;
        foreach (var (name, value) in carried.SelectMany(one => one.Variables).DistinctBy(variable => variable.Key))
        {
            state.Variables.Add(new SessionStateVariableEntry(name, value, null));
        }

        var runspace = RunspaceFactory.CreateRunspace(new BackgroundHost(command.Host, shell), state);
        try
        {
            share(runspace);
            runspace.Open();
            Import(runspace, command.MyInvocation.MyCommand);
            return (runspace, [.. carried.Select(one => Take(runspace, one.Text))]);
        }
        catch
        {
            runspace.Dispose();
            throw;
        }
    }

    private static ScriptBlock Take(Runspace runspace, string text)
    {
        using var shellThere = PowerShell.Create();
        shellThere.Runspace = runspace;
        return (ScriptBlock)shellThere.AddScript(text.StartsWith('{') ? text : $"{{{text}}}").Invoke()[0].BaseObject;
    }

    // With the prefix that the shell gave the names: Register-MyCanHandler was imported with -Prefix My.
    private static void Import(Runspace runspace, CommandInfo command)
    {
        using var importing = PowerShell.Create();
        importing.Runspace = runspace;
        importing.AddCommand("Import-Module").AddParameter("Name", command.Module is { } module
            ? Path.Combine(module.ModuleBase, $"{module.Name}.psd1")
            : typeof(BackgroundRunspace).Assembly.Location).AddParameter("ErrorAction", ActionPreference.Stop);
        if (((CmdletInfo)command).ImplementingType.GetCustomAttribute<CmdletAttribute>() is { } known
            && command.Name.Length > known.VerbName.Length + 1 + known.NounName.Length
            && command.Name.EndsWith(known.NounName, StringComparison.OrdinalIgnoreCase))
        {
            importing.AddParameter("Prefix", command.Name[(known.VerbName.Length + 1)..^known.NounName.Length]);
        }

        importing.Invoke();
    }
}
