using System.Diagnostics;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace Caneth.State;

/// <summary>Ends everything that a copy of the module started in a runspace when it is removed from it.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        // Whoever removes the module knows that it ends what it has; Import-Module -Force does not look as if it did.
        if (ModuleState.Of(psModuleInfo).End() is { Count: > 0 } open && IsImportedAnew())
        {
            Warn(ModuleMessages.ClosedByImport(open));
        }
    }

    private static bool IsImportedAnew() =>
        new StackTrace().GetFrames().Any(frame => frame.GetMethod()?.DeclaringType == typeof(ImportModuleCommand));

    // There is no cmdlet of ours at work that could warn.
    private static void Warn(string text)
    {
        try
        {
            ScriptBlock.Create("Write-Warning $args[0]").Invoke(text);
        }
        catch (RuntimeException)
        {
            // The user's preference makes errors of warnings, but the module is to go.
        }
    }
}
