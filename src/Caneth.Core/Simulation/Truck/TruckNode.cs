using System.Buffers.Binary;
using Caneth.Diagnostics;
using Caneth.Signals;

namespace Caneth.Simulation;

/// <summary>
/// A control unit of the truck: it claims its address and defends it, or falls silent where a better NAME wants it (SAE J1939-81); it answers
/// requests, and sends and takes messages of several frames (SAE J1939-21).
/// </summary>
/// <param name="address">Its address.</param>
/// <param name="name">Its NAME, of which the lower one wins.</param>
internal sealed class TruckNode(byte address, ulong name) : IBusNode
{
    private const uint ProprietaryA = 0xEF00;
    private const byte NoAddress = 254;
    private const byte Filler = 0xFF;
    private const byte Positive = 0;
    private const byte Negative = 1;
    private const int RequestLength = 3;

    private static readonly TimeSpan ClaimTime = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<uint, Func<byte[]>> answers = [];
    private readonly Dictionary<uint, Action> orders = [];
    private readonly List<Repetition> repetitions = [];
    private readonly Dictionary<byte, J1939Receiver> receivers = [];
    private readonly TruckOutbox toAll = new(address);
    private readonly TruckOutbox toOne = new(address);
    private TimeSpan? claimedAt;
    private bool isLost;
    private volatile bool speaks;

    public byte Address => address;

    /// <summary>Whether its address is its own, so that it may send.</summary>
    public bool Speaks => speaks;

    /// <inheritdoc/>
    public TimeSpan? Due => claimedAt is not { } claimed ? TimeSpan.Zero
        : isLost ? null
        : !speaks ? claimed + ClaimTime
        : Times().Min();

    /// <summary>Answers requests for a group.</summary>
    public void Answer(uint group, Func<byte[]> answer) => answers.Add(group, answer);

    /// <summary>Does something when a group is asked for, and confirms it.</summary>
    public void Obey(uint group, Action order) => orders.Add(group, order);

    /// <summary>Sends a group again and again.</summary>
    public void Repeat(uint group, TimeSpan period, Func<byte[]> data) => repetitions.Add(new(group, period, data));

    /// <inheritdoc/>
    public bool OnFrame(in CanFrame frame, VehicleState vehicle, TimeSpan now, ICanBus bus)
    {
        var id = new J1939Id(frame.Id);
        var isOne = frame.Extended && (frame.Flags & (FrameFlags.Remote | FrameFlags.Error)) == 0;
        if (!isOne || id.Destination is { } to && to != address && to != J1939Frames.ToAll)
        {
            return false;
        }

        Span<byte> data = stackalloc byte[CanData.MaxLength];
        frame.Data.CopyTo(data);
        data = data[..frame.Length];
        var isForMe = id.Destination == address;
        switch (id.GroupNumber)
        {
            case J1939Groups.AddressClaimed when id.Source == address && data.Length == sizeof(ulong):
                Contend(BinaryPrimitives.ReadUInt64LittleEndian(data), bus);
                return true;
            case J1939Groups.Request when data.Length >= RequestLength:
                OnRequest((uint)(data[0] | data[1] << 8 | data[2] << 16), isForMe ? id.Source : null, now, bus);
                return true;
            case J1939Control.Group when isForMe && speaks && J1939Control.TryRead(frame.Data, out var control):
                toOne.OnControl(id.Source, control, now, bus);
                Take(id.Source, Receiver(id.Source).OnControl(control, now), null, now, bus);
                return true;
            case J1939Control.PacketGroup when isForMe && speaks:
                var receiver = Receiver(id.Source);
                var group = receiver.GroupNumber;
                Take(id.Source, receiver.OnPacket(frame.Data, now), group, now, bus);
                return true;
            default:
                return false;
        }
    }

