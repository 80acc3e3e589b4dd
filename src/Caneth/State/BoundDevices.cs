using Caneth.Signals;

namespace Caneth.State;

/// <summary>Tells where a database is bound, for what shows databases.</summary>
public static class BoundDevices
{
    /// <summary>The devices whose frames a database describes.</summary>
    /// <param name="database">The database.</param>
    /// <returns>Their names; <c>(all)</c> for those of the shell; nothing where it is not bound.</returns>
    public static string Of(CanDatabase database)
    {
        var state = ModuleState.Current;
        IEnumerable<string> all = state.Databases.ForAll.Databases.Contains(database) ? ["(all)"] : [];
        return string.Join(", ", all.Concat(state.Sessions.Where(session => DatabaseBindings.OwnOf(session).Databases.Contains(database)).Select(session => session.Name)));
    }
}
