using System.Collections;
using System.Management.Automation;

namespace Caneth.Binding;

/// <summary>Completes the names of the nodes in the databases that the line means.</summary>
public sealed class NodeCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) => From(typed,
        KnownDatabases.Of(bound).Databases.SelectMany(database => database.Nodes).DistinctBy(node => node.Name),
        node => node.Name, node => node.Comment ?? node.Name);
}
