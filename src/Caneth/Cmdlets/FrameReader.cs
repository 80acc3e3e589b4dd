using Caneth.Sessions;
using Caneth.Waiting;

namespace Caneth.Cmdlets;

/// <summary>Keeps the matching frames of one or several devices for a cmdlet, and waits for them.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="waiter">How it waits.</param>
internal sealed class FrameReader(CanCmdlet cmdlet, PipelineWaiter waiter) : IDisposable
{
    private readonly List<FrameSubscription> subscriptions = [];

    /// <summary>The devices subscribed to last.</summary>
    public IReadOnlyList<CanSession> Sessions { get; private set; } = [];

    /// <summary>Begins to keep matching frames of all the devices.</summary>
    public void Subscribe(IReadOnlyList<CanSession> sessions, FrameFilter filter, bool lossless = false, bool includeSent = false) =>
        Subscribe(sessions, _ => filter, lossless, includeSent);

    /// <summary>Begins to keep frames of all the devices that match what is wanted of each.</summary>
    public void Subscribe(
        IReadOnlyList<CanSession> sessions, Func<CanSession, FrameFilter> filterOf, bool lossless = false, bool includeSent = false)
    {
        Sessions = sessions;
        subscriptions.AddRange(sessions.Select(session => session.Subscribe(new()
        {
            Filter = filterOf(session),
            Lossless = lossless,
            IncludeSent = includeSent,
            Reader = cmdlet.MyInvocation.MyCommand.Name,
            Available = waiter.Wake,
        })));
    }

    /// <summary>Waits for frames of any of the devices until the deadline.</summary>
    /// <param name="deadline">How long to wait.</param>
    /// <param name="status">What is missing, for the progress bar; without it there is none.</param>
    /// <returns>The frames in order, valid until the next call; empty when the time is over or all devices have ended.</returns>
    public ReadOnlyMemory<CanFrame> Next(Deadline deadline, Func<string>? status = null)
    {
        ReadOnlyMemory<CanFrame> frames = default;
        waiter.Wait(
            () =>
            {
                cmdlet.ThrowIfStopped();
                cmdlet.State.Handlers.Drain();

                // In this order: what came before the end is still to be taken.
                var ended = subscriptions.TrueForAll(static subscription => subscription.Completion.IsCompleted);
                frames = Take();
                return ended || !frames.IsEmpty;
            },
            Sessions, status, deadline);
        return frames;
    }

    /// <summary>Emits frames as they come, until the deadline at the latest.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="deadline">How long to wait for the first of them.</param>
    /// <param name="status">What is missing, for the progress bar; without it there is none.</param>
    /// <returns>How many there were; 0 when the time is over or all devices have ended.</returns>
    public int Emit(long most, Deadline deadline, Func<string>? status = null)
    {
        var frames = Next(deadline, status);
        var count = (int)Math.Min(most, frames.Length);
        for (var index = 0; index < count; index++)
        {
            cmdlet.WriteObject(frames.Span[index]);
        }

        return count;
    }

    public void Dispose()
    {
        subscriptions.ForEach(subscription => subscription.Dispose());
        subscriptions.Clear();
    }

    private ReadOnlyMemory<CanFrame> Take()
    {
        foreach (var subscription in subscriptions)
        {
            if (subscription.Take() is { IsEmpty: false } frames)
            {
                return frames;
            }
        }

        return default;
    }
}
