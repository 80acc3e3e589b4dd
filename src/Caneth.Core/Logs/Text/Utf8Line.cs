using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Caneth.Logs.Text;

/// <summary>Writes a line, piece by piece, into a span that has room for it.</summary>
/// <param name="destination">Room for the line.</param>
internal ref struct Utf8Line(Span<byte> destination)
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly Span<byte> destination = destination;

    /// <summary>How many bytes were written.</summary>
    public int Length { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(byte character) => destination[Length++] = character;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(scoped ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(destination[Length..]);
        Length += utf8.Length;
    }

    /// <summary>Adds a whole number in decimal.</summary>
    public void AddDecimal(long value)
    {
        _ = Utf8Formatter.TryFormat(value, destination[Length..], out var written);
        Length += written;
    }

    /// <summary>Adds a whole number in decimal, with blanks before it up to a width.</summary>
    public void AddDecimal(long value, int width)
    {
        var start = Length;
        AddDecimal(value);
        AlignRight(start, width);
    }

    /// <summary>Adds a number of decimal digits.</summary>
    public void AddDigits(uint value, int digits)
    {
        var room = destination.Slice(Length, digits);
        Length += digits;
        while (room.Length >= 2)
        {
            (value, var pair) = Math.DivRem(value, 100);

            // 42 is 0x42 in binary-coded decimal, six more for each ten.
            HexDigit.Write((byte)(pair + 6 * (pair / 10)), room[^2..]);
            room = room[..^2];
        }

        if (!room.IsEmpty)
        {
            room[0] = (byte)('0' + value % 10);
        }
    }

    /// <summary>Adds a minus sign where a number is negative.</summary>
    /// <returns>The number without it.</returns>
    public ulong AddSign(long value)
    {
        if (value >= 0)
        {
            return (ulong)value;
        }

        Add((byte)'-');
        return 0UL - (ulong)value;
    }

    /// <summary>Adds a time in seconds: <c>1443000166.064000</c>.</summary>
    /// <param name="nanoseconds">The time, negative too.</param>
    /// <param name="fractionDigits">6 or 9; what is finer is cut off.</param>
    public void AddSeconds(long nanoseconds, int fractionDigits)
    {
        var (seconds, fraction) = Math.DivRem(AddSign(nanoseconds), NanosecondsPerSecond);
        AddDecimal((long)seconds);
        Add((byte)'.');
        AddDigits(fractionDigits == 9 ? (uint)fraction : (uint)fraction / 1000, fractionDigits);
    }

    /// <summary>Adds a number of hex digits.</summary>
    public void AddHex(uint value, int digits)
    {
        for (var index = Length + digits - 1; index >= Length; index--)
        {
            destination[index] = HexDigit.Of(value);
            value >>= 4;
        }

        Length += digits;
    }

    /// <summary>Adds a hex number without leading zeros.</summary>
    public void AddHex(uint value) => AddHex(value, value == 0 ? 1 : (BitOperations.Log2(value) >> 2) + 1);

    /// <summary>Adds a byte as two hex digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddHexByte(byte value)
    {
        HexDigit.Write(value, destination[Length..]);
        Length += 2;
    }

    /// <summary>Adds the data of a frame in hex, with or without something between bytes.</summary>
    public void AddData(in CanFrame frame, byte separator = 0)
    {
        if (frame.Length > CanData.MaxClassicLength)
        {
            AddLongData(frame, separator);
            return;
        }

        var bits = frame.Inline;
        var room = destination[Length..];
        var used = 0;
        for (var index = 0; index < frame.Length; index++)
        {
            if (separator != 0 && index > 0)
            {
                room[used++] = separator;
            }

            HexDigit.Write((byte)bits, room[used..]);
            used += 2;
            bits >>= 8;
        }

        Length += used;
    }

    /// <summary>Adds blanks up to a length in bytes.</summary>
    public void PadTo(int length)
    {
        if (length > Length)
        {
            destination[Length..length].Fill((byte)' ');
            Length = length;
        }
    }

    /// <summary>Moves what was written from a place on to the right, so that it takes up a width.</summary>
    public void AlignRight(int start, int width)
    {
        var length = Length - start;
        if (length < width)
        {
            destination.Slice(start, length).CopyTo(destination[(start + width - length)..]);
            destination.Slice(start, width - length).Fill((byte)' ');
            Length = start + width;
        }
    }

    private void AddLongData(in CanFrame frame, byte separator)
    {
        Span<byte> bytes = stackalloc byte[CanData.MaxLength];
        frame.Data.CopyTo(bytes);
        for (var index = 0; index < frame.Length; index++)
        {
            if (separator != 0 && index > 0)
            {
                Add(separator);
            }

            AddHexByte(bytes[index]);
        }
    }
}
