using System.Management.Automation;
using Caneth.Binding;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>Shows the messages that databases describe.</summary>
[Cmdlet(VerbsCommon.Get, "CanMessage")]
[OutputType(typeof(MessageDefinition))]
public sealed class GetCanMessageCommand : DefinitionCmdlet
{
    /// <summary>The messages: their names or ids; wildcards are allowed. By default all.</summary>
    [Parameter(Position = 0)]
    [Alias("Message")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MessageCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Only messages that one of these nodes sends; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NodeCompleter))]
    public string[]? Sender { get; set; }

    /// <summary>Only messages with a signal that one of these nodes receives; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NodeCompleter))]
    public string[]? Receiver { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(
        Named(Databases(), Name).Where(message => Matches(Sender, message.Senders)
            && Matches(Receiver, message.Signals.SelectMany(signal => signal.Receivers))),
        enumerateCollection: true);

    private static bool Matches(string[]? wanted, IEnumerable<string> nodes) => wanted is null
        || nodes.Any(node => Array.Exists(wanted, name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase).IsMatch(node)));
}
