namespace Caneth.Diagnostics;

/// <summary>What a frame of the transport protocol says (SAE J1939-21, transport protocol): its first byte.</summary>
internal enum J1939ControlKind : byte
{
    /// <summary>A message of several frames is announced to one address.</summary>
    RequestToSend = 16,

    /// <summary>Which packets the receiver wants next.</summary>
    ClearToSend = 17,

    /// <summary>The receiver has all of it.</summary>
    EndOfMessage = 19,

    /// <summary>A message of several frames is announced to all.</summary>
    Broadcast = 32,

    /// <summary>The transfer is broken off.</summary>
    Abort = 255,
}

/// <summary>A frame that manages a transfer (TP.CM).</summary>
internal readonly record struct J1939Control
{
    /// <summary>The group of these frames.</summary>
    public const uint Group = 0xEC00;

    /// <summary>The group of the frames that carry the packets (TP.DT).</summary>
    public const uint PacketGroup = 0xEB00;

    /// <summary>How many bytes of a message one packet carries.</summary>
    public const int PacketLength = 7;

    /// <summary>The most packets of a message.</summary>
    public const int MaxPackets = 255;

    /// <summary>The longest message, in bytes.</summary>
    public const int MaxLength = MaxPackets * PacketLength;

    /// <summary>The shortest message that is carried so, in bytes: others fit a frame.</summary>
    public const int MinLength = CanData.MaxClassicLength + 1;

    private const byte Reserved = 0xFF;

    public J1939ControlKind Kind { get; init; }

    /// <summary>The group of the message that is carried.</summary>
    public uint GroupNumber { get; init; }

    /// <summary>How many bytes the message has: of an announcement, and of the end of one.</summary>
    public int Length { get; init; }

    /// <summary>How many packets: all of them, or those that the receiver wants next; 0 of these is to be patient.</summary>
    public byte Packets { get; init; }

    /// <summary>A request to send: how many packets the sender sends at most at once.</summary>
    public byte MaxAtOnce { get; init; }

    /// <summary>A clear to send: the number of the first packet that is wanted.</summary>
    public byte NextPacket { get; init; }

    /// <summary>An abort: why.</summary>
    public byte AbortReason { get; init; }

    /// <summary>How many packets a message has.</summary>
    public static int PacketsOf(int length) => (length + PacketLength - 1) / PacketLength;

    /// <summary>Reads a frame.</summary>
    /// <param name="data">Its data.</param>
    /// <param name="control">What it says.</param>
    /// <returns>Whether it is one; what announces a length that is not carried so, or another number of packets than it has, is none.</returns>
    public static bool TryRead(in CanData data, out J1939Control control)
    {
        control = default;
        if (data.Count != CanData.MaxClassicLength)
        {
            return false;
        }

        var group = (uint)(data[5] | data[6] << 8 | data[7] << 16);
        control = new()
        {
            Kind = (J1939ControlKind)data[0],
            GroupNumber = Signals.J1939Id.GroupNumberOf(group << 8),
        };
        var length = data[1] | data[2] << 8;
        switch (control.Kind)
        {
            case J1939ControlKind.RequestToSend or J1939ControlKind.Broadcast or J1939ControlKind.EndOfMessage:
                control = control with { Length = length, Packets = data[3], MaxAtOnce = data[4] };
                return length is >= MinLength and <= MaxLength && PacketsOf(length) == data[3];
            case J1939ControlKind.ClearToSend:
                control = control with { Packets = data[1], NextPacket = data[2] };
                return true;
            case J1939ControlKind.Abort:
                control = control with { AbortReason = data[1] };
                return true;
            default:
                return false;
        }
    }

    /// <summary>The data of the frame.</summary>
    public CanData ToData()
    {
        Span<byte> data = stackalloc byte[CanData.MaxClassicLength];
        data.Fill(Reserved);
        data[0] = (byte)Kind;
        switch (Kind)
        {
            case J1939ControlKind.ClearToSend:
                (data[1], data[2]) = (Packets, NextPacket);
                break;
            case J1939ControlKind.Abort:
                data[1] = AbortReason;
                break;
            default:
                (data[1], data[2], data[3]) = ((byte)Length, (byte)(Length >> 8), Packets);
                data[4] = Kind == J1939ControlKind.RequestToSend ? MaxAtOnce : Reserved;
                break;
        }

        (data[5], data[6], data[7]) = ((byte)GroupNumber, (byte)(GroupNumber >> 8), (byte)(GroupNumber >> 16));
        return new(data);
    }
}
