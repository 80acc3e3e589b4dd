using System.Collections;
using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Sessions;
using Caneth.Signals;
using Caneth.State;

namespace Caneth.Commands;

/// <summary>Sends a message by the values of its signals, with its counter and its checksum.</summary>
[Cmdlet(VerbsCommunications.Send, "CanMessage", DefaultParameterSetName = NameSet, SupportsShouldProcess = true)]
[OutputType(typeof(CanMessage))]
public sealed class SendCanMessageCommand : MessageMakingCmdlet
{
    private const string NameSet = "Name";
    private const string ObjectSet = "Object";

    private readonly Dictionary<string, CanSession> devices = [];
    private readonly Dictionary<string, Queue<MessageDefinition>> posted = [];
    private PipelineSender? sender;
    private PipelineWaiter? waiter;

    /// <summary>The name of the message, or its id.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ArgumentCompleter(typeof(MessageCompleter))]
    public string Message { get; set; } = "";

    /// <summary>Values by the names of signals; what is not given is as it was sent last, else as the database has it at the start.</summary>
    [Parameter(Position = 1, ParameterSetName = NameSet)]
    [ArgumentCompleter(typeof(SignalValuesCompleter))]
    public IDictionary? Signal { get; set; }

    /// <summary>A message to send, or an object with a Message and values by the names of signals.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ObjectSet, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Returns when the frames are in the send buffer.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>How long a frame may wait to be sent, in seconds; then it is taken back, and never sent.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Emits the messages that were sent, with the time when they were handed to the operating system.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private PipelineWaiter Waiter => waiter ??= new(this);

    private PipelineSender Sender => sender ??= new(this, Waiter, Timeout, waits: !NoWait, EmitsWhatLeft ? Emit : null);

    private bool EmitsWhatLeft => PassThru && !NoWait;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            Send();
        }
        catch (SignalException wrong)
        {
            WriteError(CanErrors.Signal(wrong, "Nothing was sent."));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => sender?.Finish();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (StopToken.IsCancellationRequested)
        {
            // What was stopped is never sent later, whatever the pipeline was at.
            sender?.Withdraw();
        }

        base.Dispose(disposing);
    }

    private void Send()
    {
        if (ParameterSetName == NameSet)
        {
            var session = Resolve(Device);
            var message = Find(Message, session);
            Send(session, message, ValuesOf(Signal, message), Options);
        }
        else if (InputObject?.BaseObject is CanMessage decoded)
        {
            Send(DeviceOf(decoded.Device), decoded.GetDefinition(), FrameOf(decoded));
        }
        else if (InputObject is { } row && MessageColumns.TextOf(row, "Message") is { } name)
        {
            var session = DeviceOf(MessageColumns.TextOf(row, "Device"));
            var message = Find(name, session);
            Send(session, message, ValuesOf(row, message), OptionsFor(row, message));
        }
        else
        {
            WriteError(CanErrors.NotAMessage(InputObject));
        }
    }

    private CanSession DeviceOf(string? name) => Device is not null || name is null ? Resolve(Device)
        : devices.TryGetValue(name, out var known) ? known
        : devices[name] = ResolveByName(name);

    private void Send(CanSession session, MessageDefinition message, IReadOnlyList<KeyValuePair<string, object?>> values, EncodeOptions options)
    {
        var sent = DeviceMessages.SentOn(session);
        Send(session, message,
            () => sent.Preview(message, values, ProtectionOf(message), options),
            write => sent.Send(message, values, ProtectionOf(message), options, write));
    }

    private void Send(CanSession session, MessageDefinition message, CanFrame frame)
    {
        var sent = DeviceMessages.SentOn(session);
        Send(session, message, () => frame, write => sent.Send(message, frame, ProtectionOf(message), write));
    }

    private void Send(CanSession session, MessageDefinition message, Func<CanFrame> preview, Func<Action<CanFrame>, CanFrame> send)
    {
        if (IsAskedFor && !ShouldProcess(session.Name, $"Send {Decoded(message, preview())}"))
        {
            return;
        }

        var frame = default(CanFrame);
        var isPosted = Sender.Post(session, message, (poster, _, end) =>
        {
            Task? room = null;
            frame = send(ready => room = poster.PostAsync(ready, end));
            if (EmitsWhatLeft)
            {
                PostedTo(session).Enqueue(message);
            }

            return room!;
        });
        if (isPosted && PassThru && NoWait)
        {
            WriteObject(Decoded(message, frame with { Device = session.Name }));
        }
    }

    // Frames leave in the order in which they were posted.
    private void Emit(CanFrame frame) => WriteObject(Decoded(posted[frame.Device!].Dequeue(), frame));

    private Queue<MessageDefinition> PostedTo(CanSession session) =>
        posted.TryGetValue(session.Name, out var messages) ? messages : posted[session.Name] = [];
}
