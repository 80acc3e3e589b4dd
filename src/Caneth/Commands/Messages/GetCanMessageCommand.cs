using System.Management.Automation;
using Caneth.Binding;
using Caneth.Messages;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>Shows the messages that databases describe, or what a device has received of them.</summary>
[Cmdlet(VerbsCommon.Get, "CanMessage", DefaultParameterSetName = DefinitionSet)]
[OutputType(typeof(MessageDefinition), typeof(LiveMessage))]
public sealed class GetCanMessageCommand : DefinitionCmdlet
{
    private const string DefinitionSet = "Definition";
    private const string LiveSet = "Live";
    private const string UnknownSet = "Unknown";

    /// <summary>The messages: their names or ids; wildcards are allowed. By default all.</summary>
    [Parameter(Position = 0, ParameterSetName = DefinitionSet)]
    [Parameter(Position = 0, ParameterSetName = LiveSet)]
    [Alias("Message")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MessageCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Only messages that one of these nodes sends; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = DefinitionSet)]
    [Parameter(ParameterSetName = LiveSet)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NodeCompleter))]
    public string[]? Sender { get; set; }

    /// <summary>Only messages with a signal that one of these nodes receives; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = DefinitionSet)]
    [Parameter(ParameterSetName = LiveSet)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NodeCompleter))]
    public string[]? Receiver { get; set; }

    /// <summary>Shows what the device has received of the messages: how many, the latest and its age, how often.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiveSet)]
    public SwitchParameter Live { get; set; }

    /// <summary>Shows what the device has received of ids that no database knows.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UnknownSet)]
    public SwitchParameter Unknown { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Unknown)
        {
            // Without a database all are.
            WriteObject(Traffic.Unknown(Database is null ? Finder.BoundTo(Resolve(Device)) : Databases()), enumerateCollection: true);
            return;
        }

        var databases = Databases();
        var messages = Named(databases, Name).Where(message => Matches(Sender, message.Senders)
            && Matches(Receiver, message.Signals.SelectMany(signal => signal.Receivers)));
        WriteObject(Live ? Traffic.Messages(databases, messages) : messages, enumerateCollection: true);
    }

    private static bool Matches(string[]? wanted, IEnumerable<string> nodes) => wanted is null
        || nodes.Any(node => Array.Exists(wanted, name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase).IsMatch(node)));
}
