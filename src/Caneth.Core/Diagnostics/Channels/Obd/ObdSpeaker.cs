namespace Caneth.Diagnostics.Channels;

/// <summary>A control unit that answers one request: what it has said, and what it still owes.</summary>
/// <param name="address">Both ways.</param>
/// <param name="request">What was asked for.</param>
/// <param name="options">How long is waited.</param>
internal sealed class ObdSpeaker(IsoTpAddress address, UdsMessage request, ObdOptions options)
{
    // Far more than a control unit has to say, and little enough for as many as may speak at once.
    private static readonly IsoTpOptions Transport = new() { MaxLength = 0x1_0000 };

    private readonly IsoTpEndpoint endpoint = new(address, Transport);
    private CanFrame first;
    private TimeSpan? pendingUntil;
    private int pendings;

    /// <summary>When <see cref="OnTime"/> has something to do; null where nothing is owed.</summary>
    public TimeSpan? Deadline => endpoint.Receiver.Deadline is { } frame ? frame + TimeSpan.FromTicks(1) : pendingUntil;

    /// <summary>Takes a frame.</summary>
    /// <param name="frame">A frame of its.</param>
    /// <param name="now">The time.</param>
    /// <param name="reply">The flow control that it waits for; null for none.</param>
    /// <returns>What it has said with it; null for nothing, or nothing that belongs to the request.</returns>
    public ObdResponse? OnFrame(in CanFrame frame, TimeSpan now, out CanFrame? reply)
    {
        var wasReceiving = endpoint.Receiver.IsReceiving;
        var step = endpoint.OnFrame(frame, now, out reply);
        first = step.Interrupted is not null || !wasReceiving ? frame : first;
        return step.Ended is { } ended ? Take(IsoTpMessage.Of(ended, first, frame.Timestamp, address: null), now) : null;
    }

    /// <summary>Gives up what is late.</summary>
    /// <param name="now">The time.</param>
    /// <returns>What it failed with; null where nothing is late.</returns>
    public ObdResponse? OnTime(TimeSpan now)
    {
        if (endpoint.OnTime(now).Ended is { } ended)
        {
            return Take(IsoTpMessage.Of(ended, first, first.Timestamp, address: null), now);
        }

        if (pendingUntil < now)
        {
            pendingUntil = null;
            return new(address, Failure: ChannelMessages.NoFinalResponse(address.ToString(), request, pendings, options.PendingTime));
        }

        return null;
    }

    private ObdResponse? Take(IsoTpMessage message, TimeSpan now)
    {
        if (!message.Complete)
        {
            return new(address, Failure: ChannelMessages.NotReceived(address.ToString(), message));
        }

        var response = UdsMessage.Decode(message);
        if (response.ResponseCode is { } code && response.ServiceId == request.ServiceId)
        {
            return response.IsPending && pendings++ < options.MaxPendings ? Wait(now)
                : Done(new(address, Failure: new UdsException(ChannelMessages.Refused(address.ToString(), request, code), response)));
        }

        return UdsEcho.IsAnswered(request.Data.AsSpan(), message.Data.AsSpan()) ? Done(new(address, response)) : null;
    }

    private ObdResponse? Wait(TimeSpan now)
    {
        pendingUntil = now + options.PendingTime;
        return null;
    }

    private ObdResponse Done(ObdResponse response)
    {
        pendingUntil = null;
        return response;
    }
}
