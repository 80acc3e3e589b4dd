using Caneth.Links.Gateway;

namespace Caneth.Links.Incoming;

/// <summary>Finds the registration packet at the beginning of what a gateway sends: nothing says where it ends, but frames follow it.</summary>
/// <remarks>
/// USR: 6 bytes of a MAC address, or up to 40 of anything; EBYTE: a MAC address, or up to 128 bytes of anything; once on connecting or in
/// front of every packet (the makers' manuals).
/// </remarks>
internal static class RegistrationPacket
{
    /// <summary>The length of a MAC address, in bytes.</summary>
    public const int MacLength = 6;

    private const int Size = FrameCodec.FrameSize;

    /// <summary>The length of the packet with which bytes begin.</summary>
    /// <param name="bytes">The first bytes of a connection, up to where the gateway paused; at least one.</param>
    /// <returns>The length, 1 to 128; 0 where they begin with a frame, or are no packet with frames after it.</returns>
    public static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        // Some gateways pad frames with anything, which says less of where frames begin.
        if ((Find(bytes, IsFrame) ?? Find(bytes, IsPaddedFrame)) is { } length)
        {
            return length;
        }

        // Something else between frames, a heartbeat for example.
        return bytes.Length >= MacLength + Size && IsFrame(bytes[MacLength..]) ? MacLength
            : bytes.Length <= GatewayPackets.MaxLength ? bytes.Length
            : 0;
    }

    private static int? Find(ReadOnlySpan<byte> bytes, GatewayPackets.FrameTest isFrame)
    {
        if (bytes.Length >= Size && AreFrames(bytes, packet: default, isFrame))
        {
            return 0;
        }

        // Most gateways send their MAC address, the end of which may look like the beginning of a frame.
        if (IsPacket(bytes, MacLength, isFrame))
        {
            return PastText(bytes, MacLength, isFrame);
        }

        for (var length = 1; length <= GatewayPackets.MaxLength; length++)
        {
            if (IsPacket(bytes, length, isFrame))
            {
                return PastText(bytes, length, isFrame);
            }
        }

        return null;
    }

    /// <summary>Whether a packet of a length is followed by a frame, and by nothing but frames and the packet again.</summary>
    private static bool IsPacket(ReadOnlySpan<byte> bytes, int length, GatewayPackets.FrameTest isFrame) =>
        bytes.Length >= length + Size && isFrame(bytes[length..]) && AreFrames(bytes[length..], bytes[..length], isFrame);

    /// <summary>The last character of a text may look like the beginning of a frame that is zeros but for it: then the packet is longer.</summary>
    private static int PastText(ReadOnlySpan<byte> bytes, int length, GatewayPackets.FrameTest isFrame)
    {
        for (var end = length; end < length + Size && end <= GatewayPackets.MaxLength && end < bytes.Length; end++)
        {
            if (!(IsText(bytes[end - 1]) && IsText(bytes[end])) && IsPacket(bytes, end, isFrame))
            {
                return end;
            }
        }

        return length;
    }

    private static bool AreFrames(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> packet, GatewayPackets.FrameTest isFrame)
    {
        while (bytes.Length >= Size)
        {
            if (!packet.IsEmpty && bytes.StartsWith(packet))
            {
                bytes = bytes[packet.Length..];
            }
            else if (isFrame(bytes))
            {
                bytes = bytes[Size..];
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsText(byte value) => value is >= (byte)' ' and <= (byte)'~';

    private static bool IsFrame(ReadOnlySpan<byte> bytes) => FrameCodec.IsPlausible(bytes) || FrameCodec.HasLongDlc(bytes);

    private static bool IsPaddedFrame(ReadOnlySpan<byte> bytes) => FrameCodec.IsValidHeader(bytes) || FrameCodec.HasLongDlc(bytes);
}
