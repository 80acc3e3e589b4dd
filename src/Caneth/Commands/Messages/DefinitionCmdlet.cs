using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>The base of the cmdlets that look up what databases say.</summary>
public abstract class DefinitionCmdlet : CanCmdlet
{
    /// <summary>Where to look: DBC files, or databases that were imported, by name or by themselves; by default those bound to the device.</summary>
    [Parameter(ValueFromPipeline = true)]
    [Read<DatabaseConverter>(Each = true)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    public virtual DatabaseArgument[]? Database { get; set; }

    /// <summary>The device whose databases are meant: a session or its name; by default the one connected last.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument? Device { get; set; }

    private protected DatabaseFinder Finder => field ??= new(this);

    /// <summary>What the device receives now.</summary>
    private protected LiveView Traffic => field ??= new(this, Resolve(Device));

    /// <summary>The databases to look in.</summary>
    private protected DatabaseSet Databases()
    {
        var session = Database is not null ? null : Device is not null ? Resolve(Device) : State.DefaultSession;
        return Finder.SetOf(Database, session);
    }

    /// <summary>The messages that have one of some names, after an error for each name that none has.</summary>
    /// <param name="databases">Where to look.</param>
    /// <param name="names">Names, wildcards allowed, or ids.</param>
    private protected IReadOnlyList<MessageDefinition> Named(DatabaseSet databases, string[] names)
    {
        var all = databases.Databases.SelectMany(database => database.Messages).ToList();
        var patterns = names.Select(name => new MessagePattern(name)).ToList();
        foreach (var name in patterns.Where(pattern => pattern.IsName && !all.Exists(pattern.Selects)))
        {
            WriteError(CanErrors.MessageNotFound(name.Text, databases.Databases));
        }

        return all.FindAll(message => patterns.Exists(pattern => pattern.Selects(message)));
    }
}
