using Caneth.Diagnostics;

namespace Caneth.Simulation;

/// <summary>
/// A control unit on the bus: takes requests of one frame or several, and sends its answers the same way, one after another. It has no clock and
/// no thread; whoever holds it tells it the time.
/// </summary>
internal sealed class SimulatedEcu : IBusNode
{
    // There is one tester, or a few; requests beyond that are lost, as anywhere.
    private const int MostWaiting = 8;
    private const int MostAtOnce = 256;

    // Well within P2* of 5 s, and so that it is seen.
    private static readonly TimeSpan PatienceInterval = TimeSpan.FromSeconds(0.4);

    private static readonly byte[] TesterPresentOnly = [(byte)UdsService.TesterPresent, UdsSubFunctions.SuppressReply];

    // No gateway with a buffer of its own is between it and the bus: what it sends at once waits for the clients.
    private static readonly IsoTpOptions UsualOptions = new()
    {
        BlockSize = 8,
        FramesInFlight = 4_096,
        MaxLength = 0x1_0000,
        ConsecutiveFrameTimeout = TimeSpan.FromSeconds(5),
    };

    private readonly EcuAddress address;
    private readonly EcuServices services;
    private readonly IsoTpOptions options;
    private readonly EcuOutput output;
    private readonly Queue<EcuRequest> waiting = new();
    private readonly CanFrame[] frames = new CanFrame[MostAtOnce];
    private IsoTpEndpoint endpoint;
    private EcuWork? work;
    private TimeSpan gap;
    private bool isPadded = true;
    private bool changesFlow;
    private int refused;

    /// <param name="address">How testers reach it.</param>
    /// <param name="content">What it has to tell.</param>
    /// <param name="options">How it sends and receives; null for the usual way.</param>
    public SimulatedEcu(EcuAddress address, EcuContent content, IsoTpOptions? options = null)
    {
        this.address = address;
        services = new(content);
        this.options = options ?? UsualOptions;
        output = new(address.Physical);
        endpoint = new(address.Physical, this.options);
    }

    /// <inheritdoc/>
    public TimeSpan? Due => Earlier(Earlier(endpoint.Sender.Due, endpoint.Deadline + TimeSpan.FromTicks(1)), Earlier(work?.Due, output.Due));

    private bool IsSending => endpoint.Sender.State is IsoTpSendState.Sending or IsoTpSendState.WaitingForFlowControl;

    /// <inheritdoc/>
    public bool OnFrame(in CanFrame frame, VehicleState vehicle, TimeSpan now, ICanBus bus)
    {
        if (services.IsDeaf(now) || IsTooShort(frame, bus))
        {
            return false;
        }

        if (address.IsFunctional(frame))
        {
            if (IsoTpPdu.TryRead(frame.Data, addressBytes: 0, out var pdu) && pdu.Kind == IsoTpPduKind.SingleFrame)
            {
                Accept(new(pdu.ToArray(), Functional: true, now, vehicle), bus);
            }

            return true;
        }

        if (!address.Physical.Receives(frame))
        {
            return false;
        }

        if (!IsSending && work is null && !endpoint.Receiver.IsReceiving)
        {
            Configure(bus.Faults);
        }

        var isUnderWay = endpoint.Receiver.IsReceiving;
        var step = endpoint.OnFrame(frame, now, out var reply);
        if (!isUnderWay || step.Interrupted is not null)
        {
            output.BeginRequest();
        }

        if (reply is { } flowControl)
        {
            output.Send(new ReadOnlySpan<CanFrame>(in flowControl), now, bus);
        }

        if (step.Ended is { Error: null } request)
        {
            Accept(new(request.Data, Functional: false, now, vehicle), bus);
        }

        GoOn(vehicle, now, bus);
        return true;
    }

    /// <inheritdoc/>
    public void OnTime(VehicleState vehicle, TimeSpan now, ICanBus bus)
    {
        endpoint.OnTime(now);
        output.OnTime(now, bus);
        GoOn(vehicle, now, bus);
    }

    private static bool IsTooShort(in CanFrame frame, ICanBus bus) =>
        frame.Length < CanData.MaxClassicLength && bus.Faults?[SimulatorFault.EcuIgnoresShortFrames] is not null;

