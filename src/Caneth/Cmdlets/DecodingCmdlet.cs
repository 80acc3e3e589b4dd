using System.Management.Automation;
using Caneth.Binding;
using Caneth.Messages;
using Caneth.Signals;

namespace Caneth.Cmdlets;

/// <summary>The base of the cmdlets that emit decoded messages.</summary>
public abstract class DecodingCmdlet : CanCmdlet
{
    /// <summary>What the frames mean: DBC files, or databases that were imported, by name or by themselves; by default those bound to the device.</summary>
    [Parameter]
    [Read<DatabaseConverter>(Each = true)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    public DatabaseArgument[]? Database { get; set; }

    /// <summary>Which messages: their names or ids; wildcards are allowed. By default all.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MessageCompleter))]
    public virtual string[]? Message { get; set; }

    /// <summary>Which signals: their names, or Message.Signal; wildcards are allowed. By default all.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SignalCompleter))]
    public string[]? Signal { get; set; }

    /// <summary>Emits one object a signal instead of one a frame.</summary>
    [Parameter]
    public SwitchParameter AsSignal { get; set; }

    /// <summary>Gives values that have names as plain texts.</summary>
    [Parameter]
    public SwitchParameter AsText { get; set; }

    /// <summary>Gives values as they lie in the frame, neither scaled nor named.</summary>
    [Parameter]
    public SwitchParameter AsRaw { get; set; }

    /// <summary>Finds what the parameters name.</summary>
    private protected DatabaseFinder Finder => field ??= new(this);

    /// <summary>Which messages and signals are wanted.</summary>
    private protected MessageSelection Selection => field ??= new(Message, Signal);

    /// <summary>What decodes the frames of each device.</summary>
    private protected DeviceDecoders Decoders =>
        field ??= new(this, Finder, Selection, AsText ? SignalForm.Text : AsRaw ? SignalForm.Raw : SignalForm.Value);

    /// <summary>The frames that no database knows.</summary>
    private protected UnknownFrames UnknownFrames { get; } = new();

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (AsText && AsRaw)
        {
            Fail<object>(CanErrors.TextAndRaw());
        }

        if (Database is not null)
        {
            Decoders.Use(Database);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        UnknownFrames.Tell(this);
        if (MessageTypes.TakeExhaustion())
        {
            WriteWarning(DatabaseMessages.TypesExhausted(MessageTypes.MaxTypes));
        }
    }

    /// <summary>Emits a message, whole or signal by signal.</summary>
    private protected void Emit(CanMessage message)
    {
        if (!AsSignal)
        {
            WriteObject(message);
            return;
        }

        foreach (var signal in message.GetSignals())
        {
            WriteObject(signal);
        }
    }
}
