using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Caneth.Links.Gateway;

/// <summary>
/// One frame on the gateway's wire: 13 bytes, as Waveshare 2-CH-CAN-TO-ETH, USR-CANET200, EBYTE ECAN-E01 and GCAN-202
/// speak them over TCP.
/// </summary>
/// <remarks>
/// Byte 0: bit 7 extended, bit 6 remote, bits 5 and 4 reserved (zero), bits 3 to 0 the DLC, 0 to 8. Bytes 1 to 4: the id,
/// big-endian. Bytes 5 to 12: the data, padded with zeros. Nothing else: no time, no channel, no checksum.
/// </remarks>
public static class FrameCodec
{
    /// <summary>The length of every frame on the wire, in bytes.</summary>
    public const int FrameSize = 13;

    /// <summary>The bytes before the data: one that says what follows, and the id.</summary>
    internal const int HeaderSize = 5;

    /// <summary>What the wire carries.</summary>
    internal static readonly LinkCapabilities Capabilities = new()
    {
        Carrier = "the gateway's wire",
        Confirmation = LinkConfirmation.PeerStack,
        Receives = FrameKinds.Data | FrameKinds.Remote | FrameKinds.RawDlc,
        MayRefuse = true,

        // 1,456 bytes, so that one TCP segment holds whole frames.
        MaxFramesPerWrite = 112,
    };

    private const byte ExtendedBit = 0x80;
    private const byte RemoteBit = 0x40;
    private const byte ReservedBits = 0x30;
    private const byte DlcBits = 0x0F;
    private const int IdOffset = 1;
    private const int DataOffset = HeaderSize;

    private static readonly Header[] Headers = [.. Enumerable.Range(0, 256).Select(value => new Header((byte)value))];

