namespace Caneth.Links.SocketCan;

/// <summary>What is wanted of a CAN interface of this computer.</summary>
internal sealed record SocketCanSettings
{
    /// <summary>Whether CAN FD frames are sent.</summary>
    public bool Fd { get; init; }

    /// <summary>Whether error frames are received like others.</summary>
    public bool ErrorFrames { get; init; }

    /// <summary>Whether what the controller has sent comes back, which confirms it.</summary>
    public bool OwnFrames { get; init; } = true;

    /// <summary>Whether frames have the kernel's times.</summary>
    public bool KernelTimes { get; init; } = true;
}
