using System.Buffers.Binary;

namespace Caneth.Diagnostics;

/// <summary>The kinds of frames of ISO-TP: the upper four bits of the first byte, in their order (ISO 15765-2, clause 9.4).</summary>
internal enum IsoTpPduKind : byte
{
    /// <summary>The whole message.</summary>
    SingleFrame,

    /// <summary>The beginning of a longer one, with its length.</summary>
    FirstFrame,

    /// <summary>The next part.</summary>
    ConsecutiveFrame,

    /// <summary>What the receiver says of going on.</summary>
    FlowControl,
}

/// <summary>What the receiver says of going on.</summary>
internal enum IsoTpFlowStatus : byte
{
    /// <summary>Go on.</summary>
    ContinueToSend,

    /// <summary>Wait for another flow control.</summary>
    Wait,

    /// <summary>The message is too long: give up.</summary>
    Overflow,
}

/// <summary>A frame of ISO-TP, read: its kind, what it says, and the part of the message in it.</summary>
internal readonly struct IsoTpPdu
{
    private const int FirstFrameHeader = 2;
    private const int EscapedFirstFrameHeader = 6;

    private readonly CanData data;
    private readonly byte start;

    private IsoTpPdu(in CanData data, IsoTpPduKind kind, int start, int count)
    {
        this.data = data;
        this.start = (byte)start;
        Kind = kind;
        Count = (byte)count;
    }

    public IsoTpPduKind Kind { get; }

    /// <summary>How many bytes of the message are in it; of a consecutive frame with whatever fills it up.</summary>
    public byte Count { get; }

    /// <summary>A first frame: how many bytes a consecutive frame after it carries.</summary>
    public byte Capacity { get; private init; }

    /// <summary>A single frame and a first frame: how many bytes the whole message has.</summary>
    public uint Length { get; private init; }

    /// <summary>A consecutive frame: its number, 0 to 15.</summary>
    public byte Number { get; private init; }

    /// <summary>A flow control: what it says; above <see cref="IsoTpFlowStatus.Overflow"/> it is reserved.</summary>
    public IsoTpFlowStatus Status { get; private init; }

    /// <summary>A flow control: how many consecutive frames may follow before the next one; 0 for all.</summary>
    public byte BlockSize { get; private init; }

    /// <summary>A flow control: the least time between two consecutive frames, as <see cref="Diagnostics.SeparationTime"/> reads it.</summary>
    public byte SeparationTime { get; private init; }

    /// <summary>Reads a frame.</summary>
    /// <param name="data">Its data.</param>
    /// <param name="addressBytes">How many bytes of address the data begins with: 0, or 1 in extended and mixed addressing.</param>
    /// <param name="pdu">What it says.</param>
    /// <returns>
    /// Whether it is one. What ISO 15765-2 has receivers ignore is none: an unknown kind, a length of nothing or beyond the frame, and a
    /// first frame of a message that fits a single one (clause 9.6.3).
    /// </returns>
    public static bool TryRead(in CanData data, int addressBytes, out IsoTpPdu pdu)
    {
        pdu = default;
        if (data.Count <= addressBytes)
        {
            return false;
        }

        var first = data[addressBytes];
        return (IsoTpPduKind)(first >> 4) switch
        {
            IsoTpPduKind.SingleFrame => TryReadSingle(data, addressBytes, first & 0xF, out pdu),
            IsoTpPduKind.FirstFrame => TryReadFirst(data, addressBytes, first & 0xF, out pdu),
            IsoTpPduKind.ConsecutiveFrame => ReadConsecutive(data, addressBytes, first & 0xF, out pdu),
            IsoTpPduKind.FlowControl => TryReadFlowControl(data, addressBytes, first & 0xF, out pdu),
            _ => false,
        };
    }

    /// <summary>Copies the first bytes of the message's part.</summary>
    /// <param name="destination">At most <see cref="Count"/> bytes of room.</param>
    public void CopyTo(Span<byte> destination)
    {
        Span<byte> all = stackalloc byte[CanData.MaxLength];
        data.CopyTo(all);
        all.Slice(start, destination.Length).CopyTo(destination);
    }

    /// <summary>The bytes of the message's part in an array of their own.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Count];
        CopyTo(bytes);
        return bytes;
    }

    private static bool TryReadSingle(in CanData data, int addressBytes, int length, out IsoTpPdu pdu)
    {
        // Above 8 bytes of data the length has a byte of its own, and these four bits are 0.
        var header = addressBytes + 1;
        if (data.Count > CanData.MaxClassicLength)
        {
            length = length == 0 ? data[header++] : 0;
        }

        var valid = length > 0 && length <= data.Count - header;
        pdu = valid ? new(data, IsoTpPduKind.SingleFrame, header, length) { Length = (uint)length } : default;
        return valid;
    }

    private static bool TryReadFirst(in CanData data, int addressBytes, int lengthHigh, out IsoTpPdu pdu)
    {
        pdu = default;
        if (data.Count < CanData.MaxClassicLength)
        {
            return false;
        }

        var length = (uint)(lengthHigh << 8 | data[addressBytes + 1]);
        var header = addressBytes + FirstFrameHeader;
        if (length == 0)
        {
            // The escape: 32 bits of length follow.
            Span<byte> all = stackalloc byte[CanData.MaxLength];
            data.CopyTo(all);
            length = BinaryPrimitives.ReadUInt32BigEndian(all[header..]);
            header = addressBytes + EscapedFirstFrameHeader;
        }

        if (length <= IsoTpFrames.MostInSingleFrame(data.Count, addressBytes))
        {
            return false;
        }

        pdu = new(data, IsoTpPduKind.FirstFrame, header, data.Count - header) { Length = length, Capacity = (byte)(data.Count - addressBytes - 1) };
        return true;
    }

    private static bool ReadConsecutive(in CanData data, int addressBytes, int number, out IsoTpPdu pdu)
    {
        var header = addressBytes + 1;
        pdu = new(data, IsoTpPduKind.ConsecutiveFrame, header, data.Count - header) { Number = (byte)number };
        return true;
    }

    private static bool TryReadFlowControl(in CanData data, int addressBytes, int status, out IsoTpPdu pdu)
    {
        var valid = data.Count >= addressBytes + 3;
        pdu = !valid ? default : new(data, IsoTpPduKind.FlowControl, addressBytes + 3, 0)
        {
            Status = (IsoTpFlowStatus)status,
            BlockSize = data[addressBytes + 1],
            SeparationTime = data[addressBytes + 2],
        };
        return valid;
    }
}
