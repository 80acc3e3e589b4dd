using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Caneth.Help;

/// <summary>The built module, imported by its manifest.</summary>
internal static class Module
{
    public static IReadOnlyList<CmdletInfo> Cmdlets(string manifest)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        state.ImportPSModule(manifest);
        using var runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        return [.. shell.AddCommand("Get-Command").AddParameter("Module", "Caneth").Invoke<CmdletInfo>()
            .OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];
    }
}
