using System.Buffers.Binary;
using Caneth.Links.Streams;

namespace Caneth.Links.Gvret;

/// <summary>Turns what a GVRET adapter sends into the frames of one of its buses.</summary>
/// <remarks>The adapter's times are microseconds in 32 bits: they begin anew after 71.6 minutes.</remarks>
/// <param name="bus">The number of the bus.</param>
/// <param name="hasTimestamps">Whether the adapter's times count.</param>
/// <param name="context">The name that the frames carry as their device, and where to count and to notify.</param>
internal sealed class GvretDecoder(int bus, bool hasTimestamps, LinkContext context) : MessageDecoder(context)
{
    private const int TimeOffset = 2;
    private const int IdOffset = TimeOffset + sizeof(uint);
    private const long Microsecond = 1000;

    private static readonly TimeSpan Wrap = TimeSpan.FromMicroseconds(1L << 32);

    private readonly DeviceClock clock = new(Wrap);
    private bool toldOfOtherBus;

    /// <inheritdoc/>
    protected override MessageKind Next(ReadOnlySpan<byte> rest, Timestamp received, ref CanFrame frame, out int length)
    {
        var kind = GvretMessage.Measure(rest, out length);
        if (kind != MessageKind.Frame)
        {
            return kind;
        }

        var header = BinaryPrimitives.ReadUInt32LittleEndian(rest[IdOffset..]);
        var isExtended = (header & GvretMessage.ExtendedBit) != 0;
        var id = header & ~GvretMessage.ExtendedBit;
        if (id > (isExtended ? CanId.MaxExtended : CanId.MaxStandard))
        {
            // Where the id is none, the length may be none either.
            length = 1;
            return MessageKind.Garbage;
        }

        // The clock goes on with the frames of other buses too.
        var time = BinaryPrimitives.ReadUInt32LittleEndian(rest[TimeOffset..]) * Microsecond;
        var at = hasTimestamps ? clock.At(time, received) : received;
        return Read(rest[..length], id, isExtended ? FrameFlags.Extended : FrameFlags.None, at, ref frame);
    }

    private MessageKind Read(ReadOnlySpan<byte> message, uint id, FrameFlags flags, Timestamp at, ref CanFrame frame)
    {
        var isFd = message[1] == GvretMessage.FdFrame;
        var itsBus = isFd ? message[GvretMessage.HeaderSize] : message[GvretMessage.LengthOffset] >> 4;
        if (itsBus != bus)
        {
            PassOver(itsBus);
            return MessageKind.Other;
        }

        var data = message[(GvretMessage.HeaderSize + (isFd ? 1 : 0))..^1];
        frame = new(id, new CanData(data), DataLengthCode.FromLength(data.Length, isFd), flags | (isFd ? FrameFlags.Fd : 0), at, Context.Device);
        return MessageKind.Frame;
    }

    private void PassOver(int otherBus)
    {
        Context.Count(LinkCounter.OtherBusFrames, 1);
        if (!toldOfOtherBus)
        {
            toldOfOtherBus = true;
            Context.Notify(LinkNoticeKind.OtherBus, GvretMessages.OtherBus(Context.Device ?? "", bus, otherBus));
        }
    }
}
