namespace Caneth.Diagnostics.Channels;

/// <summary>One request and the wait for its answer.</summary>
/// <param name="channel">The channel that it goes over.</param>
/// <param name="unit">Whom is asked, for messages.</param>
/// <param name="request">The request.</param>
/// <param name="times">How long is waited.</param>
/// <param name="pending">Called on the receiving thread each time that the control unit asks for patience.</param>
internal sealed class UdsExchange(IsoTpChannel channel, string unit, UdsMessage request, UdsTimes times, Action<UdsMessage> pending) : IIsoTpListener, IDisposable
{
    // How soon it is looked again whether a message that has begun to come has ended.
    private static readonly TimeSpan ReceivingInterval = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly TaskCompletionSource<UdsMessage?> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool isSuppressed = UdsEcho.IsSuppressed(request.Data.AsSpan());
    private ITimer? timer;
    private bool isSent;
    private int pendings;
    private long firstPending;

    /// <summary>Whether the control unit has asked for patience, and not answered yet.</summary>
    public bool IsPending => Volatile.Read(ref pendings) > 0 && !answer.Task.IsCompleted;

    /// <summary>How many messages came that were no answer to this.</summary>
    public int PassedOver { get; private set; }

    /// <summary>The answer; null where none was wanted and nothing was refused.</summary>
    /// <exception cref="TimeoutException">None came in time.</exception>
    /// <exception cref="IsoTpException">It did not come whole, or the connection was lost.</exception>
    public Task<UdsMessage?> Answer => answer.Task;

    /// <summary>The last frame of the request is with the operating system: from now on the control unit has its time.</summary>
    public void Sent()
    {
        lock (gate)
        {
            isSent = true;
            if (pendings == 0)
            {
                WaitFor(times.Response);
            }
        }
    }

    /// <inheritdoc/>
    public bool Take(IsoTpMessage message)
    {
        if (!message.Complete)
        {
            TakeIncomplete(message);
            return true;
        }

        var bytes = message.Data.AsSpan();
        var asked = request.Data.AsSpan();
        var response = UdsMessage.Decode(message);
        if (response is { Kind: UdsMessageKind.NegativeResponse, ResponseCode: not null } && response.ServiceId == asked[0])
        {
            TakeRefusal(response);
        }
        else if (UdsEcho.IsAnswered(asked, bytes) && (!isSuppressed || IsPending))
        {
            answer.TrySetResult(response);
        }
        else
        {
            PassedOver++;
        }

        return true;
    }

    /// <inheritdoc/>
    public void Fail(Exception why)
    {
        answer.TrySetException(why);

        // Nobody waits for it where the request could not be sent, so a failure counts as seen.
        _ = answer.Task.Exception;
    }

    public void Dispose()
    {
        lock (gate)
        {
            timer?.Dispose();
            answer.TrySetCanceled();
        }
    }

    private void TakeIncomplete(IsoTpMessage message)
    {
        // Another message of the control unit began, which may be the answer.
        if (message.Error == IsoTpError.Superseded)
        {
            PassedOver++;
        }
        else
        {
            Fail(ChannelMessages.NotReceived(unit, message));
        }
    }

    private void TakeRefusal(UdsMessage response)
    {
        if (!response.IsPending)
        {
            answer.TrySetResult(response);
            return;
        }

        lock (gate)
        {
            if (pendings++ == 0)
            {
                firstPending = channel.TimeProvider.GetTimestamp();
            }

            if (channel.TimeProvider.GetElapsedTime(firstPending) > times.MaxPending)
            {
                Fail(ChannelMessages.PendingTooLong(unit, request, pendings, times.MaxPending));
                return;
            }

            WaitFor(times.Pending);
        }

        pending(response);
    }

    private void WaitFor(TimeSpan time)
    {
        if (!answer.Task.IsCompleted)
        {
            timer ??= channel.TimeProvider.CreateTimer(static exchange => ((UdsExchange)exchange!).OnTime(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            timer.Change(time, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnTime()
    {
        // From its first frame on an answer has the time that its frames have.
        var isReceiving = channel.IsReceiving;
        lock (gate)
        {
            if (isReceiving || !isSent)
            {
                WaitFor(ReceivingInterval);
            }
            else if (pendings > 0)
            {
                Fail(ChannelMessages.NoFinalResponse(unit, request, pendings, times.Pending));
            }
            else if (isSuppressed)
            {
                answer.TrySetResult(null);
            }
            else
            {
                Fail(ChannelMessages.NoResponse(unit, request, times.Response));
            }
        }
    }
}
