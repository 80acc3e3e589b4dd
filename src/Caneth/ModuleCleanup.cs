using System.Management.Automation;

namespace Caneth;

/// <summary>Ends everything that a copy of the module started in a runspace when it is removed from it.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        if (ModuleState.Of(psModuleInfo).End() is { Count: > 0 } open)
        {
            Warn(ModuleMessages.Removed(open));
        }
    }

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
