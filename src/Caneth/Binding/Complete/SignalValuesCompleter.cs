using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using Caneth.Signals;

namespace Caneth.Binding;

/// <summary>
/// Completes the values of a message: <c>@{ EngineSpeed = 0 }</c>, for each of its signals with each text that the signal has.
/// </summary>
public sealed class SignalValuesCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound)
    {
        // Set-CanTransmission calls the messages Name; Start-CanTransmission takes several.
        var databases = KnownDatabases.Of(bound);
        var messages = Argument.Each(bound["Message"] ?? bound["Name"]).Where(name => name is not null)
            .SelectMany(name => databases.FindMessages(Argument.TextOf(name)).Take(1));
        var begun = typed.TrimStart('@', '{', ' ');
        return messages.SelectMany(message => message.Signals).DistinctBy(signal => signal.Name)
            .Where(signal => signal.Name.StartsWith(begun, StringComparison.OrdinalIgnoreCase))
            .SelectMany(signal => Values(signal), (signal, value) => new CompletionResult(
                $"@{{ {Key(signal.Name)} = {value} }}", VisibleText.Of($"{signal.Name} = {value}"), CompletionResultType.ParameterValue, Describe(signal)));
    }

    private static IEnumerable<string> Values(SignalDefinition signal) => signal.Values is { Entries: { Count: > 0 } entries }
        ? entries.Select(entry => $"'{CodeGeneration.EscapeSingleQuotedStringContent(entry.Value)}'")
        : [(signal.StartValue.IsMissing ? 0 : signal.StartValue.Number).ToString(CultureInfo.InvariantCulture)];

    private static string Key(string name) => name.All(character => char.IsLetterOrDigit(character) || character == '_') && !char.IsDigit(name.FirstOrDefault())
        ? name
        : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'";

    private static string Describe(SignalDefinition signal)
    {
        var range = signal is { Minimum: { } minimum, Maximum: { } maximum }
            ? string.Create(CultureInfo.InvariantCulture, $"{minimum} to {maximum} {signal.Unit}").TrimEnd() : $"{signal.Length} bits";
        return VisibleText.Of(signal.Comment is { } comment ? $"{range}: {comment}" : range);
    }
}
