using System.Diagnostics.CodeAnalysis;
using Caneth.Signals;

namespace Caneth.Diagnostics;

/// <summary>
/// Makes messages of J1939 of frames of any source, a log or a live bus: one of each frame, and one of all the frames that carry a longer
/// message (BAM; RTS and CTS). It listens only.
/// </summary>
/// <remarks>
/// Give it frames in their order with <see cref="Add"/>, take messages with <see cref="TryTake"/>, and call <see cref="End"/> where there are no
/// more. Each message comes once: when its last packet came, or when it is clear that it will not come. What is held is bounded by the number of
/// transfers that are under way at once. It is for one thread at a time.
/// </remarks>
public sealed class J1939Joiner : IFrameJoiner<J1939Message>
{
    /// <summary>How many transfers may be under way at once; of more, that without a frame for the longest time is given up.</summary>
    internal const int MaxTransfers = 1024;

    private readonly J1939JoinOptions options;
    private readonly J1939Names names;
    private readonly ByAge<Key, J1939Transfer> transfers = new();
    private readonly Queue<J1939Message> ready = [];

    /// <summary>A joiner.</summary>
    /// <param name="options">What names messages; null for the protocol alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public J1939Joiner(J1939JoinOptions? options = null)
    {
        this.options = options ?? new();
        this.options.Validate();
        names = new(this.options.Databases);
    }

    /// <summary>How many frames were not of J1939, which has 29-bit ids and data, and were passed over.</summary>
    public long FramesForeign { get; private set; }

    /// <summary>How many packets came whose transfer had not begun, or was given up before.</summary>
    public long FramesWithoutBeginning { get; private set; }

    /// <summary>How many transfers are under way.</summary>
    internal int Transfers => transfers.Count;

    /// <summary>Makes messages of frames.</summary>
    /// <param name="frames">The frames, in their order.</param>
    /// <param name="options">What names messages; null for the protocol alone.</param>
    /// <returns>The messages, complete or not, as they end.</returns>
    public static IEnumerable<J1939Message> Join(IEnumerable<CanFrame> frames, J1939JoinOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(frames);
        return new J1939Joiner(options).Join(frames);
    }

    /// <summary>Takes the next frame.</summary>
    /// <param name="frame">A frame.</param>
    public void Add(in CanFrame frame)
    {
        if (!frame.Extended || (frame.Flags & (FrameFlags.Remote | FrameFlags.Error)) != 0)
        {
            FramesForeign++;
            return;
        }

        var now = TimeSpan.FromTicks(frame.Timestamp.Nanoseconds / TimeSpan.NanosecondsPerTick);
        GiveUpLate(now);
        var id = new J1939Id(frame.Id);
        if (id.GroupNumber == J1939Control.PacketGroup)
        {
            TakePacket(frame, new(frame.Device, id.Source, id.Destination!.Value), now);
        }
        else if (id.GroupNumber == J1939Control.Group && J1939Control.TryRead(frame.Data, out var control))
        {
            TakeControl(frame, control, new(frame.Device, id.Source, id.Destination!.Value), now);
        }
        else
        {
            ready.Enqueue(J1939Message.Of(frame, names.Of(frame.Id)));
        }
    }

    /// <summary>Takes a message that has ended.</summary>
    /// <param name="message">The message, or null where there is none now.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryTake([NotNullWhen(true)] out J1939Message? message) => ready.TryDequeue(out message);

    /// <summary>There are no more frames: what is under way is incomplete.</summary>
    public void End()
    {
        while (transfers.TryGetOldest(out var key, out var transfer))
        {
            GiveUp(key, transfer, J1939Error.Unfinished, J1939Reasons.Unfinished());
        }
    }

    /// <summary>No frame came for as long as the next one of a message may take: what is under way is late.</summary>
    internal void EndLate()
    {
        while (transfers.TryGetOldest(out var key, out var transfer))
        {
            GiveUp(key, transfer, J1939Error.NoPacket, J1939Reasons.NoPacket(options.Timeout));
        }
    }

