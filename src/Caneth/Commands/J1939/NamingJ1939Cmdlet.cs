using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Sessions;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>The base of the cmdlets that take parameter groups by the names that databases have for them.</summary>
public abstract class NamingJ1939Cmdlet : J1939Cmdlet
{
    private DatabaseFinder? finder;

    /// <summary>What names parameter groups: DBC files, or databases that were imported, by name or by themselves; by default those bound to the device.</summary>
    [Parameter]
    [Read<DatabaseConverter>(Each = true)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    public DatabaseArgument[]? Database { get; set; }

    /// <summary>The databases that name groups: perhaps none.</summary>
    private protected DatabaseSet NamesOf(CanSession session)
    {
        finder ??= new(this);
        return Database is null ? finder.BoundTo(session) : finder.SetOf(Database, session);
    }
}
