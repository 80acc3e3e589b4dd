using System.Buffers.Binary;
using Caneth.Links;
using Caneth.Links.Gvret;
using Caneth.Links.Streams;

namespace Caneth.Servers;

/// <summary>As a board speaks the binary protocol of GVRET: it answers what is asked of it, and sends frames with its time once it was switched to binary.</summary>
/// <remarks>
/// Source: collin80/ESP32RET, src/gvret_comm.cpp and src/commbuffer.cpp at ae857ea; collin80/SavvyCAN, connections/gvretserial.cpp at 11b7b08. The
/// bit rate is the gateway's affair: what sets it changes nothing. Bus 0 is the only one.
/// </remarks>
/// <param name="time">The clock.</param>
internal sealed class GvretConversation(TimeProvider time) : Conversation
{
    private const byte FdSettings = 0x16;
    private const int IdOffset = 2;
    private const int BusOffset = IdOffset + sizeof(uint);
    private const int DataOffset = BusOffset + 2;
    private const int TimeOffset = 2;
    private const int FrameIdOffset = TimeOffset + sizeof(uint);
    private const long NanosecondsPerMicrosecond = 1000;

    private static readonly LinkCapabilities Carried = GvretWire.CapabilitiesOf(new());

    /// <inheritdoc/>
    public override LinkCapabilities Capabilities => Carried;

    /// <inheritdoc/>
    public override int MaxFrameSize => GvretMessage.HeaderSize + CanData.MaxClassicLength + 1;

    // Enabled, 500 kbit/s; the other is not there. SavvyCAN wants to know, and can change nothing.
    private static ReadOnlySpan<byte> BusSettings => [1, 0x20, 0xA1, 0x07, 0x00, 0, 0, 0, 0, 0];

    /// <inheritdoc/>
    public override MessageKind Hear(ReadOnlySpan<byte> bytes, ref CanFrame frame, out int length)
    {
        length = 1;
        if (bytes[0] == GvretMessage.Binary)
        {
            IsListening = true;
            return MessageKind.Other;
        }

        if (bytes[0] != GvretMessage.Mark)
        {
            return MessageKind.Garbage;
        }

        length = bytes.Length < 2 ? int.MaxValue : LengthOf(bytes);
        if (length > bytes.Length)
        {
            return MessageKind.Incomplete;
        }

        if (length == 0)
        {
            length = 1;
            return MessageKind.Garbage;
        }

        return bytes[1] is GvretMessage.Frame or GvretMessage.FdFrame ? Read(bytes[..length], ref frame) : Obey(bytes[1]);
    }

    /// <inheritdoc/>
    public override int Write(in CanFrame frame, Span<byte> destination)
    {
        destination[0] = GvretMessage.Mark;
        destination[1] = GvretMessage.Frame;
        BinaryPrimitives.WriteUInt32LittleEndian(destination[TimeOffset..], Microseconds(frame.Timestamp));
        BinaryPrimitives.WriteUInt32LittleEndian(destination[FrameIdOffset..], frame.Id | (frame.Extended ? GvretMessage.ExtendedBit : 0));
        destination[GvretMessage.LengthOffset] = frame.Length;
        frame.Data.CopyTo(destination[GvretMessage.HeaderSize..]);
        destination[GvretMessage.HeaderSize + frame.Length] = 0;
        return GvretMessage.HeaderSize + frame.Length + 1;
    }

    /// <returns>How many bytes the message has; 0 where it cannot be one.</returns>
    private static int LengthOf(ReadOnlySpan<byte> bytes) => bytes[1] switch
    {
        GvretMessage.Frame or GvretMessage.FdFrame => bytes.Length < DataOffset ? int.MaxValue
            : DataLengthCode.TryFromLength(bytes[DataOffset - 1], bytes[1] == GvretMessage.FdFrame, out _) ? DataOffset + bytes[DataOffset - 1] + 1 : 0,
        GvretMessage.SetBuses => 2 + 2 * sizeof(uint),
        GvretMessage.TimeSync or GvretMessage.Buses or GvretMessage.DeviceInfo or GvretMessage.Alive or GvretMessage.NumberOfBuses
            or GvretMessage.ExtraBuses or FdSettings => 2,
        _ => 0,
    };

    private static uint Microseconds(Timestamp at) => (uint)(at.Nanoseconds / NanosecondsPerMicrosecond);

    private static MessageKind Read(ReadOnlySpan<byte> message, ref CanFrame frame)
    {
        var header = BinaryPrimitives.ReadUInt32LittleEndian(message[IdOffset..]);
        var isExtended = (header & GvretMessage.ExtendedBit) != 0;
        var id = header & ~GvretMessage.ExtendedBit;
        if (id > (isExtended ? CanId.MaxExtended : CanId.MaxStandard) || message[BusOffset] != 0)
        {
            return MessageKind.InvalidFrame;
        }

        var flags = (isExtended ? FrameFlags.Extended : FrameFlags.None) | (message[1] == GvretMessage.FdFrame ? FrameFlags.Fd : FrameFlags.None);
        frame = new(id, message[DataOffset..^1], flags);
        return MessageKind.Frame;
    }

    private MessageKind Obey(byte command)
    {
        switch (command)
        {
            case GvretMessage.TimeSync:
                Span<byte> now = stackalloc byte[sizeof(uint)];
                BinaryPrimitives.WriteUInt32LittleEndian(now, Microseconds(time.GetUtcNow()));
                Reply(command, now);
                break;
            case GvretMessage.Buses:
                Reply(command, BusSettings);
                break;
            case GvretMessage.DeviceInfo:
                // The number of the build, and settings that this one has not.
                Reply(command, [1, 0, 0, 0, 0, 0]);
                break;
            case GvretMessage.Alive:
                Reply(command, [0xDE, 0xAD]);
                break;
            case GvretMessage.NumberOfBuses:
                Reply(command, [1]);
                break;
            case GvretMessage.ExtraBuses:
                Reply(command, new byte[15]);
                break;
        }

        return MessageKind.Other;
    }

    private void Reply(byte command, ReadOnlySpan<byte> answer)
    {
        Say([GvretMessage.Mark, command]);
        Say(answer);
    }
}
