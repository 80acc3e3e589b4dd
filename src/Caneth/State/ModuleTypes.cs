using System.Management.Automation;
using System.Management.Automation.Runspaces;

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

    private static readonly string Source =
        Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(typeof(ModuleTypes).Assembly.Location))!, FileName);

    private static readonly Lazy<TypeData[]> Types = new(ReadTypes);

    private static int imports;

    /// <inheritdoc/>
    public void OnImport()
    {
        if (new PSObject(default(CanFrame)).Members["PSStandardMembers"] is not null)
        {
            return;
        }

        // A shell that reads a file of types reads its own types anew, too, which takes a third of an import: once is enough. What the file says
        // is read again where a second runspace asks for it, since most processes have one.
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(UpdateTypeData);
        _ = Interlocked.Increment(ref imports) == 1 ? shell.AddParameter("AppendPath", Source) : shell.AddParameter("TypeData", Types.Value);
        shell.Invoke();
        foreach (var failure in shell.Streams.Error)
        {
            throw failure.Exception;
        }
    }

    /// <summary>What the file says, as a runspace tells it that knows nothing else.</summary>
    private static TypeData[] ReadTypes()
    {
        var state = InitialSessionState.Create();
        state.Types.Add(new SessionStateTypeEntry(new TypeTable([Source])));
        using var runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        using var shell = PowerShell.Create();
        shell.Runspace = runspace;
        return [.. shell.AddCommand(GetTypeData).Invoke<TypeData>()];
    }

    private static CmdletInfo Command(string name, string type) =>
        new(name, Type.GetType($"Microsoft.PowerShell.Commands.{type}, Microsoft.PowerShell.Commands.Utility", throwOnError: true)!);
}
