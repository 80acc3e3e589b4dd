using System.Buffers.Binary;

namespace Caneth;

/// <summary>How the data of a wanted frame begins: each byte a value or, written <c>??</c>, any. Immutable.</summary>
/// <remarks>A frame with more bytes matches too; one with fewer does not.</remarks>
public sealed class DataPattern
{
    /// <summary>Any data, none included.</summary>
    public static readonly DataPattern Any = new([]);

    private readonly byte?[] bytes;

    // The first eight bytes at once, for the classic frames of the hot path.
    private readonly ulong value;
    private readonly ulong mask;

    /// <summary>The data that begins with these bytes.</summary>
    /// <param name="bytes">0 to 64 bytes; null stands for any byte.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than 64 bytes.</exception>
    public DataPattern(params ReadOnlySpan<byte?> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, CanData.MaxLength);
        this.bytes = bytes.ToArray();
        Span<byte> values = stackalloc byte[CanData.MaxClassicLength];
        Span<byte> masks = stackalloc byte[CanData.MaxClassicLength];
        for (var index = 0; index < Math.Min(bytes.Length, CanData.MaxClassicLength); index++)
        {
            values[index] = bytes[index] ?? 0;
            masks[index] = bytes[index].HasValue ? byte.MaxValue : byte.MinValue;
        }

        value = BinaryPrimitives.ReadUInt64LittleEndian(values);
        mask = BinaryPrimitives.ReadUInt64LittleEndian(masks);
    }

    /// <summary>Whether any data matches.</summary>
    public bool MatchesAll => bytes.Length == 0;

    /// <summary>Reads a pattern as people write it.</summary>
    /// <param name="text">
    /// Bytes as <see cref="HexBytes.Parse"/> reads them, with <c>??</c> for any byte: <c>04 41 ?? ??</c>.
    /// </param>
    /// <returns>The pattern.</returns>
    /// <exception cref="FormatException">The text is none of these forms.</exception>
    public static DataPattern Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = HexBytes.Split(text, wildcard: true)
            .Select(digits => digits[0] == '?' ? (byte?)null : Convert.ToByte(digits, 16));
        return new([.. bytes]);
    }

    /// <summary>Whether the data of a frame begins like this.</summary>
    /// <param name="frame">The frame.</param>
    /// <returns>Whether it has enough bytes and each agrees.</returns>
    public bool Matches(in CanFrame frame)
    {
        if (frame.Length < bytes.Length)
        {
            return false;
        }

        return frame.Length <= CanData.MaxClassicLength ? (frame.Inline & mask) == value : MatchesLong(frame.Data);
    }

    /// <summary>The pattern as <see cref="Parse"/> reads it.</summary>
    /// <returns><c>04 41 ?? ??</c></returns>
    public override string ToString() => string.Join(' ', bytes.Select(value => value is { } known ? HexBytes.Format([known]) : "??"));

    private bool MatchesLong(CanData data)
    {
        for (var index = 0; index < bytes.Length; index++)
        {
            if (bytes[index] is { } wanted && wanted != data[index])
            {
                return false;
            }
        }

        return true;
    }
}
