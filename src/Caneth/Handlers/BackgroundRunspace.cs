using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace Caneth.Handlers;

/// <summary>
/// Makes the runspace of a background handler: the user's host, this module, and what <c>$using:</c> carried over.
/// </summary>
internal static class BackgroundRunspace
{
    public static (Runspace Runspace, ScriptBlock Action) Open(
        PSHost host, string modulePath, ScriptBlock action, Func<string, object?> valueOf)
    {
        var (text, variables) = UsingVariables.Extract(action, valueOf);
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([modulePath]);
        foreach (var (name, value) in variables)
        {
            state.Variables.Add(new SessionStateVariableEntry(name, value, null));
        }

        var runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.Open();
        using var shell = PowerShell.Create();
        shell.Runspace = runspace;
        var copy = (ScriptBlock)shell.AddScript(text.StartsWith('{') ? text : $"{{{text}}}").Invoke()[0].BaseObject;
        return (runspace, copy);
    }
}
