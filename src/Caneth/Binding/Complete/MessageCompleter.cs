using System.Collections;
using System.Management.Automation;
using Caneth.Signals;

namespace Caneth.Binding;

/// <summary>Completes the names of the messages in the databases that the line means.</summary>
public sealed class MessageCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) => From(typed,
        KnownDatabases.Of(bound).Databases.SelectMany(database => database.Messages).DistinctBy(message => message.Name).OrderBy(message => message.Name, StringComparer.OrdinalIgnoreCase),
        message => message.Name, Describe);

    private static string Describe(MessageDefinition message) =>
        $"0x{CanId.Format(message.Id & CanId.MaxExtended, message.Extended)}, {message.Length} bytes{(message.Comment is { } comment ? $": {comment}" : "")}";
}
