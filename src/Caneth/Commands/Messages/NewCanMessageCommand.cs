using System.Collections;
using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Signals;
using Caneth.State;

namespace Caneth.Commands;

/// <summary>Makes a message by the values of its signals without sending it.</summary>
[Cmdlet(VerbsCommon.New, "CanMessage")]
[OutputType(typeof(CanMessage))]
public sealed class NewCanMessageCommand : MessageMakingCmdlet
{
    /// <summary>The name of the message, or its id.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(MessageCompleter))]
    public string Message { get; set; } = "";

    /// <summary>Values by the names of signals; what is not given is as it was sent last, else as the database has it at the start.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(SignalValuesCompleter))]
    public IDictionary? Signal { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = Device is null ? State.DefaultSession : Resolve(Device);
        var message = Find(Message, session);
        var sent = session is null ? new() : DeviceMessages.SentOn(session);
        try
        {
            WriteObject(Decoded(message, sent.Preview(message, ValuesOf(Signal, message), ProtectionOf(message), Options)));
        }
        catch (SignalException wrong)
        {
            WriteError(CanErrors.Signal(wrong, "Nothing was made."));
        }
    }
}
