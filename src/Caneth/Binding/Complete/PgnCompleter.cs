using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Caneth.Diagnostics;
using Caneth.Signals;

namespace Caneth.Binding;

/// <summary>Completes parameter groups of J1939 by the names that the databases in use, and the protocol, have for them.</summary>
public sealed class PgnCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) =>
        From(typed, Groups(bound).DistinctBy(group => group.Name), group => group.Name, group => group.Number.ToString(CultureInfo.InvariantCulture));

    private static IEnumerable<(string Name, uint Number)> Groups(IDictionary bound) =>
        KnownDatabases.Of(bound).Databases.SelectMany(database => database.Messages).Where(message => message.Extended)
            .Select(message => (message.Name, Number: new J1939Id(message.Id).GroupNumber))
            .Concat(J1939Groups.Named.Select(group => (Name: group.Value, Number: group.Key)));
}
