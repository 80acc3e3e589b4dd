using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Messages;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>Shows the signals that databases describe, or the latest values that a device has received of them.</summary>
[Cmdlet(VerbsCommon.Get, "CanSignal")]
[OutputType(typeof(SignalDefinition), typeof(LiveSignal))]
public sealed class GetCanSignalCommand : DefinitionCmdlet
{
    /// <summary>The signals: their names, or Message.Signal; wildcards are allowed. By default all.</summary>
    [Parameter(Position = 0)]
    [Alias("Signal")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SignalCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Only signals of these messages: their names or ids; wildcards are allowed.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MessageCompleter))]
    public string[]? Message { get; set; }

    /// <summary>Only signals with one of these units; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? Unit { get; set; }

    /// <summary>Shows the latest value that the device has received of each signal, and its age.</summary>
    [Parameter]
    public SwitchParameter Live { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var databases = Databases();
        var all = Named(databases, Message ?? ["*"]).SelectMany(message => message.Signals, (message, signal) => (Message: message, Signal: signal)).ToList();
        var patterns = Name.Select(name => new MessagePattern(name)).ToList();
        foreach (var name in patterns.Where(pattern => pattern.IsName && !all.Exists(one => pattern.Selects(one.Message, one.Signal))))
        {
            WriteError(CanErrors.SignalNotFound(name.Text, databases.Databases));
        }

        var wanted = all.Where(one => patterns.Exists(pattern => pattern.Selects(one.Message, one.Signal)) && HasUnit(one.Signal));
        WriteObject(Live ? Traffic.Signals(databases, wanted) : wanted.Select(one => one.Signal), enumerateCollection: true);
    }

    private bool HasUnit(SignalDefinition signal) => Unit is null
        || Array.Exists(Unit, unit => WildcardPattern.Get(unit, WildcardOptions.IgnoreCase).IsMatch(signal.Unit));
}
