using System.Management.Automation;

namespace Caneth;

/// <summary>Ends everything that the module started in a runspace when the module is removed from it.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => ModuleState.Current.End();
}
