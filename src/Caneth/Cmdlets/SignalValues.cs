using System.Collections;
using Caneth.Signals;

namespace Caneth.Cmdlets;

/// <summary>Values by the names of signals, as a hashtable gives them.</summary>
internal static class SignalValues
{
    /// <summary>The values for a message; one that was given and is empty ends the command.</summary>
    public static IReadOnlyList<KeyValuePair<string, object?>> Of(CanCmdlet cmdlet, IDictionary? given, MessageDefinition message)
    {
        var values = new List<KeyValuePair<string, object?>>();
        foreach (DictionaryEntry entry in given ?? new Hashtable())
        {
            var (name, value) = ($"{MessageColumns.Unwrapped(entry.Key)}", MessageColumns.Unwrapped(entry.Value));
            values.Add(new(name, value is null or "" ? cmdlet.Fail<object>(CanErrors.SignalGivenAndEmpty(message, name)) : value));
        }

        return values;
    }

    /// <summary>Shares values out among messages: each goes to those that have the signal.</summary>
    /// <param name="cmdlet">The cmdlet that they were given to.</param>
    /// <param name="given">The values by the names of signals, or of message and signal with a point between them.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="databases">The databases of the messages, for an error.</param>
    /// <returns>What each message gets; a name that none has ends the command.</returns>
    public static Func<MessageDefinition, Hashtable> Share(
        CanCmdlet cmdlet, IDictionary? given, IReadOnlyCollection<MessageDefinition> messages, IReadOnlyList<CanDatabase> databases)
    {
        var shares = messages.ToDictionary(message => message, _ => new Hashtable());

        // What is for one message comes last, so that it holds there.
        var values = (given ?? new Hashtable()).Cast<DictionaryEntry>().Select(entry => (Name: $"{MessageColumns.Unwrapped(entry.Key)}", entry.Value));
        foreach (var (name, value) in values.OrderBy(one => one.Name.Contains('.')))
        {
            var found = false;
            foreach (var message in messages)
            {
                if (message.Signals.FirstOrDefault(signal => IsSame(signal.Name, name) || IsSame($"{message.Name}.{signal.Name}", name)) is { } signal)
                {
                    shares[message][signal.Name] = value;
                    found = true;
                }
            }

            if (!found)
            {
                cmdlet.Fail<object>(CanErrors.SignalNotFound(name, databases));
            }
        }

        return message => shares[message];
    }

    private static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
