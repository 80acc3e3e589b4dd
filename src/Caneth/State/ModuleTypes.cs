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

    // By their types, not by their names: to find a name among all commands, the files of the PATH and the modules of this computer takes
    // longer than all else that an import does.
    private static readonly CmdletInfo GetTypeData = Command("Get-TypeData", "GetTypeDataCommand");
    private static readonly CmdletInfo UpdateTypeData = Command("Update-TypeData", "UpdateTypeDataCommand");

    /// <inheritdoc/>
    public void OnImport()
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        if (shell.AddCommand(GetTypeData).AddParameter("TypeName", typeof(CanFrame).FullName).Invoke().Count > 0)
        {
            return;
        }

        var folder = Path.GetDirectoryName(Path.GetDirectoryName(typeof(ModuleTypes).Assembly.Location))!;
        shell.Commands.Clear();
        shell.AddCommand(UpdateTypeData).AddParameter("AppendPath", Path.Combine(folder, FileName)).Invoke();
        foreach (var failure in shell.Streams.Error)
        {
            throw failure.Exception;
        }
    }

    private static CmdletInfo Command(string name, string type) =>
        new(name, Type.GetType($"Microsoft.PowerShell.Commands.{type}, Microsoft.PowerShell.Commands.Utility", throwOnError: true)!);
}
