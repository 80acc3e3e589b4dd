namespace Caneth.Diagnostics;

/// <summary>
/// One side of a connection: a sender and a receiver that share its frames. A tester's channel and a simulated control unit are the two
/// sides of one connection.
/// </summary>
internal sealed class IsoTpEndpoint
{
    private readonly IsoTpFrames frames;

    /// <param name="address">Who speaks with whom.</param>
    /// <param name="options">How; null for the usual way.</param>
    public IsoTpEndpoint(IsoTpAddress address, IsoTpOptions? options = null)
    {
        options ??= new();
        options.Validate();
        Address = address;
        frames = new(address, options);
        Sender = new(frames, options);
        Receiver = new(options);
    }

    public IsoTpAddress Address { get; }

    public IsoTpSender Sender { get; }

    public IsoTpReceiver Receiver { get; }

    /// <summary>When <see cref="OnTime"/> has something to do; null for never.</summary>
    public TimeSpan? Deadline => Sender.Deadline is { } flow && Receiver.Deadline is { } frame ? flow < frame ? flow : frame
        : Sender.Deadline ?? Receiver.Deadline;

    /// <summary>Takes a frame of the bus, whichever.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="now">The time.</param>
    /// <param name="reply">The flow control to send at once; null for none.</param>
    /// <returns>The messages that ended with it.</returns>
    public IsoTpStep OnFrame(in CanFrame frame, TimeSpan now, out CanFrame? reply)
    {
        reply = null;
        if (!Address.Receives(frame) || !IsoTpPdu.TryRead(frame.Data, Address.AddressBytes, out var pdu))
        {
            return default;
        }

        if (pdu.Kind == IsoTpPduKind.FlowControl)
        {
            Sender.OnFlowControl(pdu, now);
            return default;
        }

        var step = Receiver.OnPdu(pdu, now);
        reply = step.Reply is { } status ? frames.FlowControl(status) : null;
        return step;
    }

    /// <summary>Gives up what is late.</summary>
    /// <param name="now">The time.</param>
    /// <returns>The message that was being received, where it was given up.</returns>
    public IsoTpStep OnTime(TimeSpan now)
    {
        Sender.OnTime(now);
        return Receiver.OnTime(now);
    }
}
