using System.Buffers.Binary;

namespace Caneth.Logs.Blf;

/// <summary>Makes BLF objects of frames.</summary>
/// <param name="losses">Counts what the frames say and objects cannot.</param>
internal sealed class BlfObjects(LossCounter losses)
{
    private readonly ChannelNumbers channels = new(first: 1, losses);

    /// <summary>The moment that times count from.</summary>
    public Timestamp Start { get; set; }

    /// <summary>Writes an object.</summary>
    /// <returns>How many bytes it has.</returns>
    public int Write(in CanFrame frame, Span<byte> destination)
    {
        var (type, length) = frame.Error ? (BlfLayout.CanErrorExt, BlfLayout.CanErrorExtLength)
            : frame.Fd ? (BlfLayout.CanFdMessage, BlfLayout.CanFdMessageLength)
            : (BlfLayout.CanMessage, BlfLayout.CanMessageLength);
        destination = destination[..length];
        destination.Clear();
        WriteHeader(destination, type, losses.TimeSince(Start, frame.Timestamp));
        var content = destination[BlfLayout.EventHeaderLength..];
        BinaryPrimitives.WriteUInt16LittleEndian(content, (ushort)channels.Get(frame.Device));
        if (frame.Error)
        {
            WriteError(frame, content);
            return length;
        }

        content[2] = (byte)((frame.Transmitted ? BlfLayout.TransmittedBit : 0) | (frame.Remote ? BlfLayout.RemoteBit : 0));
        content[3] = (byte)frame.Dlc;
        BinaryPrimitives.WriteUInt32LittleEndian(content[4..], Id(frame));
        if (frame.Fd)
        {
            content[13] = (byte)(BlfLayout.FdBit
                | (frame.BitRateSwitch ? BlfLayout.BitRateSwitchBit : 0) | (frame.ErrorState ? BlfLayout.ErrorStateBit : 0));
            content[14] = frame.Length;
            frame.Data.CopyTo(content[20..]);
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(content[8..], frame.Inline);
        }

        return length;
    }

    private static uint Id(in CanFrame frame) => frame.Id | (frame.Extended ? BlfLayout.ExtendedBit : 0);

    private static void WriteHeader(Span<byte> item, uint type, long time)
    {
        BlfLayout.ObjectSignature.CopyTo(item);
        BinaryPrimitives.WriteUInt16LittleEndian(item[BlfLayout.HeaderLengthOffset..], BlfLayout.EventHeaderLength);
        BinaryPrimitives.WriteUInt16LittleEndian(item[BlfLayout.HeaderVersionOffset..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(item[BlfLayout.LengthOffset..], (uint)item.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(item[BlfLayout.TypeOffset..], type);
        BinaryPrimitives.WriteUInt32LittleEndian(item[BlfLayout.TimeFlagsOffset..], BlfLayout.TimeInNanoseconds);
        BinaryPrimitives.WriteInt64LittleEndian(item[BlfLayout.TimeOffset..], time);
    }

    private void WriteError(in CanFrame frame, Span<byte> content)
    {
        content[10] = (byte)frame.Dlc;
        BinaryPrimitives.WriteUInt32LittleEndian(content[16..], Id(frame));
        BinaryPrimitives.WriteUInt64LittleEndian(content[24..], frame.Inline);
        if (frame.Transmitted)
        {
            losses.Add("the direction of error frames");
        }
    }
}
