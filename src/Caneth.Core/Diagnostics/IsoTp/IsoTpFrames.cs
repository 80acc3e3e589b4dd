using System.Buffers.Binary;

namespace Caneth.Diagnostics;

/// <summary>Makes the frames of one side of a connection: address, kind, the part of the message, and what fills them up.</summary>
/// <param name="address">Who speaks with whom.</param>
/// <param name="options">Length and padding of the frames.</param>
internal sealed class IsoTpFrames(IsoTpAddress address, IsoTpOptions options)
{
    /// <summary>The longest message whose length has 12 bits; that of a longer one has 32.</summary>
    public const int MostWithoutEscape = 0xFFF;

    // What CAN FD fills up in any case, where nothing was chosen (ISO 15765-2, clause 10.4.2.2).
    private const byte DefaultPadding = 0xCC;
    private const int FirstHeader = 2;
    private const int EscapedFirstHeader = 6;

    private int Start => address.AddressBytes;

    /// <summary>The longest message that one frame carries.</summary>
    public int MostInSingle => MostInSingleFrame(options.FrameLength, Start);

    /// <summary>How many bytes of a message a consecutive frame carries.</summary>
    public int ConsecutiveLength => options.FrameLength - Start - 1;

    /// <summary>The longest message that one frame of a length carries: its length is in half a byte, or above 8 bytes of data in one of its own.</summary>
    /// <param name="frameLength">The bytes of data in the frame.</param>
    /// <param name="addressBytes">How many of them are address.</param>
    public static int MostInSingleFrame(int frameLength, int addressBytes) =>
        frameLength - addressBytes - (frameLength > CanData.MaxClassicLength ? 2 : 1);

    /// <summary>How many bytes of a message the first of its frames carries.</summary>
    public int FirstLength(int length) => options.FrameLength - Start - (length > MostWithoutEscape ? EscapedFirstHeader : FirstHeader);

    /// <summary>The one frame of a message of at most <see cref="MostInSingle"/> bytes.</summary>
    public CanFrame Single(ReadOnlySpan<byte> message)
    {
        Span<byte> data = stackalloc byte[CanData.MaxLength];
        return Start + 1 + message.Length <= CanData.MaxClassicLength
            ? Make(data, [(byte)message.Length], message)
            : Make(data, [0, (byte)message.Length], message);
    }

    /// <summary>The first frame of a longer message.</summary>
    public CanFrame First(ReadOnlySpan<byte> message)
    {
        Span<byte> data = stackalloc byte[CanData.MaxLength];
        Span<byte> header = stackalloc byte[EscapedFirstHeader];
        var escaped = message.Length > MostWithoutEscape;
        header[0] = (byte)((int)IsoTpPduKind.FirstFrame << 4 | (escaped ? 0 : message.Length >> 8));
        header[1] = escaped ? (byte)0 : (byte)message.Length;
        BinaryPrimitives.WriteUInt32BigEndian(header[FirstHeader..], (uint)message.Length);
        return Make(data, header[..(escaped ? EscapedFirstHeader : FirstHeader)], message[..FirstLength(message.Length)]);
    }

    /// <summary>One of the frames after the first.</summary>
    /// <param name="number">Its number, of which the lower four bits count.</param>
    /// <param name="part">Its part of the message, at most <see cref="ConsecutiveLength"/> bytes.</param>
    public CanFrame Consecutive(int number, ReadOnlySpan<byte> part)
    {
        Span<byte> data = stackalloc byte[CanData.MaxLength];
        return Make(data, [(byte)((int)IsoTpPduKind.ConsecutiveFrame << 4 | number & 0xF)], part);
    }

    /// <summary>What is said to the sender of a message, with what the options ask for.</summary>
    public CanFrame FlowControl(IsoTpFlowStatus status)
    {
        Span<byte> data = stackalloc byte[CanData.MaxLength];
        var kind = (byte)((int)IsoTpPduKind.FlowControl << 4 | (int)status);
        return status == IsoTpFlowStatus.ContinueToSend
            ? Make(data, [kind, options.BlockSize, SeparationTime.Write(options.SeparationTime)], [])
            : Make(data, [kind, 0, 0], []);
    }

    private CanFrame Make(Span<byte> data, ReadOnlySpan<byte> header, ReadOnlySpan<byte> part)
    {
        var length = 0;
        if (address.TransmitAddress is { } target)
        {
            data[length++] = target;
        }

        header.CopyTo(data[length..]);
        part.CopyTo(data[(length + header.Length)..]);
        length += header.Length + part.Length;
        var filled = FilledLength(length);
        data[length..filled].Fill(options.Padding ?? DefaultPadding);
        var flags = address.TransmitExtended ? FrameFlags.Extended : FrameFlags.None;
        flags |= options.FrameLength <= CanData.MaxClassicLength ? FrameFlags.None
            : options.BitRateSwitch ? FrameFlags.Fd | FrameFlags.BitRateSwitch
            : FrameFlags.Fd;
        return new(address.TransmitId, data[..filled], flags);
    }

    private int FilledLength(int length) =>
        DataLengthCode.FilledLength(options.Padding is null ? length : Math.Max(length, CanData.MaxClassicLength));
}
