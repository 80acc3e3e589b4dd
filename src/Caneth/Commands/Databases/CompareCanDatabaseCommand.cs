using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>Compares two databases by meaning, and emits what differs.</summary>
[Cmdlet(VerbsData.Compare, "CanDatabase")]
[OutputType(typeof(DatabaseChange))]
public sealed class CompareCanDatabaseCommand : CanCmdlet
{
    /// <summary>The database that came first: a name, a path or the database itself.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Read<DatabaseConverter>(Each = true)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    public DatabaseArgument[] ReferenceDatabase { get; set; } = [];

    /// <summary>The databases that came later, each compared with the first: names, paths or the databases themselves.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [Read<DatabaseConverter>(Each = true)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    public DatabaseArgument[] DifferenceDatabase { get; set; } = [];

    /// <summary>Emits what is equal, too.</summary>
    [Parameter]
    public SwitchParameter IncludeEqual { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var finder = new DatabaseFinder(this);
        var given = finder.Databases(ReferenceDatabase);
        if (given is not [var reference])
        {
            Fail<object>(CanErrors.NotOneDatabase(given.Select(one => one.Name)));
            return;
        }

        foreach (var database in finder.Databases(DifferenceDatabase))
        {
            ThrowIfStopped();
            WriteObject(reference.Compare(database, IncludeEqual), enumerateCollection: true);
        }
    }
}
