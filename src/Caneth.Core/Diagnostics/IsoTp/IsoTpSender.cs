namespace Caneth.Diagnostics;

/// <summary>How far a message is that is sent.</summary>
internal enum IsoTpSendState
{
    /// <summary>None was begun.</summary>
    Idle,

    /// <summary>There are frames to send, at once or when they are due.</summary>
    Sending,

    /// <summary>The receiver is to say whether it wants more.</summary>
    WaitingForFlowControl,

    /// <summary>All frames were handed out.</summary>
    Sent,

    /// <summary>It was given up.</summary>
    Failed,
}

/// <summary>
/// Takes messages apart into frames, one after another. It neither has a clock nor sends anything: a message, flow controls and times go in,
/// frames and the times when they are due come out. Times are those of any one clock of the caller's.
/// </summary>
/// <param name="frames">Makes the frames.</param>
/// <param name="options">How patient and how fast it is.</param>
internal sealed class IsoTpSender(IsoTpFrames frames, IsoTpOptions options)
{
    private ReadOnlyMemory<byte> message;
    private BusPace pace;
    private TimeSpan asked;
    private TimeSpan writtenAt;
    private int number;
    private int leftInBlock;
    private int waits;
    private bool isBeingWritten;

    public IsoTpSendState State { get; private set; }

    /// <summary>How many bytes of the message were handed out.</summary>
    public int BytesSent { get; private set; }

    /// <summary>Why it was given up; null where it was not.</summary>
    public IsoTpError? Error { get; private set; }

    /// <summary>The same in a sentence.</summary>
    public string? Reason { get; private set; }

    /// <summary>When the next frame is due; null where none is, or the one before is still being written.</summary>
    public TimeSpan? Due => State != IsoTpSendState.Sending || Gap > TimeSpan.Zero && isBeingWritten ? null
        : BytesSent == 0 || Gap == TimeSpan.Zero || number == 1 ? pace.Due
        : Later(pace.Due, writtenAt + Gap);

    /// <summary>When <see cref="OnTime"/> gives up, because no flow control came; null where none is waited for.</summary>
    public TimeSpan? Deadline { get; private set; }

    /// <summary>The least time between two consecutive frames.</summary>
    private TimeSpan Gap => Later(asked > TimeSpan.Zero ? asked + options.GatewayJitter : TimeSpan.Zero, options.MinimumGap);

    /// <summary>Begins a message; one that is under way is forgotten.</summary>
    /// <param name="payload">The message, which must not change until it is sent.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="ArgumentException">The message is empty.</exception>
    public void Begin(ReadOnlyMemory<byte> payload, TimeSpan now)
    {
        if (payload.IsEmpty)
        {
            throw new ArgumentException("A message has 1 byte or more.", nameof(payload));
        }

        message = payload;
        pace = new(options.FramesInFlight, options.BitRate);
        pace.Restart(now);
        (BytesSent, number, waits, asked, isBeingWritten) = (0, 1, 0, TimeSpan.Zero, false);
        (State, Error, Reason, Deadline) = (IsoTpSendState.Sending, null, null, null);
    }

    /// <summary>Hands out the frames that are due. Where a time is kept between them it is one, and <see cref="OnWritten"/> must follow.</summary>
    /// <param name="room">Room for 1 frame or more.</param>
    /// <param name="now">The time.</param>
    /// <returns>How many they are.</returns>
    public int Fill(Span<CanFrame> room, TimeSpan now)
    {
        var count = 0;
        while (count < room.Length && now >= Due)
        {
            room[count] = Next();
            pace.Count(room[count++], now);
            isBeingWritten = true;
            Deadline = State == IsoTpSendState.WaitingForFlowControl ? now + options.FlowControlTimeout : null;
        }

        return count;
    }

    /// <summary>What was handed out has left: from now on the time to the next frame runs, and that for a flow control.</summary>
    /// <param name="now">The time.</param>
    public void OnWritten(TimeSpan now)
    {
        (isBeingWritten, writtenAt) = (false, now);
        Deadline = State == IsoTpSendState.WaitingForFlowControl ? now + options.FlowControlTimeout : null;
    }

    /// <summary>Takes what the receiver says. Nobody asked for it in the midst of a block, where it is ignored.</summary>
    /// <param name="pdu">A flow control.</param>
    /// <param name="now">The time.</param>
    public void OnFlowControl(in IsoTpPdu pdu, TimeSpan now)
    {
        if (State != IsoTpSendState.WaitingForFlowControl)
        {
            return;
        }

        if (isBeingWritten)
        {
            // It is answered before whoever writes says that it has left.
            OnWritten(now);
        }

        switch (pdu.Status)
        {
            case IsoTpFlowStatus.ContinueToSend:
                // Some receivers mean the time of their first flow control to hold, others that of the latest: the longer is right for both.
                asked = Later(asked, SeparationTime.Read(pdu.SeparationTime));
                leftInBlock = pdu.BlockSize == 0 ? int.MaxValue : pdu.BlockSize;
                waits = 0;
                pace.Restart(now);
                (State, Deadline) = (IsoTpSendState.Sending, null);
                break;
            case IsoTpFlowStatus.Wait when ++waits <= options.MaxWaits:
                Deadline = now + options.FlowControlTimeout;
                break;
            case IsoTpFlowStatus.Wait:
                Fail(IsoTpError.TooManyWaits, IsoTpReasons.TooManyWaits(options.MaxWaits));
                break;
            case IsoTpFlowStatus.Overflow:
                Fail(IsoTpError.Overflow, IsoTpReasons.Overflow(message.Length));
                break;
            default:
                Fail(IsoTpError.InvalidFlowStatus, IsoTpReasons.InvalidFlowStatus((int)pdu.Status));
                break;
        }
    }

    /// <summary>Gives up where the flow control is late.</summary>
    /// <param name="now">The time.</param>
    public void OnTime(TimeSpan now)
    {
        if (now > Deadline)
        {
            Fail(IsoTpError.NoFlowControl, IsoTpReasons.NoFlowControl(options.FlowControlTimeout, BytesSent, message.Length));
        }
    }

    /// <summary>Forgets the message: nothing more of it is handed out, and nothing is waited for.</summary>
    public void Abandon() => (State, Deadline) = (IsoTpSendState.Idle, null);

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private CanFrame Next()
    {
        var left = message.Span[BytesSent..];
        if (BytesSent == 0)
        {
            var isWhole = left.Length <= frames.MostInSingle;
            (BytesSent, State) = isWhole ? (left.Length, IsoTpSendState.Sent) : (frames.FirstLength(left.Length), IsoTpSendState.WaitingForFlowControl);
            return isWhole ? frames.Single(left) : frames.First(left);
        }

        var part = left[..Math.Min(left.Length, frames.ConsecutiveLength)];
        BytesSent += part.Length;
        leftInBlock--;
        State = BytesSent == message.Length ? IsoTpSendState.Sent : leftInBlock == 0 ? IsoTpSendState.WaitingForFlowControl : IsoTpSendState.Sending;
        return frames.Consecutive(number++, part);
    }

    private void Fail(IsoTpError error, string reason) => (State, Error, Reason, Deadline) = (IsoTpSendState.Failed, error, reason, null);
}
