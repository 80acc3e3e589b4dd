using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Sessions;
using Caneth.Signals;
using Caneth.State;

namespace Caneth.Commands;

/// <summary>The base of the cmdlets that work with databases that were imported.</summary>
public abstract class DatabaseCmdlet : CanCmdlet
{
    /// <summary>The devices whose own databases are meant: sessions or their names, wildcards allowed; by default those of all devices.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument[]? Device { get; set; }

    /// <summary>The databases that were imported and have one of these names, each with where it is bound; null stands for all devices.</summary>
    /// <param name="names">Names, wildcards allowed. An error is written for each that no database has.</param>
    private protected IReadOnlyList<(CanSession? Session, CanDatabase Database)> Named(string[] names)
    {
        List<(CanSession? Session, CanDatabase Database)> all =
        [
            .. (Device is null ? [.. State.Sessions] : ResolveAll(Device))
                .SelectMany(session => DatabaseBindings.OwnOf(session).Databases, (session, database) => ((CanSession?)session, database)),
            .. Device is null ? State.Databases.ForAll.Databases.Select(database => ((CanSession?)null, database)) : [],
        ];
        foreach (var name in names.Where(name => !WildcardPattern.ContainsWildcardCharacters(name)
            && !all.Exists(one => NamedSet<CanDatabase>.IsSame(one.Database.Name, name))))
        {
            WriteError(CanErrors.ImportedDatabaseNotFound(name, all.Select(one => one.Database.Name).Distinct()));
        }

        var patterns = names.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase)).ToList();
        return all.FindAll(one => patterns.Exists(pattern => pattern.IsMatch(one.Database.Name))
            || names.Any(name => NamedSet<CanDatabase>.IsSame(one.Database.Name, name)));
    }
}
