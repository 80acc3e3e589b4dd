using System.Buffers.Binary;
using Caneth.Signals;

namespace Caneth.Diagnostics;

/// <summary>
/// What a node says to others of its own accord: whose its address is, what it does not have, and which packets of long messages it wants. It
/// neither has a clock nor sends anything itself: frames and times go in, frames come out.
/// </summary>
/// <param name="claim">Its address.</param>
/// <param name="maxAtOnce">How many packets of a message are asked for at most at once.</param>
/// <param name="say">Takes what is to be said, in order.</param>
internal sealed class J1939Responder(J1939AddressClaim claim, byte maxAtOnce, Action<CanFrame?> say)
{
    private const int RequestLength = 3;

    private readonly Dictionary<byte, J1939Receiver> receivers = [];

    /// <summary>When <see cref="OnTime"/> has something to do; null for never.</summary>
    public TimeSpan? Deadline => receivers.Values.Select(one => one.Deadline).Append(claim.Deadline).Min();

    /// <summary>Forgets what is under way: the address is another one.</summary>
    public void ForgetTransfers() => receivers.Clear();

    /// <summary>Takes a frame that another node sent.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="now">The time.</param>
    /// <returns>What it says to who sends a message to its source; null for nothing.</returns>
    public J1939Control? OnFrame(in CanFrame frame, TimeSpan now)
    {
        if (!frame.Extended || (frame.Flags & (FrameFlags.Remote | FrameFlags.Error)) != 0)
        {
            return null;
        }

        var id = new J1939Id(frame.Id);
        Span<byte> data = stackalloc byte[CanData.MaxLength];
        frame.Data.CopyTo(data);
        switch (id.GroupNumber)
        {
            case J1939Groups.AddressClaimed when frame.Data.Count == sizeof(ulong):
                say(claim.OnClaim(id.Source, new(BinaryPrimitives.ReadUInt64LittleEndian(data)), now));
                return null;
            case J1939Groups.Request when frame.Data.Count >= RequestLength && (id.Destination == J1939Frames.ToAll || id.Destination == claim.Address):
                OnRequest(id, J1939Groups.NumberAt(data), now);
                return null;
            case J1939Control.Group when IsMine(id) && J1939Control.TryRead(frame.Data, out var control):
                say(ReceiverOf(id.Source).OnControl(control, now).Reply);
                return control;
            case J1939Control.PacketGroup when IsMine(id) && receivers.TryGetValue(id.Source, out var receiver):
                say(receiver.OnPacket(frame.Data, now).Reply);
                return null;
            default:
                return null;
        }
    }

    /// <summary>Does what is due.</summary>
    /// <param name="now">The time.</param>
    public void OnTime(TimeSpan now)
    {
        while (now >= claim.Deadline)
        {
            say(claim.OnTime(now));
        }

        foreach (var receiver in receivers.Values)
        {
            say(receiver.OnTime(now).Reply);
        }
    }

    private bool IsMine(J1939Id id) => claim.State == J1939ClaimState.Claimed && id.Destination == claim.Address;

    private void OnRequest(J1939Id id, uint group, TimeSpan now)
    {
        if (group == J1939Groups.AddressClaimed)
        {
            say(claim.OnRequest(now));
        }
        else if (IsMine(id))
        {
            say(new J1939Acknowledgement(J1939AcknowledgementKind.Negative, group, id.Source).ToFrame(claim.Address!.Value));
        }
    }

    private J1939Receiver ReceiverOf(byte source)
    {
        if (!receivers.TryGetValue(source, out var receiver))
        {
            receivers.Add(source, receiver = new(claim.Address!.Value, source, maxAtOnce));
        }

        return receiver;
    }
}
