using Caneth.Sessions;
using Caneth.Waiting;

namespace Caneth.Cmdlets;

/// <summary>
/// The base of the cmdlets that wait for frames: subscribes to one or several devices, and ends the subscriptions.
/// </summary>
public abstract class ReceivingCommand : FilteringCommand
{
    private readonly List<FrameSubscription> subscriptions = [];

    private protected IReadOnlyList<CanSession> Sessions { get; private set; } = [];

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        subscriptions.ForEach(subscription => subscription.Dispose());
        subscriptions.Clear();
        base.Dispose(disposing);
    }

    /// <summary>Begins to keep matching frames of all devices.</summary>
    private protected void Subscribe(IReadOnlyList<CanSession> sessions, FrameFilter filter, bool lossless)
    {
        Sessions = sessions;
        foreach (var session in sessions)
        {
            subscriptions.Add(session.Subscribe(new()
            {
                Filter = filter,
                Lossless = lossless,
                Reader = MyInvocation.MyCommand.Name,
                Available = WakeUp,
            }));
        }
    }

    /// <summary>Waits for frames of any of the devices until the deadline.</summary>
    /// <param name="deadline">How long to wait.</param>
    /// <param name="status">What is missing, for the progress bar; without it there is none.</param>
    /// <returns>The frames in order, valid until the next call; empty when the time is over or all devices have ended.</returns>
    private protected ReadOnlyMemory<CanFrame> Next(Deadline deadline, Func<string>? status = null) =>
        Next(subscriptions, deadline, Sessions, status);
}
