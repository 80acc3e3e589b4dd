using System.Management.Automation;

namespace Caneth.State;

/// <summary>Brings what Caneth.Types.ps1xml says to each runspace that imports the module.</summary>
/// <remarks>
/// Not by TypesToProcess of the manifest, for which it is an error where a type is known already: of two copies of the module in one
/// shell both know the same types.
/// </remarks>
public sealed class ModuleTypes : IModuleAssemblyInitializer
{
    private const string FileName = "Caneth.Types.ps1xml";

    /// <inheritdoc/>
    public void OnImport()
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        if (shell.AddCommand("Get-TypeData").AddParameter("TypeName", typeof(CanFrame).FullName).Invoke().Count > 0)
        {
            return;
        }

        var folder = Path.GetDirectoryName(Path.GetDirectoryName(typeof(ModuleTypes).Assembly.Location))!;
        shell.Commands.Clear();
        shell.AddCommand("Update-TypeData").AddParameter("AppendPath", Path.Combine(folder, FileName)).Invoke();
        foreach (var failure in shell.Streams.Error)
        {
            throw failure.Exception;
        }
    }
}
