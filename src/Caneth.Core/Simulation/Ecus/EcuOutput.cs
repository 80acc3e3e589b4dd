using Caneth.Diagnostics;

namespace Caneth.Simulation;

/// <summary>Puts the frames of a control unit on the bus: as they are, or with what is to go wrong with them.</summary>
/// <param name="address">From whom to whom they go.</param>
internal sealed class EcuOutput(IsoTpAddress address)
{
    private const byte Filler = 0xAA;
    private const int KindShift = 4;
    private const int NumberMask = 0x0F;
    private const int LostNumber = 2;

    private static readonly TimeSpan WaitInterval = TimeSpan.FromSeconds(0.1);

    private readonly Queue<(TimeSpan At, CanFrame Frame)> later = new();
    private long left;
    private int asked;

    /// <summary>When <see cref="OnTime"/> has something to do; null for never.</summary>
    public TimeSpan? Due => later.TryPeek(out var next) ? next.At : null;

    /// <summary>Puts frames on the bus.</summary>
    public void Send(ReadOnlySpan<CanFrame> frames, TimeSpan now, ICanBus bus)
    {
        if (bus.Faults is not { AffectsEcus: true } faults)
        {
            bus.Send(frames);
            return;
        }

        foreach (ref readonly var frame in frames)
        {
            var isRead = IsoTpPdu.TryRead(frame.Data, address.AddressBytes, out var pdu);
            if (!isRead)
            {
                Put(bus, frame);
            }
            else if (pdu.Kind == IsoTpPduKind.FlowControl)
            {
                SendFlowControl(frame, now, bus, faults);
            }
            else if (pdu.Kind == IsoTpPduKind.ConsecutiveFrame)
            {
                SendPart(frame, pdu, bus, faults);
            }
            else
            {
                SendBeginning(frame, pdu, bus, faults);
            }
        }
    }

    /// <summary>A longer request begins, and its flow controls follow.</summary>
    public void BeginRequest() => asked = 0;

    /// <summary>Sends what has waited until now.</summary>
    public void OnTime(TimeSpan now, ICanBus bus)
    {
        while (later.TryPeek(out var next) && next.At <= now)
        {
            Put(bus, later.Dequeue().Frame);
        }
    }

    private static void Put(ICanBus bus, in CanFrame frame) => bus.Send(new ReadOnlySpan<CanFrame>(in frame));

    private static bool IsOn(SimulatorFaults faults, SimulatorFault fault) => faults[fault] is not null;

    private void SendBeginning(in CanFrame frame, in IsoTpPdu pdu, ICanBus bus, SimulatorFaults faults)
    {
        if (IsOn(faults, SimulatorFault.EcuUnknownFrames))
        {
            Put(bus, Make(0xF0, 0xF0, 0xF0, 0xF0, 0xF0, 0xF0, 0xF0));
        }

        if (IsOn(faults, SimulatorFault.EcuInvalidLengths))
        {
            Put(bus, Make(0x00));
            Put(bus, Make(0x0F, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01));
        }

        if (IsOn(faults, SimulatorFault.EcuForeignAnswer))
        {
            Put(bus, Make(0x05, 0x62, 0xBA, 0x77, 0x01, 0x02));
        }

        if (IsOn(faults, SimulatorFault.EcuForeignRefusal))
        {
            Put(bus, Make(0x03, 0x7F, 0x3E, 0x12));
        }

        if (IsOn(faults, SimulatorFault.EcuShortRefusal))
        {
            Put(bus, Make(0x01, 0x7F));
            Put(bus, Make(0x02, 0x7F, 0x22));
        }

        if (IsOn(faults, SimulatorFault.EcuShortFirstFrame))
        {
            Put(bus, Make(0x10, 0x05, 0x62, 0xBA, 0x12, 0x01, 0x02));
        }

        if (pdu.Kind == IsoTpPduKind.FirstFrame && IsOn(faults, SimulatorFault.EcuHugeAnswer))
        {
            Put(bus, Make(0x10, 0x00, 0x7F, 0xFF, 0xFF, 0xFF, 0x01));
            return;
        }

        Put(bus, frame);
        left = pdu.Length - pdu.Count;
        if (pdu.Kind == IsoTpPduKind.FirstFrame && IsOn(faults, SimulatorFault.EcuRepeatedFirstFrame))
        {
            Put(bus, frame);
        }

        if (IsOn(faults, SimulatorFault.EcuUnknownFrames))
        {
            Put(bus, Make(0x45, 0x45, 0x45, 0x45, 0x45, 0x45, 0x45));
        }
    }