    /// <inheritdoc/>
    public void OnTime(VehicleState vehicle, TimeSpan now, ICanBus bus)
    {
        if (claimedAt is not { } claimed)
        {
            claimedAt = now;
            Claim(bus);
            return;
        }

        if (isLost || now < claimed + ClaimTime)
        {
            return;
        }

        speaks = true;
        foreach (var repetition in repetitions)
        {
            if (repetition.IsDue(now))
            {
                Send(repetition.Group, repetition.Data(), null, now, bus);
            }
        }

        foreach (var (source, receiver) in receivers)
        {
            Take(source, receiver.OnTime(now), null, now, bus);
        }

        toAll.OnTime(now, bus);
        toOne.OnTime(now, bus);
    }

    private static void Put(CanFrame frame, ICanBus bus) => bus.Send(new ReadOnlySpan<CanFrame>(in frame));

    private IEnumerable<TimeSpan?> Times()
    {
        // What waits for an answer is late only after its deadline.
        var later = TimeSpan.FromTicks(1);
        return
        [
            toAll.Due, toOne.Due, toOne.Deadline + later,
            .. repetitions.Select(one => (TimeSpan?)one.Next),
            .. receivers.Values.Select(one => one.Deadline + later),
        ];
    }

    private J1939Receiver Receiver(byte sender)
    {
        if (!receivers.TryGetValue(sender, out var receiver))
        {
            receivers.Add(sender, receiver = new(address, sender));
        }

        return receiver;
    }

    private void Take(byte source, J1939Step step, uint? group, TimeSpan now, ICanBus bus)
    {
        if (step.Reply is { } reply)
        {
            Put(reply, bus);
        }

        if (step.Data is { } data && group == ProprietaryA)
        {
            Send(ProprietaryA, data, source, now, bus);
        }
    }

    private void OnRequest(uint group, byte? asker, TimeSpan now, ICanBus bus)
    {
        if (group == J1939Groups.AddressClaimed)
        {
            Claim(bus);
        }
        else if (!speaks)
        {
            return;
        }
        else if (answers.TryGetValue(group, out var answer))
        {
            Send(group, answer(), asker, now, bus);
        }
        else if (orders.TryGetValue(group, out var order))
        {
            order();
            Acknowledge(Positive, group, asker, bus);
        }
        else if (asker is not null)
        {
            Acknowledge(Negative, group, asker, bus);
        }
    }

    /// <summary>Somebody else claims the address: the lower NAME has it.</summary>
    private void Contend(ulong other, ICanBus bus)
    {
        if (other <= name)
        {
            (isLost, speaks) = (true, false);
            toAll.Clear();
            toOne.Clear();
            receivers.Clear();
        }

        Claim(bus);
    }

    /// <summary>Says whose the address is, or that it has none.</summary>
    private void Claim(ICanBus bus)
    {
        Span<byte> data = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(data, name);
        Put(new(J1939Id.Create(J1939Groups.AddressClaimed, isLost ? NoAddress : address).Id, data, FrameFlags.Extended), bus);
    }

    private void Acknowledge(byte kind, uint group, byte? asker, ICanBus bus) => Put(
        new(
            J1939Id.Create(J1939Groups.Acknowledgement, address).Id,
            [kind, Filler, Filler, Filler, asker ?? Filler, (byte)group, (byte)(group >> 8), (byte)(group >> 16)],
            FrameFlags.Extended),
        bus);

    private void Send(uint group, byte[] data, byte? to, TimeSpan now, ICanBus bus)
    {
        if (data.Length < J1939Control.MinLength)
        {
            var goesToAll = new J1939Id(group << 8).Destination is null;
            Put(new(J1939Id.Create(group, address, goesToAll ? null : to).Id, data, FrameFlags.Extended), bus);
            return;
        }

        (to is null ? toAll : toOne).Post(group, data, to, now, bus);
    }

    /// <summary>A group that is sent again and again.</summary>
    private sealed class Repetition(uint group, TimeSpan period, Func<byte[]> data)
    {
        public uint Group => group;

        public Func<byte[]> Data => data;

        public TimeSpan Next { get; private set; }

        /// <summary>Whether it is due; then it is due again after its period.</summary>
        public bool IsDue(TimeSpan now)
        {
            var isDue = now >= Next;
            Next = isDue ? now + period : Next;
            return isDue;
        }
    }
}
