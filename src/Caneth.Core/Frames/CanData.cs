using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace Caneth;

/// <summary>
/// The bytes of a frame. Up to 8 lie in the value itself, so a classic frame allocates nothing; the up to 64 of a CAN FD
/// frame are held in an array that nobody changes.
/// </summary>
/// <remarks>
/// It is no <see cref="System.Collections.IEnumerable"/> on purpose: PowerShell would show its bytes in decimal wherever it
/// makes text of it, and 18 is easily taken for 0x18. <c>foreach</c> works in C#; in PowerShell cast it to <c>[byte[]]</c>.
/// </remarks>
[TypeConverter(typeof(CanDataConverter))]
[JsonConverter(typeof(TextJsonConverter<CanData>))]
public readonly struct CanData : IEquatable<CanData>, IParsable<CanData>
{
    /// <summary>The most data that a classic frame carries, in bytes.</summary>
    public const int MaxClassicLength = 8;

    /// <summary>The most data that a CAN FD frame carries, in bytes.</summary>
    public const int MaxLength = 64;

    // The first byte in the lowest place, unused places zero, so that equal data has equal bits.
    private readonly ulong inline;
    private readonly byte[]? longer;
    private readonly byte length;

    /// <summary>Copies the bytes.</summary>
    /// <param name="bytes">0 to 64 bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than 64 bytes.</exception>
    public CanData(params ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxLength)
        {
            throw new ArgumentOutOfRangeException(nameof(bytes),
                $"{bytes.Length} bytes of data are too many: a CAN FD frame carries at most {MaxLength}, a classic one {MaxClassicLength}.");
        }

        length = (byte)bytes.Length;
        if (bytes.Length > MaxClassicLength)
        {
            longer = bytes.ToArray();
        }
        else
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(new Span<ulong>(ref inline)));
        }
    }

    internal CanData(ulong inline, byte[]? longer, byte length)
    {
        this.inline = inline;
        this.longer = longer;
        this.length = length;
    }

    /// <summary>The first of eight bytes.</summary>
    /// <param name="bytes">At least 8 bytes.</param>
    /// <param name="length">How many of them, 0 to 8.</param>
    internal static CanData FirstOf(ReadOnlySpan<byte> bytes, int length)
    {
        var bits = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var unused = 8 * (MaxClassicLength - length);
        return new(length == 0 ? 0 : bits << unused >> unused, null, (byte)length);
    }

    /// <summary>How many bytes there are, 0 to 64.</summary>
    public int Count => length;

    /// <summary>How many bytes there are, 0 to 64, as an array calls it.</summary>
    public int Length => length;

    /// <summary>The bytes in hex, for serialisers, which see properties only.</summary>
    public string Hex => ToString();

    internal ulong Inline => inline;

    internal byte[]? Longer => longer;

    /// <summary>One byte.</summary>
    /// <param name="index">Its place, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such byte.</exception>
    public byte this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, length);
            return longer is null ? (byte)(inline >> (8 * index)) : longer[index];
        }
    }

    /// <summary>The bytes in an array of their own.</summary>
    /// <param name="data">The data.</param>
    public static implicit operator byte[](CanData data) => data.ToArray();

    /// <summary>Data with these bytes.</summary>
    /// <param name="bytes">0 to 64 bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than 64 bytes.</exception>
    public static implicit operator CanData(byte[] bytes) => new(bytes);

    /// <summary>Whether both hold the same bytes.</summary>
    public static bool operator ==(CanData left, CanData right) => left.Equals(right);

    /// <summary>Whether they hold different bytes.</summary>
    public static bool operator !=(CanData left, CanData right) => !left.Equals(right);

    /// <summary>Reads bytes as <see cref="HexBytes.Parse"/> does.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used: the text is invariant.</param>
    /// <returns>The data.</returns>
    /// <exception cref="FormatException">The text cannot be read as bytes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">More than 64 bytes.</exception>
    public static CanData Parse(string s, IFormatProvider? provider = null) => new(HexBytes.Parse(s));

    /// <summary>Reads bytes as <see cref="HexBytes.Parse"/> does, without an exception where they are none.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used: the text is invariant.</param>
    /// <param name="result">The data.</param>
    /// <returns>Whether the text could be read.</returns>
    public static bool TryParse(string? s, IFormatProvider? provider, out CanData result)
    {
        try
        {
            result = s is null ? default : Parse(s, provider);
            return s is not null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            result = default;
            return false;
        }
    }

    /// <summary>Copies the bytes to the beginning of a span.</summary>
    /// <param name="destination">At least <see cref="Count"/> bytes of room.</param>
    /// <exception cref="ArgumentException">The room is too small.</exception>
    public void CopyTo(Span<byte> destination)
    {
        if (longer is not null)
        {
            longer.CopyTo(destination);
            return;
        }

        var bits = inline;
        MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(ref bits))[..length].CopyTo(destination);
    }

    /// <summary>The bytes in an array of their own.</summary>
    /// <returns>A new array.</returns>
    public byte[] ToArray()
    {
        var bytes = new byte[length];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>The bytes in hex: <c>01 02 03 04</c>.</summary>
    /// <returns>Two digits a byte and a blank between bytes; an empty text where there are none.</returns>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        CopyTo(bytes);
        return HexBytes.Format(bytes[..length]);
    }

    /// <inheritdoc/>
    public bool Equals(CanData other) => length == other.length && inline == other.inline
        && (longer is null || longer.AsSpan().SequenceEqual(other.longer));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CanData other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(inline);
        hash.AddBytes(longer);
        return hash.ToHashCode();
    }

    /// <summary>The bytes, one after another.</summary>
    /// <returns>An enumerator.</returns>
    public IEnumerator<byte> GetEnumerator()
    {
        for (var index = 0; index < length; index++)
        {
            yield return this[index];
        }
    }
}
