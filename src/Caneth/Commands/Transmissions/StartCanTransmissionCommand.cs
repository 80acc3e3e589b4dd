using System.Collections;
using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Handlers;
using Caneth.Sessions;
using Caneth.Signals;
using Caneth.State;
using Caneth.Transmission;

namespace Caneth.Commands;

/// <summary>Sends frames or messages again and again in the background, with counters and checksums made anew for each cycle.</summary>
[Cmdlet(VerbsLifecycle.Start, "CanTransmission", DefaultParameterSetName = MessageSet, SupportsShouldProcess = true)]
[OutputType(typeof(CanTransmission))]
public sealed class StartCanTransmissionCommand : MessageMakingCmdlet
{
    private const string MessageSet = "Message";
    private const string NodeSet = "Node";
    private const string IdSet = "Id";
    private const string ObjectSet = "Object";

    /// <summary>The names of the messages, or their ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = MessageSet)]
    [ArgumentCompleter(typeof(MessageCompleter))]
    public string[] Message { get; set; } = [];

    /// <summary>
    /// Values by the names of signals: numbers, texts, script blocks of the time, or recorded values. What is not given is as it was sent
    /// last, else as the database has it at the start.
    /// </summary>
    [Parameter(Position = 1, ParameterSetName = MessageSet)]
    [Parameter(ParameterSetName = NodeSet)]
    [ArgumentCompleter(typeof(SignalValuesCompleter))]
    public IDictionary? Signal { get; set; }

    /// <summary>All messages that these nodes send, each as often as the database says.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NodeSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NodeCompleter))]
    public string[] Node { get; set; } = [];

    /// <summary>The id of a frame: 0x1A3 and 1A3 are hex, 291 is decimal. Above 0x7FF it is extended. Or a frame: 123#0102.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdSet)]
    [Read<IdConverter>]
    [ArgumentCompleter(typeof(IdCompleter))]
    public IdArgument? Id { get; set; }

    /// <summary>The data of the frame: up to 8 bytes, or text in hex.</summary>
    [Parameter(ParameterSetName = IdSet)]
    [Read<DataConverter>]
    [ArgumentCompleter(typeof(DataCompleter))]
    public DataArgument? Data { get; set; }

    /// <summary>Makes an id up to 0x7FF an extended one; -Extended:$false insists on a standard one.</summary>
    [Parameter(ParameterSetName = IdSet)]
    public SwitchParameter Extended { get; set; }

    /// <summary>Makes a remote frame (RTR), which asks for data and carries none.</summary>
    [Parameter(ParameterSetName = IdSet)]
    [Alias("Rtr")]
    public SwitchParameter Remote { get; set; }

    /// <summary>The data length code, 0 to 15; by default that of the data. A remote frame asks for this many bytes.</summary>
    [Parameter(ParameterSetName = IdSet)]
    [ValidateRange(0, DataLengthCode.Max)]
    public int? Dlc { get; set; }

    /// <summary>A frame, as it is or as text that candump writes, or a message.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ObjectSet, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The time from one frame to the next, in seconds; by default the cycle time that the database has for the message.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Every { get; set; }

    /// <summary>Ends after this many frames of each.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? Count { get; set; }

    /// <summary>Ends after this many seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Duration { get; set; }

