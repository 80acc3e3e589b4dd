using System.Collections.Concurrent;
using Caneth.Sessions;
using Caneth.Transmission;

namespace Caneth.Cmdlets;

/// <summary>Sends frames again and again while the pipeline waits: they end with it.</summary>
/// <param name="cmdlet">The cmdlet that sends.</param>
/// <param name="waiter">How it waits.</param>
internal sealed class CycleRun(CanCmdlet cmdlet, PipelineWaiter waiter)
{
    // What cannot leave for a moment, since the computer or the gateway stalls, may be a little late; after a break it is not sent.
    private static readonly TimeSpan LeastAge = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <summary>How old a frame may become that is sent again after a time.</summary>
    public static TimeSpan MaxAgeFor(TimeSpan every) => every > LeastAge ? every : LeastAge;

    /// <summary>Sends frames until all have ended, or the pipeline does.</summary>
    /// <param name="frames">The frames, each with its device.</param>
    /// <param name="options">How often, and when it ends.</param>
    /// <param name="left">Takes in each frame that has left, on the pipeline's thread; null where nobody asks for them.</param>
    public void Send(IReadOnlyList<(CanSession Session, CanFrame Frame)> frames, TransmissionOptions options, Action<CanFrame>? left)
    {
        var sent = new ConcurrentQueue<CanFrame>();
        CanSession[] sessions = [.. frames.Select(one => one.Session).Distinct()];
        List<CanTransmission> running = [];
        try
        {
            foreach (var (session, frame) in frames)
            {
                var sender = new ImmediateSender(session, MaxAgeFor(options.Every), left is null ? null : sent.Enqueue);
                running.Add(cmdlet.State.Transmitter.Start(frame.HexId, sender, new FrameCycle(frame), options));
            }

            waiter.WakeAfter(Task.WhenAll(running.Select(one => one.Completion)));
            waiter.Wait(() => HandOn(sent, left) && running.TrueForAll(one => one.IsOver), sessions,
                () => ModuleMessages.SendingAgain(running.Sum(one => one.FramesSent), running.Sum(one => one.CyclesSkipped)),
                pause: left is null ? null : BetweenLooks);
            HandOn(sent, left);
        }
        finally
        {
            running.ForEach(one => one.Dispose());
        }

        if (running.Sum(one => one.CyclesSkipped + one.CyclesMissed) is > 0 and var lacking)
        {
            cmdlet.WriteWarning(ModuleMessages.CyclesLacking(lacking, running.Sum(one => one.FramesSent)));
        }
    }

    private static bool HandOn(ConcurrentQueue<CanFrame> sent, Action<CanFrame>? left)
    {
        while (sent.TryDequeue(out var frame))
        {
            left!(frame);
        }

        return true;
    }
}