    /// <summary>Whether a message of a group is under way.</summary>
    /// <param name="group">The group.</param>
    /// <param name="source">From whom; null for anybody.</param>
    internal bool IsUnderWay(uint group, byte? source) =>
        transfers.Any((key, transfer) => transfer.GroupNumber == group && (source is null || source == key.Source));

    private void TakePacket(in CanFrame frame, Key key, TimeSpan now)
    {
        if (!transfers.TryGetValue(key, out var transfer))
        {
            FramesWithoutBeginning++;
            return;
        }

        Renew(key, transfer, now);
        if (transfer.Add(frame) is { } expected)
        {
            GiveUp(key, transfer, J1939Error.MissingPacket, J1939Reasons.MissingPacket(expected, frame.Data[0]));
        }
        else if (transfer.IsComplete)
        {
            transfers.Remove(key);
            ready.Enqueue(transfer.ToMessage(NameOf(transfer, key)));
        }
    }

    private void TakeControl(in CanFrame frame, in J1939Control control, Key key, TimeSpan now)
    {
        switch (control.Kind)
        {
            case J1939ControlKind.RequestToSend or J1939ControlKind.Broadcast:
                Begin(frame, control, key, now);
                break;
            case J1939ControlKind.ClearToSend when Find(key.Reverse(), control) is { } transfer:
                Renew(key.Reverse(), transfer, now);
                break;
            case J1939ControlKind.EndOfMessage when Find(key.Reverse(), control) is { } transfer:
                GiveUp(key.Reverse(), transfer, J1939Error.MissingPacket, J1939Reasons.MissingAtEnd(transfer.FirstMissing));
                break;
            case J1939ControlKind.Abort:
                Abort(key, control);
                Abort(key.Reverse(), control, key.Source);
                break;
            default:
                // The receiver speaks of a transfer that has ended, or whose beginning was not seen.
                break;
        }
    }

    private void Begin(in CanFrame frame, in J1939Control control, Key key, TimeSpan now)
    {
        if (transfers.TryGetValue(key, out var before))
        {
            GiveUp(key, before, J1939Error.Superseded, J1939Reasons.Superseded());
        }

        if (transfers.Count == MaxTransfers && transfers.TryGetOldest(out var oldestKey, out var oldest))
        {
            GiveUp(oldestKey, oldest, J1939Error.Displaced, J1939Reasons.Displaced());
        }

        Renew(key, new(frame, control), now);
    }

    private void Renew(Key key, J1939Transfer transfer, TimeSpan now)
    {
        transfer.LastAt = now;
        transfers.AddOrRenew(key, transfer);
    }

    /// <summary>The transfer of two addresses and of the group that a frame speaks of; null where there is none.</summary>
    private J1939Transfer? Find(Key key, in J1939Control control) =>
        transfers.TryGetValue(key, out var transfer) && transfer.GroupNumber == control.GroupNumber ? transfer : null;

    private void Abort(Key key, in J1939Control control, byte? by = null)
    {
        if (Find(key, control) is { } transfer)
        {
            GiveUp(key, transfer, J1939Error.Aborted, J1939Reasons.Aborted(by ?? key.Source, control.AbortReason));
        }
    }

    private void GiveUpLate(TimeSpan now)
    {
        while (transfers.TryGetOldest(out var key, out var transfer) && now > transfer.LastAt + options.Timeout)
        {
            GiveUp(key, transfer, J1939Error.NoPacket, J1939Reasons.NoPacket(options.Timeout));
        }
    }

    private void GiveUp(Key key, J1939Transfer transfer, J1939Error error, string reason)
    {
        transfers.Remove(key);
        ready.Enqueue(transfer.ToMessage(NameOf(transfer, key), error, reason));
    }

    // A frame of the message itself would have this id.
    private string? NameOf(J1939Transfer transfer, Key key) => names.Of(
        J1939Id.Create(transfer.GroupNumber, key.Source, new J1939Id(transfer.GroupNumber << 8).Destination is null ? null : key.Destination).Id);

    /// <summary>Whose frames belong together: there is one transfer at a time from an address to another, and one to all.</summary>
    private readonly record struct Key(string? Device, byte Source, byte Destination)
    {
        public Key Reverse() => new(Device, Destination, Source);
    }
}
