namespace Caneth.Sessions;

/// <summary>How a <see cref="FrameSubscription"/> keeps the frames that its reader has not taken yet.</summary>
public sealed record SubscriptionOptions
{
    // What fits one array, and 2 GB of memory.
    private const int MaxCapacity = 64 * 1024 * 1024;

    /// <summary>Which frames; all by default.</summary>
    public FrameFilter Filter { get; init; } = FrameFilter.All;

    /// <summary>How many frames to keep, 1 to 67,108,864; 65,536 by default (8 s of a busy 1 Mbit/s bus).</summary>
    public int Capacity { get; init; } = 65_536;

    /// <summary>
    /// What happens when that many are kept: false, the default, drops the newest and counts them; true holds the socket
    /// back, and with it every reader of the session, until there is room. What the session sends is never held back.
    /// </summary>
    public bool Lossless { get; init; }

    /// <summary>
    /// Whether the frames that the session sends are among them: with the time when they were handed to the operating system, with
    /// <see cref="CanFrame.Transmitted"/>, and in order with those received. A frame that is sent again after a break comes again. Those
    /// for which there is no room are dropped and counted, where <see cref="Lossless"/>, too: to wait for a reader who may be the one
    /// who sends would be to wait forever. False by default.
    /// </summary>
    public bool IncludeSent { get; init; }

    /// <summary>Who reads, for the message about frames lost.</summary>
    public string Reader { get; init; } = "A reader";

    /// <summary>
    /// Called when frames arrive where there were none, or the subscription ends, on the receiving thread or, with
    /// <see cref="IncludeSent"/>, that of who sends: it must not block.
    /// </summary>
    public Action? Available { get; init; }

    /// <summary>Whether the subscription ends when that many are kept: who wants one frame loses none of those after it.</summary>
    internal bool EndsWhenFull { get; init; }

    /// <summary>Says which option is out of its range.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Filter);
        ArgumentNullException.ThrowIfNull(Reader);
        Option.RequireRange(Capacity, nameof(Capacity), 1, MaxCapacity, " frames");
    }
}
