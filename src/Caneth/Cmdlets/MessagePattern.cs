using System.Management.Automation;
using Caneth.Signals;

namespace Caneth.Cmdlets;

/// <summary>Selects messages or signals as a user writes it: by a name, wildcards allowed, a message by its id too.</summary>
/// <param name="text">What the user wrote.</param>
internal sealed class MessagePattern(string text)
{
    private readonly WildcardPattern pattern = WildcardPattern.Get(text, WildcardOptions.IgnoreCase);

    /// <summary>What the user wrote.</summary>
    public string Text { get; } = text;

    /// <summary>Whether a name has to be there; a pattern may match nothing.</summary>
    public bool IsName { get; } = !WildcardPattern.ContainsWildcardCharacters(text);

    /// <summary>Whether a text is the id of a message: <c>0x1A3</c>, <c>1A3</c> or <c>419</c>. A letter begins a name.</summary>
    public static bool IsId(MessageDefinition message, string text) =>
        text is [>= '0' and <= '9', ..] && CanId.TryParse(text, out var id) && id == message.Id;

    /// <summary>Whether a message is selected.</summary>
    public bool Selects(MessageDefinition message) => Matches(message.Name) || IsId(message, Text);

    /// <summary>Whether a signal is selected, by its name alone or by that of its message and its own.</summary>
    public bool Selects(MessageDefinition message, SignalDefinition signal) => Matches(signal.Name) || Matches($"{message.Name}.{signal.Name}");

    private bool Matches(string name) => pattern.IsMatch(name) || string.Equals(name, Text, StringComparison.OrdinalIgnoreCase);
}
