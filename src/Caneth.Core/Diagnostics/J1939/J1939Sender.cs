using Caneth.Signals;

namespace Caneth.Diagnostics;

/// <summary>How far a message is that is sent.</summary>
internal enum J1939SendState
{
    /// <summary>None was begun.</summary>
    Idle,

    /// <summary>There are frames to send, at once or when they are due.</summary>
    Sending,

    /// <summary>The receiver is to say what it wants next, or that it has all.</summary>
    WaitingForReceiver,

    /// <summary>It is sent and, to one address, received.</summary>
    Sent,

    /// <summary>It was given up.</summary>
    Failed,
}

/// <summary>
/// Sends the messages of one address, one after another: in one frame, to all in packets (BAM), or to one address in the packets that it asks for
/// (RTS and CTS). It neither has a clock nor sends anything itself: what the receiver says and times go in, frames and the times when they are due
/// come out. Times are those of any one clock of the caller's.
/// </summary>
/// <param name="source">The address.</param>
internal sealed class J1939Sender(byte source)
{
    // A receiver that asks for the same again and again never has enough.
    private const int MaxRequests = 2 * J1939Control.MaxPackets;

    private ReadOnlyMemory<byte> message;
    private J1939Frames frames;
    private J1939Control announcement;
    private CanFrame? first;
    private byte destination;
    private int next;
    private int last;
    private int requests;
    private TimeSpan due;
    private TimeSpan waitsFor;
    private bool isBeingWritten;

    public J1939SendState State { get; private set; }

    /// <summary>Why it was given up; null where it was not.</summary>
    public J1939Error? Error { get; private set; }

    /// <summary>The same in a sentence.</summary>
    public string? Reason { get; private set; }

    /// <summary>When the next frame is due; null where none is, or the one before is still being written.</summary>
    public TimeSpan? Due => State == J1939SendState.Sending && !isBeingWritten ? due : null;

    /// <summary>When <see cref="OnTime"/> gives up, because the receiver does not answer; null where it is not asked.</summary>
    public TimeSpan? Deadline { get; private set; }

    private bool IsBroadcast => announcement.Kind == J1939ControlKind.Broadcast;

    private int Packets => J1939Control.PacketsOf(message.Length);

    /// <summary>Begins a message; one that is under way is forgotten.</summary>
    /// <param name="group">The number of its parameter group.</param>
    /// <param name="payload">Its data, at most <see cref="J1939Control.MaxLength"/> bytes, which must not change until it is sent.</param>
    /// <param name="to">The address that it is for; null for all.</param>
    /// <param name="now">The time.</param>
    /// <param name="priority">The priority of a message of one frame.</param>
    /// <exception cref="ArgumentOutOfRangeException">It has too many bytes.</exception>
    public void Begin(uint group, ReadOnlyMemory<byte> payload, byte? to, TimeSpan now, int priority = 6)
    {
        Option.RequireRange(payload.Length, nameof(payload), 0, J1939Control.MaxLength, " bytes");
        message = payload;
        destination = to ?? J1939Frames.ToAll;
        frames = new(source, destination);
        announcement = new()
        {
            Kind = destination == J1939Frames.ToAll ? J1939ControlKind.Broadcast : J1939ControlKind.RequestToSend,
            GroupNumber = group,
            Length = payload.Length,
            Packets = (byte)Packets,
            MaxAtOnce = (byte)Packets,
        };
        var goesToAll = new J1939Id(group << 8).Destination is null;
        first = payload.Length >= J1939Control.MinLength ? frames.Control(announcement)
            : new CanFrame(J1939Id.Create(group, source, goesToAll ? null : destination, priority).Id, payload.Span, FrameFlags.Extended);
        (next, last, requests, due, isBeingWritten) = (1, IsBroadcast ? Packets : 0, 0, now, false);
        (State, Error, Reason, Deadline) = (J1939SendState.Sending, null, null, null);
    }

    /// <summary>Hands out the frames that are due. To all it is one at a time, and <see cref="OnWritten"/> must follow.</summary>
    /// <param name="room">Room for 1 frame or more.</param>
    /// <param name="now">The time.</param>
    /// <returns>How many they are.</returns>
    public int Fill(Span<CanFrame> room, TimeSpan now)
    {
        var count = 0;
        while (count < room.Length && now >= Due)
        {
            room[count++] = Next();
            isBeingWritten = IsBroadcast && State == J1939SendState.Sending;
            Deadline = State == J1939SendState.WaitingForReceiver ? now + (waitsFor = J1939Times.T3) : null;
        }

        return count;
    }

