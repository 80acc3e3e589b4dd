namespace Caneth.Publishing;

/// <summary>What kind of thing happened to a publisher.</summary>
public enum PublisherEventKind
{
    /// <summary>It is connected to the broker.</summary>
    Connected,

    /// <summary>Something in connecting that is good to know.</summary>
    Notice,

    /// <summary>The broker cannot be reached, has gone, or does not take what is sent.</summary>
    Interrupted,

    /// <summary>It goes on with what an earlier publisher has left in the spool.</summary>
    Resumed,

    /// <summary>Something in the spool was damaged.</summary>
    SpoolDamaged,

    /// <summary>The disk does not take what is to be kept for the broker.</summary>
    SpoolFailed,

    /// <summary>The spool was full: the oldest frames went, or the devices are held back.</summary>
    SpoolFull,

    /// <summary>Frames came faster than they could be put into the spool.</summary>
    FramesOverrun,

    /// <summary>The broker has thrown frames away, since nobody had subscribed.</summary>
    FramesUnread,

    /// <summary>It has ended.</summary>
    Ended,
}
