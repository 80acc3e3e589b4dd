using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Caneth.Logs.Compression;

namespace Caneth.Publishing;

/// <summary>What stands before the frames of a batch, and the checksum after them. Numbers are little-endian.</summary>
/// <param name="Device">The device.</param>
/// <param name="Session">Which run of the publisher.</param>
/// <param name="FirstSequence">The number of the first frame.</param>
/// <param name="Count">How many frames.</param>
/// <param name="Start">The time of the first frame.</param>
/// <param name="Unit">In which unit of time frames follow each other.</param>
/// <param name="IsCompressed">Whether the body is compressed with Brotli.</param>
/// <param name="BodyLength">How long the body is before it is compressed, in bytes.</param>
internal readonly record struct BatchHeader(
    string Device, ulong Session, long FirstSequence, int Count, Timestamp Start, TimeUnit Unit, bool IsCompressed, int BodyLength)
{
    /// <summary>The most bytes that a name takes.</summary>
    public const int MaxNameLength = byte.MaxValue;

    /// <summary>How long the checksum at the end is.</summary>
    public const int ChecksumLength = 4;

    private const int FixedLength = 37;
    private const byte Version = 1;
    private const int UnitShift = 4;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static ReadOnlySpan<byte> Magic => "CANB"u8;

    /// <summary>How long the header of a device's batches is.</summary>
    public static int LengthFor(string device) => FixedLength + Encoding.UTF8.GetByteCount(device);

    /// <summary>The checksum of the bytes before it.</summary>
    public static uint ChecksumOf(ReadOnlySpan<byte> bytes)
    {
        var checksum = default(Crc32);
        checksum.Add(bytes);
        return checksum.Value;
    }

    /// <summary>Writes the header.</summary>
    /// <param name="destination">At least as many bytes as <see cref="LengthFor"/> says.</param>
    public void Write(Span<byte> destination)
    {
        Magic.CopyTo(destination);
        destination[4] = Version;
        destination[5] = (byte)((IsCompressed ? 1 : 0) | (int)Unit << UnitShift);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[6..], (ushort)Count);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], Session);
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], FirstSequence);
        BinaryPrimitives.WriteInt64LittleEndian(destination[24..], Start.Nanoseconds);
        BinaryPrimitives.WriteInt32LittleEndian(destination[32..], BodyLength);
        destination[36] = (byte)Encoding.UTF8.GetBytes(Device, destination[FixedLength..]);
    }

    /// <summary>Reads the header of a whole batch, and checks that nothing of the batch is damaged.</summary>
    /// <param name="message">The batch.</param>
    /// <param name="header">Its header.</param>
    /// <param name="body">What lies between header and checksum.</param>
    /// <param name="problem">Why it is none.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryRead(
        ReadOnlySpan<byte> message, out BatchHeader header, out ReadOnlySpan<byte> body, [NotNullWhen(false)] out string? problem)
    {
        header = default;
        body = default;
        problem = message.Length < FixedLength + ChecksumLength || !message.StartsWith(Magic) ? "it does not begin as one"
            : message[4] != Version ? $"it is of version {message[4]}, and version {Version} is known"
            : BinaryPrimitives.ReadUInt32LittleEndian(message[^ChecksumLength..]) != ChecksumOf(message[..^ChecksumLength]) ? "its checksum does not fit"
            : null;
        if (problem is not null)
        {
            return false;
        }

        var rest = message[..^ChecksumLength];
        var encoding = rest[5];
        var nameLength = rest[36];
        var (count, unit, bodyLength) = (BinaryPrimitives.ReadUInt16LittleEndian(rest[6..]), (TimeUnit)(encoding >> UnitShift), BinaryPrimitives.ReadInt32LittleEndian(rest[32..]));
        if (count is 0 or > FrameBatch.MaxFrames || (encoding & ~(7 << UnitShift)) > 1 || !Enum.IsDefined(unit) || FixedLength + nameLength > rest.Length
            || bodyLength < 0 || bodyLength > count * BatchBody.MaxFrameLength || BinaryPrimitives.ReadInt64LittleEndian(rest[16..]) < 0)
        {
            problem = "its header contradicts itself";
            return false;
        }

        try
        {
            header = new(
                StrictUtf8.GetString(rest.Slice(FixedLength, nameLength)), BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]),
                BinaryPrimitives.ReadInt64LittleEndian(rest[16..]), count, new(BinaryPrimitives.ReadInt64LittleEndian(rest[24..])),
                unit, (encoding & 1) != 0, bodyLength);
        }
        catch (DecoderFallbackException)
        {
            problem = "the name of its device is no text";
            return false;
        }

        body = rest[(FixedLength + nameLength)..];
        return true;
    }
}