    /// <summary>What was handed out has left: from now on the time to the next packet runs, and that for the receiver.</summary>
    /// <param name="now">The time.</param>
    public void OnWritten(TimeSpan now)
    {
        (isBeingWritten, due) = (false, IsBroadcast ? now + J1939Times.BetweenBroadcasts : due);
        Deadline = State == J1939SendState.WaitingForReceiver ? now + waitsFor : null;
    }

    /// <summary>Takes what the receiver says.</summary>
    /// <param name="control">What it says.</param>
    /// <param name="now">The time.</param>
    /// <returns>What to say to it at once; null for nothing.</returns>
    public CanFrame? OnControl(in J1939Control control, TimeSpan now)
    {
        if (State is not (J1939SendState.Sending or J1939SendState.WaitingForReceiver) || IsBroadcast || control.GroupNumber != announcement.GroupNumber)
        {
            return null;
        }

        switch (control.Kind)
        {
            case J1939ControlKind.Abort:
                Fail(J1939Error.Aborted, J1939Reasons.Aborted(destination, control.AbortReason));
                return null;
            case J1939ControlKind.EndOfMessage:
                // Perhaps before all that it asked for again was sent.
                (State, Deadline) = (J1939SendState.Sent, null);
                return null;
            case J1939ControlKind.ClearToSend when State == J1939SendState.WaitingForReceiver:
                return OnClear(control, now);
            default:
                // In the midst of the packets that it asked for it has nothing to say.
                return null;
        }
    }

    /// <summary>Gives up where the receiver does not answer.</summary>
    /// <param name="now">The time.</param>
    /// <returns>What to say to it; null for nothing.</returns>
    public CanFrame? OnTime(TimeSpan now)
    {
        if (!(now > Deadline))
        {
            return null;
        }

        Fail(J1939Error.NoAnswer, J1939Reasons.NoAnswer(waitsFor));
        return Abort(J1939AbortReason.Timeout);
    }

    /// <summary>Gives up the message under way, where there is one.</summary>
    /// <returns>What to say to a receiver that waits for the rest; null for nothing.</returns>
    public CanFrame? Abandon()
    {
        var tells = announcement.Kind == J1939ControlKind.RequestToSend && message.Length >= J1939Control.MinLength && first is null
            && State is J1939SendState.Sending or J1939SendState.WaitingForReceiver;
        (State, Deadline) = (J1939SendState.Idle, null);
        return tells ? Abort(J1939AbortReason.Other) : null;
    }

    private CanFrame? OnClear(in J1939Control control, TimeSpan now)
    {
        if (control.Packets == 0)
        {
            Deadline = now + (waitsFor = J1939Times.T4);
            return null;
        }

        if (control.NextPacket == 0 || control.NextPacket > Packets || ++requests > MaxRequests)
        {
            Fail(J1939Error.MissingPacket, J1939Reasons.AskedInVain(control.NextPacket));
            return Abort(J1939AbortReason.TooManyRequests);
        }

        next = control.NextPacket;
        last = Math.Min(Packets, next + control.Packets - 1);
        (State, Deadline, due) = (J1939SendState.Sending, null, now);
        return null;
    }

    private CanFrame Next()
    {
        if (first is { } frame)
        {
            first = null;
            State = message.Length < J1939Control.MinLength ? J1939SendState.Sent
                : IsBroadcast ? J1939SendState.Sending
                : J1939SendState.WaitingForReceiver;
            return frame;
        }

        var packet = frames.Packet(next++, message.Span);
        State = next <= last ? J1939SendState.Sending : IsBroadcast ? J1939SendState.Sent : J1939SendState.WaitingForReceiver;
        return packet;
    }

    private CanFrame Abort(J1939AbortReason reason) =>
        frames.Control(new() { Kind = J1939ControlKind.Abort, GroupNumber = announcement.GroupNumber, AbortReason = (byte)reason });

    private void Fail(J1939Error error, string reason) => (State, Error, Reason, Deadline) = (J1939SendState.Failed, error, reason, null);
}
