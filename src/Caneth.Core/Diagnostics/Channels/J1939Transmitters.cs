using Caneth.Sessions;

namespace Caneth.Diagnostics.Channels;

/// <summary>The senders of the long messages of a node: one for each address that it sends to. All members are called with the gate held.</summary>
/// <param name="session">The session.</param>
/// <param name="gate">The gate of the node.</param>
/// <param name="time">The clock.</param>
/// <param name="say">Takes what is to be said to receivers.</param>
/// <param name="deadlineChanged">Called when a deadline may have come nearer.</param>
internal sealed class J1939Transmitters(CanSession session, Lock gate, ChannelClock time, Action<CanFrame?> say, Action deadlineChanged)
{
    // How long frames wait while none of the session leaves at all: a connection that takes nothing is none.
    private static readonly TimeSpan StallTimeout = TimeSpan.FromSeconds(5);

    private readonly Dictionary<byte, J1939Transmitter> all = [];

    /// <summary>When <see cref="OnTime"/> has something to do; null for never.</summary>
    public TimeSpan? Deadline => all.Values.Select(one => one.Deadline).Min();

    /// <summary>The sender of messages to an address.</summary>
    /// <param name="source">The address of the node.</param>
    /// <param name="to">To whom, 255 for all.</param>
    public J1939Transmitter To(byte source, byte to)
    {
        if (!all.TryGetValue(to, out var transmitter))
        {
            var sender = session.CreateSender(new() { StallTimeout = StallTimeout, SendAtMostOnce = true });
            transmitter = new(source, to, gate, sender, time) { Say = say, DeadlineChanged = deadlineChanged };
            all.Add(to, transmitter);
        }

        return transmitter;
    }

    /// <summary>Takes what a receiver says.</summary>
    public void OnControl(byte from, in J1939Control control, TimeSpan now)
    {
        if (all.TryGetValue(from, out var transmitter))
        {
            transmitter.OnControl(control, now);
        }
    }

    /// <summary>Gives up receivers that say nothing.</summary>
    public void OnTime(TimeSpan now)
    {
        foreach (var transmitter in all.Values)
        {
            transmitter.OnTime(now);
        }
    }

    /// <summary>Forgets them all.</summary>
    /// <param name="why">Why.</param>
    /// <returns>Gives up what they send; to be called with the gate not held.</returns>
    public Action Forget(Exception why)
    {
        J1939Transmitter[] forgotten = [.. all.Values];
        all.Clear();
        return () =>
        {
            foreach (var transmitter in forgotten)
            {
                transmitter.End(why);
            }
        };
    }
}
