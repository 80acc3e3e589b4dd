using System.Buffers.Binary;

namespace Caneth.Logs.Blf;

/// <summary>The header of a BLF file: what it holds, and when it was recorded.</summary>
internal sealed record BlfHeader
{
    /// <summary>How long headers are; the numbers take up half of it.</summary>
    public const int Length = 144;

    private const int ShortestLength = 72;
    private const int LongestLength = 64 * 1024;
    private const int HeaderLengthOffset = 4;
    private const int VersionOffset = 12;
    private const int FileLengthOffset = 16;
    private const int UncompressedLengthOffset = 24;
    private const int ObjectCountOffset = 32;
    private const int StartOffset = 40;
    private const int EndOffset = 56;

    private static ReadOnlySpan<byte> Signature => "LOGG"u8;

    // Of the library whose layout this is: 2.6.8.1, as python-can too states.
    private static ReadOnlySpan<byte> Version => [2, 6, 8, 1];

    /// <summary>The length that the file states of its header.</summary>
    public int HeaderLength { get; private init; } = Length;

    public long FileLength { get; set; } = Length;

    public long UncompressedLength { get; set; } = Length;

    public uint ObjectCount { get; set; }

    /// <summary>The time of the first frame, to the millisecond, without a zone; null where the file has none.</summary>
    public DateTime? Start { get; set; }

    /// <summary>The time of the last frame, to the millisecond, without a zone.</summary>
    public DateTime? End { get; set; }

    /// <summary>Whether some bytes begin as a BLF file does.</summary>
    public static bool HasSignature(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Signature);

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">The beginning of a file, at least 72 bytes.</param>
    /// <param name="header">The header.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out BlfHeader header)
    {
        header = new BlfHeader();
        if (bytes.Length < ShortestLength || !bytes.StartsWith(Signature)
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[HeaderLengthOffset..])
                is not (>= ShortestLength and <= LongestLength and var length))
        {
            return false;
        }

        header = new BlfHeader
        {
            HeaderLength = (int)length,
            FileLength = BinaryPrimitives.ReadInt64LittleEndian(bytes[FileLengthOffset..]),
            UncompressedLength = BinaryPrimitives.ReadInt64LittleEndian(bytes[UncompressedLengthOffset..]),
            ObjectCount = BinaryPrimitives.ReadUInt32LittleEndian(bytes[ObjectCountOffset..]),
            Start = ReadTime(bytes[StartOffset..]),
            End = ReadTime(bytes[EndOffset..]),
        };
        return true;
    }

    /// <summary>Writes the header.</summary>
    /// <returns>144 bytes.</returns>
    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        Signature.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(HeaderLengthOffset), Length);
        Version.CopyTo(bytes.AsSpan(VersionOffset));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(FileLengthOffset), FileLength);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(UncompressedLengthOffset), UncompressedLength);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(ObjectCountOffset), ObjectCount);
        WriteTime(bytes.AsSpan(StartOffset), Start);
        WriteTime(bytes.AsSpan(EndOffset), End);
        return bytes;
    }

    // A SYSTEMTIME of Windows: year, month, day of the week, day, hour, minute, second, millisecond, 16 bits each.
    private static DateTime? ReadTime(ReadOnlySpan<byte> bytes)
    {
        Span<ushort> parts = stackalloc ushort[8];
        for (var index = 0; index < parts.Length; index++)
        {
            parts[index] = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * index)..]);
        }

        var valid = parts[0] is > 0 and < 10_000 && parts[1] is >= 1 and <= 12
            && parts[3] >= 1 && parts[3] <= DateTime.DaysInMonth(parts[0], parts[1])
            && parts[4] < 24 && parts[5] < 60 && parts[6] < 60 && parts[7] < 1000;
        return valid ? new DateTime(parts[0], parts[1], parts[3], parts[4], parts[5], parts[6], parts[7]) : null;
    }

    private static void WriteTime(Span<byte> bytes, DateTime? time)
    {
        if (time is not { } known)
        {
            return;
        }

        ReadOnlySpan<int> parts =
            [known.Year, known.Month, (int)known.DayOfWeek, known.Day, known.Hour, known.Minute, known.Second, known.Millisecond];
        for (var index = 0; index < parts.Length; index++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes[(2 * index)..], (ushort)parts[index]);
        }
    }
}
