using System.Buffers.Binary;

namespace Caneth.Testing;

/// <summary>A pcapng file, block by block, as other tools write them.</summary>
/// <param name="bigEndian">Whether the highest byte of a number comes first.</param>
public sealed class CaptureBuilder(bool bigEndian = false)
{
    public const int SocketCan = 227;

    private readonly List<byte> bytes = [];

    /// <summary>The header of a section of unknown length.</summary>
    public CaptureBuilder Section() => Block(0x0A0D0D0A, [.. Four(0x1A2B3C4D), .. Two(1), .. Two(0), .. Eight(ulong.MaxValue)]);

    /// <summary>The description of an interface.</summary>
    public CaptureBuilder Interface(int linkType = SocketCan, params (int Code, byte[] Value)[] options) =>
        Block(1, [.. Two((ushort)linkType), .. Two(0), .. Four(262144), .. Options(options)]);

    /// <summary>A packet.</summary>
    public CaptureBuilder Packet(int source, ulong time, byte[] data, params (int Code, byte[] Value)[] options) =>
        Block(6, [.. Four((uint)source), .. Packet(time, data), .. Options(options)]);

    /// <summary>A packet as the older drafts have it.</summary>
    public CaptureBuilder OldPacket(int source, int dropped, ulong time, byte[] data) =>
        Block(2, [.. Two((ushort)source), .. Two((ushort)dropped), .. Packet(time, data)]);

    /// <summary>A packet without a time.</summary>
    public CaptureBuilder SimplePacket(byte[] data) => Block(3, [.. Four((uint)data.Length), .. Padded(data)]);

    /// <summary>A block of any type.</summary>
    public CaptureBuilder Block(uint type, byte[] body) => Raw([.. Four(type), .. Four((uint)body.Length + 12), .. body, .. Four((uint)body.Length + 12)]);

    /// <summary>Bytes of any kind.</summary>
    public CaptureBuilder Raw(params byte[] more)
    {
        bytes.AddRange(more);
        return this;
    }

    public byte[] ToArray() => [.. bytes];

    /// <summary>A number of two bytes.</summary>
    public byte[] Two(ushort value)
    {
        var number = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(number, bigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        return number;
    }

    /// <summary>A number of four bytes.</summary>
    public byte[] Four(uint value)
    {
        var number = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(number, bigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        return number;
    }

    /// <summary>A number of eight bytes.</summary>
    public byte[] Eight(ulong value)
    {
        var number = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(number, bigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        return number;
    }

    private static byte[] Padded(byte[] data) => [.. data, .. new byte[-data.Length & 3]];

    private byte[] Packet(ulong time, byte[] data) =>
        [.. Four((uint)(time >> 32)), .. Four((uint)time), .. Four((uint)data.Length), .. Four((uint)data.Length), .. Padded(data)];

    private byte[] Options((int Code, byte[] Value)[] options) => options.Length == 0 ? []
        : [.. options.SelectMany(option => (byte[])[.. Two((ushort)option.Code), .. Two((ushort)option.Value.Length), .. Padded(option.Value)]), .. new byte[4]];
}
