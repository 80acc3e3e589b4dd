using System.Buffers.Binary;
using Caneth.Links.Streams;

namespace Caneth.Links.Gvret;

/// <summary>The binary wire of GVRET, which ESP32RET, M2RET and others speak.</summary>
/// <remarks>
/// Source: collin80/ESP32RET, src/gvret_comm.cpp at ae857ea. The command for the time (F1 01) is not sent: the adapter swallows the byte
/// after it, and its frames have times anyway.
/// </remarks>
/// <param name="settings">Which bus is meant, and how it is set up.</param>
internal sealed class GvretWire(GvretSettings settings) : Wire
{
    // Mark, command, id, bus, length, 8 bytes, what was a checksum once.
    private const int MaxSize = 1 + 1 + sizeof(uint) + 1 + 1 + CanData.MaxClassicLength + 1;

    // The payload of a TCP segment on Ethernet, where the header has time stamps.
    private const int SegmentSize = 1448;

    private const int MaxForeignMessages = 4096;
    private const int SettableBuses = 2;
    private const int BusSize = 1 + sizeof(uint);

    // Of a word that sets a bus up: that the next two bits count, whether it is enabled, whether it only listens; the rest is the bit rate.
    private const uint HasStatusBit = 0x8000_0000;
    private const uint EnabledBit = 0x4000_0000;
    private const uint ListenOnlyBit = 0x2000_0000;
    private const uint RateBits = 0x000F_FFFF;

    /// <inheritdoc/>
    public override LinkCapabilities Capabilities { get; } = CapabilitiesOf(settings);

    /// <inheritdoc/>
    public override int MaxFrameSize => MaxSize;

    /// <inheritdoc/>
    public override string AdviceWithoutFrames => GvretMessages.AdviceWithoutFrames;

    /// <summary>What the wire carries.</summary>
    public static LinkCapabilities CapabilitiesOf(GvretSettings settings) => new()
    {
        Carrier = "GVRET",
        RemoteFrames = false,
        Receives = FrameKinds.Data | FrameKinds.Fd,
        Confirmation = LinkConfirmation.PeerStack,
        IsExclusive = true,
        Time = settings.Timestamps ? LinkTime.Device : LinkTime.Host,
        MaxFramesPerWrite = SegmentSize / MaxSize,
    };

    /// <inheritdoc/>
    public override async Task GreetAsync(Dialogue dialogue, CancellationToken cancellationToken)
    {
        await dialogue.SayAsync(
            new[] { GvretMessage.Binary, GvretMessage.Binary, GvretMessage.Mark, GvretMessage.DeviceInfo, GvretMessage.Mark, GvretMessage.Alive }, cancellationToken)
            .ConfigureAwait(false);
        await HearAsync(dialogue, cancellationToken, GvretMessage.DeviceInfo, GvretMessage.Alive).ConfigureAwait(false);
        if (settings.BitRate is { } rate)
        {
            await SetBitRateAsync(dialogue, rate, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<CanFrame> frames, Span<byte> destination, Span<int> ends)
    {
        var end = 0;
        for (var index = 0; index < frames.Length; index++)
        {
            end += Encode(frames[index], destination[end..]);
            ends[index] = end;
        }
    }

    /// <inheritdoc/>
    public override IWireDecoder CreateDecoder(LinkContext context) => new GvretDecoder(settings.Bus, settings.Timestamps, context);

    private int Encode(in CanFrame frame, Span<byte> room)
    {
        const int IdOffset = 2;
        const int BusOffset = IdOffset + sizeof(uint);
        const int DataOffset = BusOffset + 2;
        room[0] = GvretMessage.Mark;
        room[1] = GvretMessage.Frame;
        BinaryPrimitives.WriteUInt32LittleEndian(room[IdOffset..], frame.Id | (frame.Extended ? GvretMessage.ExtendedBit : 0));
        room[BusOffset] = (byte)settings.Bus;
        room[BusOffset + 1] = frame.Length;
        frame.Data.CopyTo(room[DataOffset..]);
        room[DataOffset + frame.Length] = 0;
        return DataOffset + frame.Length + 1;
    }

    /// <summary>Sets the bus up. Both are set together, so the other is set to what it is.</summary>
    private async Task SetBitRateAsync(Dialogue dialogue, int rate, CancellationToken cancellationToken)
    {
        await dialogue.SayAsync(new[] { GvretMessage.Mark, GvretMessage.Buses }, cancellationToken).ConfigureAwait(false);
        var buses = await HearAsync(dialogue, cancellationToken, GvretMessage.Buses).ConfigureAwait(false);
        var command = new byte[2 + SettableBuses * sizeof(uint)];
        (command[0], command[1]) = (GvretMessage.Mark, GvretMessage.SetBuses);
        for (var bus = 0; bus < SettableBuses; bus++)
        {
            var itsSettings = buses.AsSpan(2 + bus * BusSize);
            var word = bus == settings.Bus
                ? EnabledBit | (settings.ListenOnly ? ListenOnlyBit : 0) | (uint)rate
                : ((itsSettings[0] & 0x0F) != 0 ? EnabledBit : 0) | ((itsSettings[0] & 0xF0) != 0 ? ListenOnlyBit : 0)
                    | (BinaryPrimitives.ReadUInt32LittleEndian(itsSettings[1..]) & RateBits);
            BinaryPrimitives.WriteUInt32LittleEndian(command.AsSpan(2 + bus * sizeof(uint)), HasStatusBit | word);
        }

        await dialogue.SayAsync(command, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits for one of some messages; others, and what an adapter says that starts, are passed over.</summary>
    private async Task<byte[]> HearAsync(Dialogue dialogue, CancellationToken cancellationToken, params byte[] commands)
    {
        for (var messages = 0; messages < MaxForeignMessages; messages++)
        {
            var heard = await dialogue.HearAsync(LengthOf, cancellationToken).ConfigureAwait(false);
            if (heard is [GvretMessage.Mark, var command, _, ..] && commands.Contains(command))
            {
                return heard;
            }

            if (ForeignData.SenderOf(heard) is not null)
            {
                throw StreamMessages.NotUnderstood(dialogue.Address, Capabilities.Carrier, "its answer", heard);
            }
        }

        throw StreamMessages.NotUnderstood(dialogue.Address, Capabilities.Carrier, "its answer", default);
    }

    private static int LengthOf(ReadOnlySpan<byte> bytes) => GvretMessage.Measure(bytes, out var length) == MessageKind.Incomplete ? 0 : length;
}