    private static TimeSpan? Earlier(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other : one;

    private void Accept(EcuRequest request, ICanBus bus)
    {
        if ((IsSending || work is not null) && request.Bytes.AsSpan().SequenceEqual(TesterPresentOnly))
        {
            // That is heard in the midst of whatever is under way.
            services.Hear(request.Now);
            return;
        }

        if (!request.Functional && endpoint.Sender.State == IsoTpSendState.WaitingForFlowControl)
        {
            // Whoever asks for something else has no use for the rest of the answer.
            endpoint.Sender.Abandon();
        }

        if (!request.Functional && !IsSending && work is not null)
        {
            Send(EcuServices.Refuse(request[0], UdsResponseCode.BusyRepeatRequest), request.Now, bus);
        }
        else if (waiting.Count < MostWaiting)
        {
            waiting.Enqueue(request);
        }

        GoOn(request.Car, request.Now, bus);
    }

    private void GoOn(VehicleState vehicle, TimeSpan now, ICanBus bus)
    {
        while (true)
        {
            SendWhatIsDue(now, bus);
            if (IsSending)
            {
                return;
            }

            if (work is null)
            {
                if (!waiting.TryDequeue(out var request))
                {
                    return;
                }

                Begin(request with { Car = vehicle, Now = now }, bus);
            }
            else if (work.IsDone(now))
            {
                var answer = work.Answer;
                work = null;
                services.Hear(now);
                Send(answer, now, bus);
            }
            else if (work.WantsPatience(now))
            {
                work.AskForPatience(now + PatienceInterval);
                Send(EcuServices.Refuse(work.Service, UdsResponseCode.ResponsePending), now, bus);
            }
            else
            {
                return;
            }
        }
    }

    private void Begin(EcuRequest request, ICanBus bus)
    {
        Configure(bus.Faults);
        if (IsRefusedAsBusy(bus.Faults))
        {
            Send(EcuServices.Refuse(request[0], UdsResponseCode.BusyRepeatRequest), request.Now, bus);
            return;
        }

        var (answer, time) = services.Answer(request, bus.Faults?[SimulatorFault.EcuAnswersUnasked] is not null);
        if (bus.Faults?[SimulatorFault.EcuPending] is { } pending)
        {
            time += pending.Value * PatienceInterval;
        }

        if (answer is null || bus.Faults?[SimulatorFault.EcuSilent] is not null)
        {
            return;
        }

        if (time > TimeSpan.Zero)
        {
            work = new(request[0], answer, request.Now, time);
        }
        else
        {
            Send(answer, request.Now, bus);
        }
    }

    private bool IsRefusedAsBusy(SimulatorFaults? faults) => faults?[SimulatorFault.EcuBusy] is { } busy && ++refused % (busy.Value + 1) != 0;

    /// <summary>Takes another way to send, where one was chosen since; nothing is under way now.</summary>
    private void Configure(SimulatorFaults? faults)
    {
        var wantedGap = TimeSpan.FromMilliseconds(faults?[SimulatorFault.EcuSlowFrames]?.Value ?? 0);
        var wantsPadding = faults?[SimulatorFault.EcuNoPadding] is null;
        var wantsChanges = faults?[SimulatorFault.EcuChangingFlowControl] is not null;
        if (wantedGap != gap || wantsPadding != isPadded || wantsChanges != changesFlow)
        {
            (gap, isPadded, changesFlow) = (wantedGap, wantsPadding, wantsChanges);
            endpoint = new(address.Physical, options with
            {
                MinimumGap = gap,
                Padding = isPadded ? options.Padding : null,
                BlockSize = changesFlow ? (byte)1 : options.BlockSize,
            });
        }
    }

    private void Send(byte[] message, TimeSpan now, ICanBus bus)
    {
        endpoint.Sender.Begin(message, now);
        SendWhatIsDue(now, bus);
    }

    private void SendWhatIsDue(TimeSpan now, ICanBus bus)
    {
        for (var count = endpoint.Sender.Fill(frames, now); count > 0; count = endpoint.Sender.Fill(frames, now))
        {
            output.Send(frames.AsSpan(0, count), now, bus);
            endpoint.Sender.OnWritten(now);
        }
    }
}
