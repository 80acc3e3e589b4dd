using System.Collections;
using System.Management.Automation;
using Caneth.State;

namespace Caneth.Binding;

/// <summary>Completes the names of databases that were imported; where none begins so, PowerShell completes paths.</summary>
public sealed class DatabaseCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound)
    {
        var databases = ModuleState.Current.Sessions.SelectMany(session => DatabaseBindings.OwnOf(session).Databases)
            .Concat(ModuleState.Current.Databases.ForAll.Databases).Distinct();
        return From(typed, databases, database => database.Name, database => database.Path ?? $"{database.Messages.Count} messages");
    }
}
