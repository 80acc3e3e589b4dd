using System.Management.Automation;
using Caneth.Sessions;
using Caneth.Signals;

namespace Caneth.Cmdlets;

/// <summary>Sends what comes down the pipeline: puts it into the send buffers one after another, and in the end waits until all has left.</summary>
/// <param name="cmdlet">The cmdlet that sends.</param>
/// <param name="waiter">How it waits.</param>
/// <param name="timeout">How long a frame may wait to be sent.</param>
/// <param name="waits">Whether the end waits until all has left.</param>
/// <param name="left">Takes in each frame that has left, as it did; null where nobody asks for them.</param>
internal sealed class PipelineSender(CanCmdlet cmdlet, PipelineWaiter waiter, TimeSpan timeout, bool waits, Action<CanFrame>? left = null)
{
    private readonly Dictionary<CanSession, FrameSender> senders = [];
    private readonly List<CanFrame> sent = [];

    /// <summary>The devices that something was sent to.</summary>
    public IReadOnlyList<CanSession> Sessions => [.. senders.Keys];

    /// <summary>Puts something into the send buffer of a device, and waits for room where there is none.</summary>
    /// <param name="session">The device.</param>
    /// <param name="target">What is sent, for the error.</param>
    /// <param name="post">Puts it there, and gives up when it is cancelled.</param>
    /// <returns>Whether it is there; false after an error about it alone.</returns>
    public bool Post<T>(CanSession session, T target, Func<FrameSender, T, CancellationToken, Task> post)
        where T : notnull
    {
        var sender = SenderOf(session);
        while (true)
        {
            var posted = sender.FramesPosted;
            try
            {
                var room = post(sender, target, cmdlet.StopToken);
                if (!room.IsCompletedSuccessfully)
                {
                    waiter.Await(room, session);
                }

                HandOn();
                return true;
            }
            catch (OperationCanceledException)
            {
                cmdlet.ThrowIfStopped();
                throw;
            }
            catch (ArgumentException failure) when (failure is not SignalException)
            {
                cmdlet.WriteError(CanErrors.InvalidFrame(failure));
                return false;
            }
            catch (CanSessionException failure)
            {
                // Nobody waits for frames that were posted before, so those whose time was over are shown as an event.
                if (waits || failure.Error != SessionError.SendTimeout || sender.FramesPosted != posted)
                {
                    cmdlet.Fail<object>(ErrorOf(failure, session, target)!);
                }
            }
        }
    }

    /// <summary>Puts frames into the send buffer of a device that stay together.</summary>
    public void PostTogether(CanSession session, CanFrame[] frames) => cmdlet.Guard(
        () => waiter.Await(SenderOf(session).PostBatchAsync(frames, cmdlet.StopToken), session), failure => ErrorOf(failure, session, session, inBatch: true));

    /// <summary>Waits until all has left, unless nobody waits for it.</summary>
    public void Finish()
    {
        foreach (var (session, sender) in senders)
        {
            if (waits)
            {
                cmdlet.Guard(() => waiter.Await(sender.FlushAsync(cmdlet.StopToken), session), failure => ErrorOf(failure, session, session));
                HandOn();
            }
            else
            {
                sender.Detach();
            }

            cmdlet.WriteVerbose(ModuleMessages.Sent(sender.FramesPosted, session.Name, waits: !waits));
        }

        cmdlet.Display.Show(Sessions);
    }

    /// <summary>Takes back what has not left; it will never be sent.</summary>
    public void Withdraw()
    {
        foreach (var sender in senders.Values)
        {
            sender.WithdrawAsync().GetAwaiter().GetResult();
        }
    }

    private void HandOn()
    {
        sent.ForEach(frame => left!(frame));
        sent.Clear();
    }

    private FrameSender SenderOf(CanSession session)
    {
        if (!senders.TryGetValue(session, out var sender))
        {
            // Frames leave at the gateway's pace, so a long pipeline that is waited for is late only when none has left for the whole
            // time; of frames that are not waited for each has its own.
            var options = waits ? new SenderOptions { StallTimeout = timeout } : new SenderOptions { MaxAge = timeout };
            senders[session] = sender = session.CreateSender(options with { Sent = left is null ? null : sent.Add, WriteAtOnce = !cmdlet.MyInvocation.ExpectingInput });
        }

        return sender;
    }

    /// <summary>Why what was posted was not sent; null for an unexpected failure.</summary>
    private ErrorRecord? ErrorOf(Exception failure, CanSession session, object target, bool inBatch = false)
    {
        // What left before others failed has left.
        HandOn();
        return failure switch
        {
            CanSessionException { Error: SessionError.SendTimeout } => GiveUp(session, SenderOf(session)),
            CanSessionException refused => CanErrors.Session(refused, target),
            ArgumentException => CanErrors.InvalidFrame(failure, inBatch),
            _ => null,
        };
    }

    private ErrorRecord GiveUp(CanSession session, FrameSender sender)
    {
        // What is said not to have been sent is never sent later.
        sender.WithdrawAsync().GetAwaiter().GetResult();
        return CanErrors.PipelineTimeout(session, timeout, sender.FramesPosted - sender.FramesNotSent, sender.FramesNotSent);
    }
}
