namespace Caneth.Links;

/// <summary>What a link carries, and what it knows: asked before anything is queued.</summary>
public sealed class LinkCapabilities
{
    private readonly FrameKinds? receives;

    /// <summary>What carries the frames, as messages call it, for example <c>the gateway's wire</c>.</summary>
    public required string Carrier { get; init; }

    /// <summary>Whether it carries remote frames (RTR); true by default.</summary>
    public bool RemoteFrames { get; init; } = true;

    /// <summary>Whether it carries CAN FD frames.</summary>
    public bool Fd { get; init; }

    /// <summary>Whether it carries error frames.</summary>
    public bool ErrorFrames { get; init; }

    /// <summary>Whether it carries classic frames with a raw DLC of 9 to 15.</summary>
    public bool RawDlc { get; init; }

    /// <summary>What it sends, as said by the properties above.</summary>
    public FrameKinds Sends => FrameKinds.Data
        | (RemoteFrames ? FrameKinds.Remote : 0)
        | (RawDlc ? FrameKinds.RawDlc : 0)
        | (Fd ? FrameKinds.Fd : 0)
        | (ErrorFrames ? FrameKinds.Error : 0);

    /// <summary>What can be received; by default what it sends.</summary>
    public FrameKinds Receives
    {
        get => receives ?? Sends;
        init => receives = value;
    }

    /// <summary>Who says of frames that were sent that they have arrived; by default nobody.</summary>
    public LinkConfirmation Confirmation { get; init; }

    /// <summary>
    /// Whether it knows which frames have arrived on the other side. Where it cannot, none is sent again after a break, since it
    /// may have arrived.
    /// </summary>
    public bool Confirms => Confirmation >= LinkConfirmation.PeerStack;

    /// <summary>Whose clock says when a frame was received; by default that of this computer.</summary>
    public LinkTime Time { get; init; }

    /// <summary>Whether the other side may accept a connection and only then, at once, refuse the client.</summary>
    public bool MayRefuse { get; init; }

    /// <summary>
    /// Whether there is room for one connection only: a silent one is ended before the next is made, and not after.
    /// </summary>
    public bool IsExclusive { get; init; }

    /// <summary>Whether the other side connects, as a gateway that dials in does: then it decides when, and nobody waits in between.</summary>
    public bool PeerConnects { get; init; }

    /// <summary>How many frames go in one write, and so back to back, at most; 1 or more.</summary>
    public int MaxFramesPerWrite { get; init; } = 1;

    /// <summary>Whether it carries a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="reason">Why it does not, for example <c>the gateway's wire carries no CAN FD frames</c>; null where it does.</param>
    /// <returns>Whether it does.</returns>
    public bool Carries(in CanFrame frame, out string? reason)
    {
        var objection = Objection(frame);
        reason = objection is null ? null : $"{Carrier} carries no {objection.Value.Kind}";
        return objection is null;
    }

    /// <summary>Refuses frames that it does not carry.</summary>
    /// <exception cref="ArgumentException">One of them is such a frame.</exception>
    internal void ThrowIfNotCarried(ReadOnlySpan<CanFrame> frames)
    {
        foreach (ref readonly var frame in frames)
        {
            ThrowIfNotCarried(frame);
        }
    }

    /// <summary>Refuses a frame that it does not carry.</summary>
    /// <exception cref="ArgumentException">It is such a frame.</exception>
    internal void ThrowIfNotCarried(in CanFrame frame)
    {
        const FrameFlags Special = FrameFlags.Fd | FrameFlags.Error | FrameFlags.Remote;
        var isPlain = (frame.Flags & Special) == 0 && frame.Dlc <= CanData.MaxClassicLength;
        if (!isPlain && Objection(frame) is { } objection)
        {
            throw new ArgumentException($"The frame {frame} cannot be sent: {objection.What}, and {Carrier} carries only {Kinds}.", nameof(frame));
        }
    }

    /// <summary>What it carries, in words.</summary>
    private string Kinds => $"classic data {(RemoteFrames ? "and remote " : "")}frames"
        + (RawDlc ? "" : $" with a DLC of 0 to {CanData.MaxClassicLength}")
        + (Fd ? ", and CAN FD frames" : "")
        + (ErrorFrames ? ", and error frames" : "");

    /// <summary>What of a frame it does not carry, and all frames of its kind.</summary>
    private (string What, string Kind)? Objection(in CanFrame frame) =>
        frame.Fd ? Fd ? null : ("it is a CAN FD frame", "CAN FD frames")
        : frame.Error && !ErrorFrames ? ("it is an error frame", "error frames")
        : frame.Remote && !RemoteFrames ? ("it is a remote frame", "remote frames")
        : frame.Dlc > CanData.MaxClassicLength && !RawDlc
            ? ($"its DLC is {frame.Dlc}, above {CanData.MaxClassicLength}", $"DLC above {CanData.MaxClassicLength}")
        : null;
}
