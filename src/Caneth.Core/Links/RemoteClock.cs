namespace Caneth.Links;

/// <summary>What is made of the times of another computer.</summary>
internal enum RemoteTime
{
    /// <summary>They are brought to the time of this one.</summary>
    Anchored,

    /// <summary>Nothing: the time of arrival counts.</summary>
    Arrival,

    /// <summary>They are taken as they are.</summary>
    AsTheyAre,
}

/// <summary>Says when a frame was received by the time that another computer gives. For one connection; used by one thread at a time.</summary>
/// <param name="time">What is made of that time.</param>
internal sealed class RemoteClock(RemoteTime time)
{
    private readonly DeviceClock clock = new();

    /// <summary>When a frame was received.</summary>
    /// <param name="remote">What the other computer says; 0 where it has no clock.</param>
    /// <param name="received">When it arrived here.</param>
    public Timestamp At(Timestamp remote, Timestamp received) => time switch
    {
        _ when remote == default => received,
        RemoteTime.Arrival => received,
        RemoteTime.AsTheyAre => remote,
        _ => clock.At(remote.Nanoseconds, received),
    };
}
