namespace Caneth.Links;

/// <summary>Why there is no link, or none any more.</summary>
public enum LinkError
{
    /// <summary>The name of the host is not known.</summary>
    HostNotFound,

    /// <summary>The host answered that nothing listens there.</summary>
    ConnectionRefused,

    /// <summary>Nobody answered in time.</summary>
    ConnectTimeout,

    /// <summary>It cannot be connected to for another reason.</summary>
    ConnectFailed,

    /// <summary>The other side serves as many clients as it can, and said so.</summary>
    ClientLimit,

    /// <summary>What comes is no CAN frame, again and again.</summary>
    AlignmentLost,

    /// <summary>The connection broke.</summary>
    Broken,

    /// <summary>The other side answered, but speaks another protocol, or will not do what was asked: it has no such bus, for example.</summary>
    HandshakeFailed,
}
