using System.Text;

namespace Caneth.Logs.Text;

/// <summary>A log in UTF-16, as <c>candump can0 &gt; drive.log</c> makes it in Windows PowerShell, given out as UTF-8.</summary>
internal sealed class Utf16Input
{
    /// <summary>How many bytes of the beginning show whether it is UTF-16.</summary>
    public const int BytesToTell = 16;

    // A character of two bytes becomes up to three.
    private const int BytesAtOnce = 16 * 1024;
    private const int RoomNeeded = 3 * BytesAtOnce;

    private readonly LogInput input;
    private readonly Decoder decoder;
    private readonly byte[] bytes = new byte[BytesAtOnce];
    private readonly char[] characters = new char[BytesAtOnce];
    private ReadOnlyMemory<byte> ahead;

    private Utf16Input(LogInput input, ReadOnlySpan<byte> beginning, bool bigEndian)
    {
        this.input = input;
        decoder = (bigEndian ? Encoding.BigEndianUnicode : Encoding.Unicode).GetDecoder();
        ahead = beginning.ToArray();
    }

    /// <summary>Takes over from the input where it is UTF-16: by its byte order mark, or by the zeros that every other byte is.</summary>
    /// <param name="input">The file.</param>
    /// <param name="beginning">What was read of it.</param>
    public static Utf16Input? TryOpen(LogInput input, ReadOnlySpan<byte> beginning) =>
        IsBigEndian(beginning) is { } bigEndian ? new(input, beginning[(beginning[0] >= 0xFE ? 2 : 0)..], bigEndian) : null;

    /// <summary>Whether something begins as UTF-16 does.</summary>
    public static bool IsUtf16(ReadOnlySpan<byte> beginning) => IsBigEndian(beginning) is not null;

    /// <summary>Reads some bytes of UTF-8.</summary>
    /// <param name="destination">Room for 48 KiB or more.</param>
    /// <returns>How many; 0 at the end.</returns>
    public int Read(Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, RoomNeeded);
        while (true)
        {
            ReadOnlySpan<byte> read = ahead.IsEmpty ? bytes.AsSpan(0, input.Read(bytes)) : ahead.Span[..Math.Min(ahead.Length, BytesAtOnce)];
            ahead = ahead.IsEmpty ? ahead : ahead[read.Length..];
            var count = decoder.GetChars(read, characters, flush: false);
            if (count > 0 || read.IsEmpty)
            {
                return Encoding.UTF8.GetBytes(characters.AsSpan(0, count), destination);
            }
        }
    }

    private static bool? IsBigEndian(ReadOnlySpan<byte> beginning) => beginning switch
    {
        [0xFF, 0xFE, ..] or [not 0, 0, not 0, 0, not 0, 0, not 0, 0, ..] => false,
        [0xFE, 0xFF, ..] or [0, not 0, 0, not 0, 0, not 0, 0, not 0, ..] => true,
        _ => null,
    };
}
