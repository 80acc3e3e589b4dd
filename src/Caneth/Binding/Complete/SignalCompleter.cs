using System.Collections;
using System.Management.Automation;
using Caneth.Signals;

namespace Caneth.Binding;

/// <summary>Completes the names of the signals in the databases that the line means: those of the messages that it names, or all.</summary>
public sealed class SignalCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound)
    {
        var all = KnownDatabases.Of(bound).Databases.SelectMany(database => database.Messages).Where(IsNamed(bound["Message"]))
            .SelectMany(message => message.Signals, (message, signal) => (Message: message, Signal: signal)).ToList();
        var counts = all.DistinctBy(one => (one.Message.Name, one.Signal.Name)).CountBy(one => one.Signal.Name).ToDictionary();

        // With the message where the name alone does not tell which, or where it was typed.
        return From(typed, all, one => counts[one.Signal.Name] > 1 || typed.Contains('.', StringComparison.Ordinal) ? $"{one.Message.Name}.{one.Signal.Name}" : one.Signal.Name,
            one => Describe(one.Message, one.Signal)).DistinctBy(result => result.CompletionText).OrderBy(result => result.CompletionText, StringComparer.OrdinalIgnoreCase);
    }

    private static Func<MessageDefinition, bool> IsNamed(object? messages)
    {
        if (messages is null)
        {
            return _ => true;
        }

        var patterns = Argument.Each(messages).Select(name => WildcardPattern.Get(Argument.TextOf(name), WildcardOptions.IgnoreCase)).ToList();
        return message => patterns.Exists(pattern => pattern.IsMatch(message.Name));
    }

    private static string Describe(MessageDefinition message, SignalDefinition signal) =>
        $"{message.Name}, {signal.Length} bits{(signal.Unit.Length > 0 ? $", {signal.Unit}" : "")}{(signal.Comment is { } comment ? $": {comment}" : "")}";
}
