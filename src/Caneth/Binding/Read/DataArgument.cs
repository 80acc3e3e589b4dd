using System.ComponentModel;

namespace Caneth.Binding;

/// <summary>
/// Bytes as a user writes them: a list of numbers, or text such as <c>12 34 56</c>, <c>0x12,0xFF,0x00</c>, <c>12-34-56</c>, <c>123456</c>.
/// </summary>
[TypeConverter(typeof(DataConverter))]
public sealed class DataArgument : IEquatable<DataArgument>
{
    private readonly byte[] bytes;

    /// <summary>Bytes.</summary>
    /// <param name="bytes">Any number of bytes; a cmdlet checks how many a frame carries.</param>
    public DataArgument(params ReadOnlySpan<byte> bytes) => this.bytes = bytes.ToArray();

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>How many bytes there are.</summary>
    public int Count => bytes.Length;

    /// <summary>Bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    public static implicit operator DataArgument(byte[] bytes) => new(bytes);

    /// <summary>Bytes as a user writes them.</summary>
    /// <param name="text">The bytes in hex.</param>
    /// <exception cref="FormatException">They cannot be read.</exception>
    public static implicit operator DataArgument(string text) => new(HexBytes.Parse(text));

    /// <inheritdoc/>
    public bool Equals(DataArgument? other) => other is not null && bytes.AsSpan().SequenceEqual(other.bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DataArgument);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    /// <summary>The bytes in hex.</summary>
    /// <returns><c>12 34 56</c></returns>
    public override string ToString() => HexBytes.Format(bytes);
}
