using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Sessions;

namespace Caneth.Commands;

/// <summary>Sends frames and returns when their bytes are with the operating system.</summary>
[Cmdlet(VerbsCommunications.Send, "CanFrame", DefaultParameterSetName = IdSet, SupportsShouldProcess = true)]
[OutputType(typeof(CanFrame))]
public sealed class SendCanFrameCommand : FrameMakingCmdlet
{
    private readonly Dictionary<CanSession, FrameSender> senders = [];
    private readonly Dictionary<CanSession, List<CanFrame>> batches = [];
    private (string Name, CanSession Session)? lastResolved;
    private CanSession? device;
    private bool asks;

    private PipelineWaiter Waiter => field ??= new(this);

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

    /// <summary>Emits the frames that were sent.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();

        // To ask about each frame takes longer than to send it, so nobody is asked who did not ask for it. What a function was given
        // as -WhatIf or -Confirm comes here by these preferences.
        asks = MyInvocation.BoundParameters.ContainsKey("WhatIf") || MyInvocation.BoundParameters.ContainsKey("Confirm")
            || LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"))
            || LanguagePrimitives.TryConvertTo<ConfirmImpact>(GetVariableValue("ConfirmPreference"), out var confirm)
                && confirm is ConfirmImpact.Low or ConfirmImpact.Medium;
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
        foreach (var (session, frames) in batches)
        {
            if (NoWait)
            {
                PostTogether(session, [.. frames]);
            }
            else
            {
                SendTogether(session, [.. frames]);
                WriteVerbose(ModuleMessages.Sent(frames.Count, session.Name, waits: false));
            }
        }

        foreach (var (session, sender) in senders)
        {
            if (NoWait)
            {
                sender.Detach();
            }
            else
            {
                Finish(session, sender);
            }

            WriteVerbose(ModuleMessages.Sent(sender.FramesPosted, session.Name, NoWait));
        }

        Display.Show([.. senders.Keys]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (StopToken.IsCancellationRequested)
        {
            // What was stopped is never sent later, whatever the pipeline was at.
            foreach (var sender in senders.Values)
            {
                sender.WithdrawAsync().GetAwaiter().GetResult();
            }
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

        if (Atomic)
        {
            (batches.TryGetValue(session, out var batch) ? batch : batches[session] = []).Add(frame);
        }
        else
        {
            Post(frame, session);
        }

        if (PassThru)
        {
            WriteObject(frame with { Device = session.Name });
        }
    }

    private void Post(in CanFrame frame, CanSession session)
    {
        var sender = SenderOf(session);
        while (true)
        {
            var posted = sender.FramesPosted;
            try
            {
                var room = sender.PostAsync(frame, StopToken);
                if (!room.IsCompletedSuccessfully)
                {
                    Waiter.Await(room, session);
                }

                return;
            }
            catch (OperationCanceledException)
            {
                ThrowIfStopped();
                throw;
            }
            catch (ArgumentException failure)
            {
                WriteError(CanErrors.InvalidFrame(failure));
                return;
            }
            catch (CanSessionException failure)
            {
                // Nobody waits for frames that were posted before, so those whose time was over are shown as an event.
                if (!NoWait || failure.Error != SessionError.SendTimeout || sender.FramesPosted != posted)
                {
                    Fail<object>(ErrorOf(failure, session, frame)!);
                }
            }
        }
    }

    private FrameSender SenderOf(CanSession session)
    {
        if (!senders.TryGetValue(session, out var sender))
        {
            // Frames leave at the gateway's pace, so a long pipeline that is waited for is late only when none has left for the whole
            // time; of frames that are not waited for each has its own.
            var options = NoWait ? new SenderOptions { MaxAge = Timeout } : new SenderOptions { StallTimeout = Timeout };
            senders[session] = sender = session.CreateSender(options);
        }

        return sender;
    }

    private void Finish(CanSession session, FrameSender sender) =>
        Guard(() => Waiter.Await(sender.FlushAsync(StopToken), session), failure => ErrorOf(failure, session, session));

    private void SendTogether(CanSession session, CanFrame[] frames) => Guard(
        () => Waiter.Await(session, Timeout, end => session.SendAsync(frames, atomic: true, end)),
        failure => CanErrors.Sending(failure, session, Timeout, frames.Length));

    private void PostTogether(CanSession session, CanFrame[] frames) => Guard(
        () => Waiter.Await(SenderOf(session).PostBatchAsync(frames, StopToken), session), failure => ErrorOf(failure, session, session));

    /// <summary>Why what was posted was not sent; null for an unexpected failure.</summary>
    private ErrorRecord? ErrorOf(Exception failure, CanSession session, object target) => failure switch
    {
        CanSessionException { Error: SessionError.SendTimeout } => GiveUp(session, SenderOf(session)),
        CanSessionException refused => CanErrors.Session(refused, target),
        ArgumentException => CanErrors.InvalidFrame(failure, Atomic),
        _ => null,
    };

    private ErrorRecord GiveUp(CanSession session, FrameSender sender)
    {
        // What is said not to have been sent is never sent later.
        sender.WithdrawAsync().GetAwaiter().GetResult();
        return CanErrors.PipelineTimeout(session, Timeout, sender.FramesPosted - sender.FramesNotSent, sender.FramesNotSent);
    }
}
