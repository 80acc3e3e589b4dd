using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Sessions;
using Caneth.Transmission;

namespace Caneth.Commands;

/// <summary>Sends frames and returns when their bytes are with the operating system.</summary>
[Cmdlet(VerbsCommunications.Send, "CanFrame", DefaultParameterSetName = IdSet, SupportsShouldProcess = true)]
[OutputType(typeof(CanFrame))]
public sealed class SendCanFrameCommand : FrameMakingCmdlet
{
    private readonly Dictionary<CanSession, List<CanFrame>> batches = [];
    private readonly List<(CanSession Session, CanFrame Frame)> repeated = [];
    private (string Name, CanSession Session)? lastResolved;
    private CanSession? device;
    private bool asks;
    private PipelineSender? sender;

    private PipelineWaiter Waiter => field ??= new(this);

    private PipelineSender Sender => sender ??= new(this, Waiter, Timeout, waits: !NoWait, PassThru && !NoWait ? Emit : null);

    /// <summary>
    /// The device: a session or its name. By default a frame goes to the device that it names, or else the one connected
    /// last.
    /// </summary>
    [Parameter(ParameterSetName = FrameSet)]
    [Parameter(ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument? Device { get; set; }

    /// <summary>
    /// All frames of the pipeline go back to back in one write, and stay together across a reconnect; at most 112.
    /// </summary>
    [Parameter]
    public SwitchParameter Atomic { get; set; }

    /// <summary>Returns when the frames are in the send buffer.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>How long a frame may wait to be sent, in seconds; then it is taken back, and never sent.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Emits the frames that were sent, with the time when they were handed to the operating system.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Sends the frames again and again, with this many seconds from one to the next, until -Count or -Duration is over, or Ctrl+C.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument? Every { get; set; }

    /// <summary>With -Every: ends when each frame was sent this often.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? Count { get; set; }

    /// <summary>With -Every: ends after this many seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument? Duration { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        CheckRepetition();

        // To ask about each frame takes longer than to send it, so nobody is asked who did not ask for it.
        asks = IsAskedFor;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == FrameSet)
        {
            Send(InputObject, Device is null ? DeviceOf(InputObject) : device ??= Resolve(Device));
        }
        else if (MakeFrame() is { } frame)
        {
            Send(frame, Resolve(Device));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (repeated.Count > 0)
        {
            new CycleRun(this, Waiter).Send(repeated, new(Every!) { Count = Count, Duration = Duration?.Value }, PassThru ? Emit : null);
        }

        foreach (var (session, frames) in batches)
        {
            if (NoWait)
            {
                Sender.PostTogether(session, [.. frames]);
            }
            else
            {
                SendTogether(session, [.. frames]);
                WriteVerbose(ModuleMessages.Sent(frames.Count, session.Name, waits: false));
            }
        }

        sender?.Finish();
        Display.Show([.. batches.Keys]);
    }

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

    private CanSession DeviceOf(in CanFrame frame)
    {
        if (frame.Device is not { } name)
        {
            return device ??= Resolve(null);
        }

        if (lastResolved?.Name != name)
        {
            lastResolved = (name, ResolveByName(name));
        }

        return lastResolved.Value.Session;
    }

    private void Send(in CanFrame frame, CanSession session)
    {
        if (asks && !ShouldProcess(session.Name, $"Send {frame.ToShortString()}"))
        {
            return;
        }

        if (Every is not null)
        {
            Repeat(frame, session);
            return;
        }

        if (Atomic)
        {
            (batches.TryGetValue(session, out var batch) ? batch : batches[session] = []).Add(frame);
        }
        else if (!Sender.Post(session, frame, static (poster, frame, end) => poster.PostAsync(frame, end)))
        {
            return;
        }

        if (PassThru && NoWait)
        {
            Emit(frame with { Device = session.Name });
        }
    }

    private void CheckRepetition()
    {
        var given = MyInvocation.BoundParameters;
        if (Every is not null && Every.Value < CyclicTransmitter.MinPeriod)
        {
            Fail<object>(CanErrors.PeriodTooShort(Every));
        }

        if (Every is not null && Array.Find([nameof(Atomic), nameof(NoWait), nameof(Timeout)], given.ContainsKey) is { } not)
        {
            Fail<object>(CanErrors.NotWithEvery(not));
        }

        if (Every is null && Array.Find([nameof(Count), nameof(Duration)], given.ContainsKey) is { } only)
        {
            Fail<object>(CanErrors.OnlyWithEvery(only));
        }
    }

    private void Repeat(in CanFrame frame, CanSession session)
    {
        try
        {
            session.Capabilities.ThrowIfNotCarried(frame);
            repeated.Add((session, frame));
        }
        catch (ArgumentException failure)
        {
            WriteError(CanErrors.InvalidFrame(failure));
        }
    }

    private void SendTogether(CanSession session, CanFrame[] frames)
    {
        var sent = PassThru ? new List<CanFrame>() : null;
        var batch = session.CreateSender(new() { Sent = sent is null ? null : sent.Add });
        Guard(
            () => Waiter.Await(session, Timeout, end => batch.SendBatchAsync(frames, end)),
            failure => CanErrors.Sending(failure, session, Timeout, frames.Length));
        sent?.ForEach(Emit);
    }

    private void Emit(CanFrame frame) => WriteObject(frame);
}
