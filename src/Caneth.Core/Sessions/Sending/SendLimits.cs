namespace Caneth.Sessions;

/// <summary>
/// How long frames may wait to be sent. One object for all frames of a sender; whoever asked for them can take them back by it,
/// also those that wait to be sent again.
/// </summary>
/// <param name="maxAge">How old a frame may become until it leaves, for the first time or again; null for no limit.</param>
/// <param name="stallTimeout">How long it may wait while no frame leaves at all; null for no limit.</param>
/// <param name="atMostOnce">Whether a frame that was written is never sent again.</param>
internal sealed class SendLimits(TimeSpan? maxAge, TimeSpan? stallTimeout = null, bool atMostOnce = false)
{
    private bool revoked;

    /// <summary>How old a frame may become until it leaves, for the first time or again.</summary>
    public TimeSpan? MaxAge => maxAge;

    /// <summary>The shorter of both; null for no limit.</summary>
    public TimeSpan? Shortest { get; } = maxAge is null || stallTimeout < maxAge ? stallTimeout : maxAge;

    /// <summary>Whether they hold for frames that are sent again too; what is waited for only while it stalls has left by then.</summary>
    public bool HoldForResends => atMostOnce || maxAge is not null || stallTimeout is null;

    /// <summary>Takes back all frames, wherever they wait. Their queue must look for them.</summary>
    public void Revoke() => Volatile.Write(ref revoked, true);

    /// <summary>How long frames may go on waiting, 0 or less where their time is over; null for no limit.</summary>
    /// <param name="age">How long ago they were put into the queue.</param>
    /// <param name="stalled">How long ago a frame of any sender left.</param>
    public TimeSpan? Left(TimeSpan age, TimeSpan stalled)
    {
        var stall = stallTimeout - (age < stalled ? age : stalled);
        var left = AgeLeft(age);
        return stall is null || left < stall ? left : stall;
    }

    /// <summary>How long frames that were written may still be sent again, 0 or less where they may not; null for no limit.</summary>
    /// <param name="age">How long ago they were put into the queue.</param>
    public TimeSpan? LeftOf(TimeSpan age) => atMostOnce ? TimeSpan.Zero : AgeLeft(age);

    private TimeSpan? AgeLeft(TimeSpan age) => Volatile.Read(ref revoked) ? TimeSpan.Zero : maxAge - age;
}
