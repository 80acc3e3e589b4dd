using System.Globalization;

namespace Caneth.Diagnostics;

/// <summary>What came of a frame, or of a time that is over.</summary>
/// <param name="Data">A message that is whole; null where none is.</param>
/// <param name="Error">Why one was given up; null where none was.</param>
/// <param name="Reason">The same in a sentence.</param>
/// <param name="Reply">What to say to the sender at once; null for nothing.</param>
internal readonly record struct J1939Step(byte[]? Data = null, J1939Error? Error = null, string? Reason = null, CanFrame? Reply = null);

/// <summary>
/// Takes the messages of several frames that one address sends to another, or to all. It neither has a clock nor sends anything itself: frames
/// and times go in, messages and what is to be said to the sender come out. Times are those of any one clock of the caller's.
/// </summary>
/// <param name="address">Who receives.</param>
/// <param name="sender">Who sends.</param>
/// <param name="maxAtOnce">How many packets are asked for at most at once, 1 to 255.</param>
internal sealed class J1939Receiver(byte address, byte sender, byte maxAtOnce = 16)
{
    // How often packets are asked for again before the transfer is broken off.
    private const int MaxRetries = 2;

    private readonly J1939Frames frames = new(address, sender);
    private J1939Control announcement;
    private J1939Packets? packets;
    private int lastAsked;
    private int retries;
    private TimeSpan waitsFor;

    /// <summary>The group of the message under way; null where none is.</summary>
    public uint? GroupNumber => packets is null ? null : announcement.GroupNumber;

    /// <summary>When <see cref="OnTime"/> has something to do; null for never.</summary>
    public TimeSpan? Deadline { get; private set; }

    private bool IsBroadcast => announcement.Kind == J1939ControlKind.Broadcast;

    /// <summary>Takes what the sender says of a transfer. A new one takes the place of one that is under way.</summary>
    /// <param name="control">What it says.</param>
    /// <param name="now">The time.</param>
    public J1939Step OnControl(in J1939Control control, TimeSpan now)
    {
        switch (control.Kind)
        {
            case J1939ControlKind.RequestToSend or J1939ControlKind.Broadcast:
                var interrupted = packets is null ? default : GiveUp(J1939Error.Superseded, J1939Reasons.Superseded());
                (announcement, packets, lastAsked, retries) = (control, new(control.Length), 0, 0);
                return interrupted with { Reply = IsBroadcast ? Wait(now, J1939Times.T1) : Ask(now) };
            case J1939ControlKind.Abort when packets is not null && !IsBroadcast && control.GroupNumber == announcement.GroupNumber:
                return GiveUp(J1939Error.Aborted, J1939Reasons.Aborted(sender, control.AbortReason));
            default:
                return default;
        }
    }

    /// <summary>Takes a packet.</summary>
    /// <param name="data">Its number, and its bytes.</param>
    /// <param name="now">The time.</param>
    public J1939Step OnPacket(in CanData data, TimeSpan now)
    {
        if (packets is null || data.Count == 0)
        {
            return default;
        }

        if (IsBroadcast && data[0] > packets.FirstMissing)
        {
            return GiveUp(J1939Error.MissingPacket, J1939Reasons.MissingPacket(packets.FirstMissing, data[0]));
        }

        // What was not asked for is no part of the transfer.
        if (!IsBroadcast && data[0] > lastAsked || !packets.Add(data))
        {
            return default;
        }

        if (packets.IsComplete)
        {
            return Complete();
        }

        // The last of those that were asked for: what of them is missing is lost, since a bus keeps their order.
        return new(Reply: !IsBroadcast && data[0] == lastAsked ? Next(now) : Wait(now, J1939Times.T1));
    }

    /// <summary>Asks again where packets are late, and gives up where that was in vain.</summary>
    /// <param name="now">The time.</param>
    public J1939Step OnTime(TimeSpan now)
    {
        if (packets is null || !(now > Deadline))
        {
            return default;
        }

        if (!IsBroadcast && retries++ < MaxRetries)
        {
            return new(Reply: Ask(now));
        }

        var abort = IsBroadcast ? (CanFrame?)null : frames.Control(new()
        {
            Kind = J1939ControlKind.Abort,
            GroupNumber = announcement.GroupNumber,
            AbortReason = (byte)J1939AbortReason.Timeout,
        });
        return GiveUp(J1939Error.NoPacket, J1939Reasons.NoPacket(waitsFor)) with { Reply = abort };
    }

    /// <summary>Asks for the packets that follow or, up to a limit, once more for what is missing of those before.</summary>
    private CanFrame? Next(TimeSpan now)
    {
        retries = packets!.FirstMissing > lastAsked ? 0 : retries + 1;
        return retries <= MaxRetries ? Ask(now) : Wait(now, J1939Times.T1);
    }

    private CanFrame? Ask(TimeSpan now)
    {
        var next = packets!.FirstMissing;
        var most = announcement.MaxAtOnce == 0 ? maxAtOnce : Math.Min(maxAtOnce, announcement.MaxAtOnce);
        var count = Math.Min(most, packets.Count - next + 1);
        lastAsked = next + count - 1;
        Wait(now, J1939Times.T2);
        return frames.Control(new()
        {
            Kind = J1939ControlKind.ClearToSend,
            GroupNumber = announcement.GroupNumber,
            Packets = (byte)count,
            NextPacket = (byte)next,
        });
    }

    private J1939Step Complete()
    {
        var data = packets!.ToArray();
        CanFrame? reply = IsBroadcast ? null : frames.Control(announcement with { Kind = J1939ControlKind.EndOfMessage });
        (packets, Deadline) = (null, null);
        return new(data, Reply: reply);
    }

    private CanFrame? Wait(TimeSpan now, TimeSpan time)
    {
        (waitsFor, Deadline) = (time, now + time);
        return null;
    }

    private J1939Step GiveUp(J1939Error error, string reason)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{reason} {packets!.Received} of {packets.Count} packets came.");
        (packets, Deadline) = (null, null);
        return new(Error: error, Reason: text);
    }
}