    /// <summary>Writes a frame as 13 bytes.</summary>
    /// <param name="frame">A classic data or remote frame with a DLC of at most 8.</param>
    /// <param name="destination">At least 13 bytes of room.</param>
    /// <exception cref="ArgumentException">The wire has no way to say this frame, or the room is too small.</exception>
    public static void Encode(in CanFrame frame, Span<byte> destination)
    {
        Capabilities.ThrowIfNotCarried(frame);
        if (destination.Length < FrameSize)
        {
            throw new ArgumentException($"{destination.Length} bytes are too few for a frame of {FrameSize}.", nameof(destination));
        }

        destination[0] = (byte)((frame.Extended ? ExtendedBit : 0) | (frame.Remote ? RemoteBit : 0) | frame.Dlc);
        BinaryPrimitives.WriteUInt32BigEndian(destination[IdOffset..], frame.Id);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[DataOffset..], frame.Inline);
    }

    /// <summary>Reads a frame from 13 bytes.</summary>
    /// <param name="source">At least 13 bytes; those beyond are not looked at.</param>
    /// <param name="frame">The frame, without time and device. Data beyond its DLC is ignored.</param>
    /// <returns>Whether the bytes are a frame: reserved bits zero, DLC at most 8, the id within its limit.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> source, out CanFrame frame)
    {
        frame = default;
        return DecodeRun(source[..Math.Min(source.Length, FrameSize)], default, null, new Span<CanFrame>(ref frame)) == 1;
    }

    /// <summary>Reads whole frames, one after another, up to the first that is none.</summary>
    /// <param name="source">Bytes that begin with a frame.</param>
    /// <param name="timestamp">When they were received.</param>
    /// <param name="device">The name of the device that they came from.</param>
    /// <param name="destination">Room for the frames.</param>
    /// <returns>
    /// How many frames were read. Where that is less than <paramref name="destination"/> and <paramref name="source"/> allow,
    /// the next 13 bytes are not a frame.
    /// </returns>
    public static int DecodeRun(ReadOnlySpan<byte> source, Timestamp timestamp, string? device, Span<CanFrame> destination) =>
        DecodeRun(source, timestamp, device, destination, out _);

    /// <summary>As the other, and says whether any frame is padded with something else than zeros.</summary>
    internal static int DecodeRun(
        ReadOnlySpan<byte> source, Timestamp timestamp, string? device, Span<CanFrame> destination, out bool padded)
    {
        var most = Math.Min(source.Length / FrameSize, destination.Length);
        var beyondData = 0UL;
        var count = 0;
        foreach (ref readonly var bytes in MemoryMarshal.Cast<byte, Layout>(source)[..most])
        {
            // Without branches but one: frames of all kinds follow each other in no order that a processor could guess.
            ref readonly var header = ref Headers[bytes.Header];
            if (bytes.Id > header.MaxId)
            {
                break;
            }

            var data = bytes.Data & header.DataMask;
            beyondData |= bytes.Data ^ data;
            CanFrame.Overwrite(ref destination[count++], timestamp, data, bytes.Id, header.Shape);
        }

        CanFrame.SetDevice(destination[..count], device);
        padded = beyondData != 0;
        return count;
    }

    /// <summary>
    /// Whether 13 bytes could be a frame, and one as a sender pads it: a harder test, for finding alignment again.
    /// </summary>
    /// <param name="bytes">At least 13 bytes.</param>
    /// <returns>Whether the frame is valid and the bytes beyond its data are zero.</returns>
    internal static bool IsPlausible(ReadOnlySpan<byte> bytes)
    {
        ref readonly var frame = ref MemoryMarshal.AsRef<Layout>(bytes);
        ref readonly var header = ref Headers[frame.Header];
        return frame.Id <= header.MaxId && (frame.Data & ~header.DataMask) == 0;
    }

    /// <summary>Whether 5 bytes could begin a frame.</summary>
    internal static bool IsValidHeader(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadUInt32BigEndian(bytes[IdOffset..]) <= Headers[bytes[0]].MaxId;

    /// <summary>Whether 13 bytes are a frame but for a DLC of 9 to 15, which is legal on a bus and means 8 bytes.</summary>
    internal static bool HasLongDlc(ReadOnlySpan<byte> bytes) =>
        (bytes[0] & ReservedBits) == 0 && (bytes[0] & DlcBits) > CanData.MaxClassicLength
        && BinaryPrimitives.ReadUInt32BigEndian(bytes[IdOffset..]) <= MaxIdOf(bytes[0]);

    /// <summary>
    /// As <see cref="HasLongDlc"/> with a standard id, 21 bits of which are zero, and padded with zeros: hardly by chance.
    /// </summary>
    internal static bool IsStandardWithLongDlc(ReadOnlySpan<byte> bytes) => (bytes[0] & ExtendedBit) == 0 && HasLongDlc(bytes)
        && ((bytes[0] & RemoteBit) == 0 || !bytes[DataOffset..FrameSize].ContainsAnyExcept((byte)0));

    /// <summary>As <see cref="IsPlausible"/>, whatever the reserved bits are.</summary>
    internal static bool IsPlausibleButForReservedBits(ReadOnlySpan<byte> bytes)
    {
        ref readonly var frame = ref MemoryMarshal.AsRef<Layout>(bytes);
        ref readonly var header = ref Headers[frame.Header & ~ReservedBits];
        return frame.Id <= header.MaxId && (frame.Data & ~header.DataMask) == 0;
    }

    /// <summary>Whether the id of 13 bytes is not 0.</summary>
    internal static bool HasId(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes[IdOffset..]) != 0;

    /// <summary>Reads a frame with a DLC of 9 to 15.</summary>
    /// <param name="bytes">13 bytes that <see cref="HasLongDlc"/>.</param>
    /// <param name="timestamp">When they were received.</param>
    /// <param name="device">The name of the device that they came from.</param>
    /// <returns>The frame with its DLC as it came, and 8 bytes of data, or none where it is a remote frame.</returns>
    internal static CanFrame DecodeLongDlc(ReadOnlySpan<byte> bytes, Timestamp timestamp, string? device)
    {
        var flags = ((bytes[0] & ExtendedBit) != 0 ? FrameFlags.Extended : 0) | ((bytes[0] & RemoteBit) != 0 ? FrameFlags.Remote : 0);
        var data = (flags & FrameFlags.Remote) != 0 ? default : new CanData(bytes.Slice(DataOffset, CanData.MaxClassicLength));
        return new(BinaryPrimitives.ReadUInt32BigEndian(bytes[IdOffset..]), data, bytes[0] & DlcBits, flags, timestamp, device);
    }

    private static uint MaxIdOf(byte header) => (header & ExtendedBit) != 0 ? CanId.MaxExtended : CanId.MaxStandard;

    /// <summary>What the first byte of a frame says of the rest.</summary>
    private readonly struct Header
    {
        public Header(byte value)
        {
            var dlc = value & DlcBits;
            var valid = (value & ReservedBits) == 0 && dlc <= CanData.MaxClassicLength;
            var extended = (value & ExtendedBit) != 0;
            var remote = (value & RemoteBit) != 0;
            var length = remote ? 0 : dlc;
            MaxId = !valid ? -1 : extended ? (int)CanId.MaxExtended : (int)CanId.MaxStandard;
            DataMask = length == 0 ? 0 : ulong.MaxValue >> (8 * (CanData.MaxClassicLength - Math.Min(length, CanData.MaxClassicLength)));
            Shape = new((extended ? FrameFlags.Extended : 0) | (remote ? FrameFlags.Remote : 0), (byte)length, (byte)dlc);
        }

        /// <summary>The highest id; below zero where there is no such header.</summary>
        public long MaxId { get; }

        /// <summary>The bytes that count, the first in the lowest place.</summary>
        public ulong DataMask { get; }

        public FrameShape Shape { get; }
    }

    /// <summary>The 13 bytes as they lie; the id first byte first, the data's first byte in the lowest place.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1, Size = FrameSize)]
    private readonly struct Layout
    {
        public readonly byte Header;
        private readonly uint id;
        private readonly ulong data;

        public uint Id => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(id) : id;

        public ulong Data => BitConverter.IsLittleEndian ? data : BinaryPrimitives.ReverseEndianness(data);
    }
}