    private void SendPart(in CanFrame frame, in IsoTpPdu pdu, ICanBus bus, SimulatorFaults faults)
    {
        if (IsOn(faults, SimulatorFault.EcuNoFrames))
        {
            return;
        }

        left -= pdu.Count;
        if (pdu.Number != LostNumber || !IsOn(faults, SimulatorFault.EcuLostFrame))
        {
            Put(bus, frame);
        }

        if (left <= 0 && IsOn(faults, SimulatorFault.EcuExtraFrame))
        {
            var header = (byte)((int)IsoTpPduKind.ConsecutiveFrame << KindShift | pdu.Number + 1 & NumberMask);
            Put(bus, Make(header, 0xEE, 0xEE, 0xEE, 0xEE, 0xEE, 0xEE));
        }
    }

    private void SendFlowControl(in CanFrame frame, TimeSpan now, ICanBus bus, SimulatorFaults faults)
    {
        const byte Wait = 0x31;
        const byte Overflow = 0x32;
        const byte Invalid = 0x33;
        if (IsOn(faults, SimulatorFault.EcuNoFlowControl))
        {
            return;
        }

        if (IsOn(faults, SimulatorFault.EcuOverflow) || IsOn(faults, SimulatorFault.EcuInvalidFlowControl))
        {
            Put(bus, Make(IsOn(faults, SimulatorFault.EcuOverflow) ? Overflow : Invalid, 0, 0));
            return;
        }

        if (IsOn(faults, SimulatorFault.EcuChangingFlowControl))
        {
            SendChanging(bus);
            return;
        }

        var start = address.AddressBytes;
        var goOn = faults[SimulatorFault.EcuSeparationTime] is { } separation
            ? Make(frame.Data[start], frame.Data[start + 1], (byte)separation.Value)
            : frame;
        var waits = faults[SimulatorFault.EcuWaits]?.Value ?? 0;
        for (var wait = 0; wait < waits; wait++)
        {
            later.Enqueue((now + wait * WaitInterval, Make(Wait, 0, 0)));
        }

        later.Enqueue((now + waits * WaitInterval, goOn));
        if (IsOn(faults, SimulatorFault.EcuRepeatedFlowControl))
        {
            later.Enqueue((now + waits * WaitInterval, goOn));
        }

        OnTime(now, bus);
    }

    // The receiver wants each frame alone then: what is granted already is asked for in silence.
    private void SendChanging(ICanBus bus)
    {
        const byte GoOn = 0x30;
        const byte FirstBlock = 2;
        const byte SecondBlock = 3;
        const byte SecondTime = 30;
        switch (asked++)
        {
            case 0:
                Put(bus, Make(GoOn, FirstBlock, 0));
                break;
            case FirstBlock:
                Put(bus, Make(GoOn, SecondBlock, SecondTime));
                break;
            case FirstBlock + SecondBlock:
                Put(bus, Make(GoOn, 0, 0));
                break;
        }
    }

    /// <summary>A frame with these bytes, its address before them and filled up.</summary>
    private CanFrame Make(params ReadOnlySpan<byte> bytes)
    {
        Span<byte> data = stackalloc byte[CanData.MaxClassicLength];
        data.Fill(Filler);
        if (address.TransmitAddress is { } target)
        {
            data[0] = target;
        }

        bytes.CopyTo(data[address.AddressBytes..]);
        return new(address.TransmitId, data, address.TransmitExtended ? FrameFlags.Extended : FrameFlags.None);
    }
}