    /// <summary>What to call it; by default the name of the message, or the id of the frame.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case MessageSet:
                var session = Resolve(Device);
                Start(session, [.. Message.Select(name => Find(name, session))]);
                break;
            case NodeSet:
                Start(Resolve(Device), [.. Node.SelectMany(MessagesOf).Distinct()]);
                break;
            case IdSet:
                Start(Resolve(Device), new FrameRecipe(Id!, Data, Dlc) { Extended = Extended, Remote = Remote }.Make(this));
                break;
            default:
                Start(InputObject!);
                break;
        }
    }

    private IEnumerable<MessageDefinition> MessagesOf(string node)
    {
        var databases = SetOf(Resolve(Device)).Databases;
        List<MessageDefinition> all = [.. databases.SelectMany(database => database.Messages)
            .Where(message => message.Senders.Contains(node, StringComparer.OrdinalIgnoreCase))];
        if (all.Count == 0)
        {
            return Fail<IEnumerable<MessageDefinition>>(CanErrors.NodeNotFound(node, databases));
        }

        List<MessageDefinition> cyclic = Every is null ? [.. all.Where(message => message.CycleTime is not null)] : all;
        if (cyclic.Count < all.Count)
        {
            WriteWarning(DatabaseMessages.WithoutCycleTime(node, [.. all.Except(cyclic).Select(message => message.Name)]));
        }

        return cyclic;
    }

    private void Start(CanSession session, IReadOnlyCollection<MessageDefinition> messages)
    {
        // A single message says itself what is wrong with the names of its signals.
        var valuesFor = messages.Count == 1 ? null : SignalValues.Share(this, Signal, messages, SetOf(session).Databases);
        foreach (var message in messages)
        {
            var given = SignalValues.Of(this, valuesFor is null ? Signal : valuesFor(message), message);
            Start(session, Name ?? message.Name, message.Name, message.CycleTime, (every, own) =>
            {
                var values = new CycleValues(this).Of(given, message, session, TimeSpan.Zero, every, out var scripts);
                if (scripts is not null)
                {
                    own(scripts);
                }

                return new MessageCycle(DeviceMessages.SentOn(session), message, values, ProtectionOf(message), Options);
            });
        }
    }

    private void Start(PSObject input)
    {
        if (input.BaseObject is CanMessage decoded)
        {
            var (session, message) = (DeviceOf(decoded.Device), decoded.GetDefinition());
            var values = decoded.GetSignals().Select(signal => KeyValuePair.Create(signal.Signal, (object?)signal.Value))
                .Where(value => !IsProtected(message, value.Key)).ToList();
            Start(session, Name ?? message.Name, message.Name, message.CycleTime,
                (_, _) => new MessageCycle(DeviceMessages.SentOn(session), message, values, ProtectionOf(message), OptionsFor(decoded)));
            return;
        }

        try
        {
            var frame = (CanFrame)new FrameToSendConverter().ReadOne(input);
            Start(DeviceOf(frame.Device), frame);
        }
        catch (Exception failure) when (ArgumentConverter.IsRefusal(failure))
        {
            WriteError(CanErrors.NothingToTransmit(input));
        }
    }

    private void Start(CanSession session, CanFrame? frame)
    {
        if (frame is { } known)
        {
            Start(session, Name ?? known.HexId, known.ToShortString(), null, (_, _) =>
            {
                session.Capabilities.ThrowIfNotCarried(known);
                return new FrameCycle(known);
            });
        }
    }

    private void Start(CanSession session, string name, string what, TimeSpan? cycleTime, Func<TimeSpan, Action<ValueScripts>, ICycleContent> content)
    {
        var every = Every?.Value ?? cycleTime ?? TimeSpan.Zero;
        var running = State.Transmissions.FirstOrDefault(other => NamedSet<CanTransmission>.IsSame(other.Name, name) && other.Device == session.Name);
        var error = session.State == CanSessionState.Closed ? CanErrors.Session(SessionMessages.SessionClosed(session.Name), session)
            : Every is null && cycleTime is null ? CanErrors.NoCycleTime(name)
            : every < CyclicTransmitter.MinPeriod ? CanErrors.PeriodTooShort(every)
            : running is { IsOver: false } ? CanErrors.TransmissionNameTaken(running)
            : null;
        if (error is not null)
        {
            WriteError(error);
        }
        else if (ShouldProcess(session.Name, $"Send {what} every {Amount.Seconds(every)}"))
        {
            if (running is not null)
            {
                State.Transmissions.Remove(running);
            }

            Start(session, name, every, content);
        }
    }

    private void Start(CanSession session, string name, TimeSpan every, Func<TimeSpan, Action<ValueScripts>, ICycleContent> content)
    {
        ValueScripts? scripts = null;
        try
        {
            var transmission = State.Transmitter.Start(name, new ImmediateSender(session, CycleRun.MaxAgeFor(every)),
                content(every, running => scripts = running), new(every) { Count = Count, Duration = Duration?.Value });
            State.Add(transmission);
            if (scripts is { } own)
            {
                _ = transmission.Completion.ContinueWith(_ => own.Dispose(), TaskScheduler.Default);
                scripts = null;
            }

            WriteObject(transmission);
        }
        catch (SignalException wrong)
        {
            WriteError(CanErrors.Signal(wrong, "It is not sent."));
        }
        catch (ArgumentException wrong)
        {
            WriteError(CanErrors.InvalidFrame(wrong));
        }
        catch (RuntimeException failure) when (scripts is not null && failure is not PipelineStoppedException)
        {
            WriteError(CanErrors.ValueScriptFailed(name, failure));
        }
        finally
        {
            scripts?.Dispose();
        }
    }

    /// <summary>How the frames of a decoded message are made: with the id that it had, unless another is asked for.</summary>
    private EncodeOptions OptionsFor(CanMessage decoded)
    {
        var id = new J1939Id(decoded.Frame.Id);
        return !decoded.GetDefinition().IsJ1939 ? Options with { AllowOutOfRange = true } : Options with
        {
            AllowOutOfRange = true,
            Priority = Priority ?? id.Priority,
            Source = Source?.Value ?? id.Source,
            Destination = Destination?.Value ?? id.Destination,
        };
    }

    private static bool IsProtected(MessageDefinition message, string signal) =>
        ProtectionOf(message) is { } protection && (protection.Counter?.Name == signal || protection.Checksum?.Name == signal);

    private CanSession DeviceOf(string? name) => Device is not null || name is null ? Resolve(Device) : ResolveByName(name);
}
