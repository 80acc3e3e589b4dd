using Caneth.Sessions;

namespace Caneth.Waiting;

/// <summary>Notices when frames wait for a device and none has left for too long.</summary>
internal sealed class StallWatch(IReadOnlyList<CanSession> sessions, TimeSpan timeout)
{
    private readonly long[] sent = new long[sessions.Count];
    private readonly Deadline[] deadlines = [.. sessions.Select(_ => new Deadline(timeout))];

    /// <summary>The device for which none has left; null where all is well.</summary>
    /// <param name="awaited">A device for which a frame waits that is not in its send buffer yet.</param>
    public CanSession? Stalled(CanSession? awaited)
    {
        for (var index = 0; index < sessions.Count; index++)
        {
            var session = sessions[index];
            if (session.FramesPending == 0 && session != awaited || session.FramesSent != sent[index])
            {
                sent[index] = session.FramesSent;
                deadlines[index] = new(timeout);
            }
            else if (deadlines[index].IsOver)
            {
                return session;
            }
        }

        return null;
    }
}
