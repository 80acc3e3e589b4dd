using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Caneth.Diagnostics;

/// <summary>The bytes of a message that several frames carried: what <see cref="CanData"/> is for one frame, without its limit.</summary>
/// <remarks>
/// As <see cref="CanData"/> it is no <see cref="System.Collections.IEnumerable"/> on purpose, so that its text is hex wherever PowerShell
/// makes text of it. <c>foreach</c> works in C#; in PowerShell cast it to <c>[byte[]]</c>.
/// </remarks>
[JsonConverter(typeof(TextJsonConverter<MessageData>))]
public readonly struct MessageData : IEquatable<MessageData>, IParsable<MessageData>
{
    // Nobody changes it.
    private readonly byte[]? bytes;

    /// <summary>Copies the bytes.</summary>
    /// <param name="bytes">Any number of bytes.</param>
    public MessageData(params ReadOnlySpan<byte> bytes) => this.bytes = bytes.ToArray();

    private MessageData(byte[] bytes, bool _) => this.bytes = bytes;

    /// <summary>How many bytes there are.</summary>
    public int Count => bytes?.Length ?? 0;

    /// <summary>How many bytes there are, as an array calls it.</summary>
    public int Length => Count;

    /// <summary>The bytes in hex, for serialisers, which see properties only.</summary>
    public string Hex => ToString();

    /// <summary>One byte.</summary>
    /// <param name="index">Its place, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such byte.</exception>
    public byte this[int index] => index >= 0 && index < Count ? bytes![index]
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Count} bytes, the first at 0.");

    /// <summary>The bytes in an array of their own.</summary>
    /// <param name="data">The data.</param>
    public static implicit operator byte[](MessageData data) => data.ToArray();

    /// <summary>Data with these bytes.</summary>
    /// <param name="bytes">Any number of bytes.</param>
    public static implicit operator MessageData(byte[] bytes) => new(bytes);

    /// <summary>Whether both hold the same bytes.</summary>
    public static bool operator ==(MessageData left, MessageData right) => left.Equals(right);

    /// <summary>Whether they hold different bytes.</summary>
    public static bool operator !=(MessageData left, MessageData right) => !left.Equals(right);

    /// <summary>Reads bytes as <see cref="HexBytes.Parse"/> does.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used: the text is invariant.</param>
    /// <returns>The data.</returns>
    /// <exception cref="FormatException">The text cannot be read as bytes.</exception>
    public static MessageData Parse(string s, IFormatProvider? provider = null) => Adopt(HexBytes.Parse(s));

    /// <summary>Reads bytes as <see cref="HexBytes.Parse"/> does, without an exception where they are none.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used: the text is invariant.</param>
    /// <param name="result">The data.</param>
    /// <returns>Whether the text could be read.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out MessageData result)
    {
        try
        {
            result = s is null ? default : Parse(s, provider);
            return s is not null;
        }
        catch (FormatException)
        {
            result = default;
            return false;
        }
    }

    /// <summary>The bytes where they are.</summary>
    /// <returns>The bytes, to be read.</returns>
    public ReadOnlySpan<byte> AsSpan() => bytes;

    /// <summary>The bytes in an array of their own.</summary>
    /// <returns>A new array.</returns>
    public byte[] ToArray() => AsSpan().ToArray();

    /// <summary>The bytes in hex: <c>62 F1 90 57</c>.</summary>
    /// <returns>Two digits a byte and a blank between bytes; an empty text where there are none.</returns>
    public override string ToString() => HexBytes.Format(bytes);

    /// <inheritdoc/>
    public bool Equals(MessageData other) => AsSpan().SequenceEqual(other.bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MessageData other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    /// <summary>The bytes, one after another.</summary>
    /// <returns>An enumerator.</returns>
    public IEnumerator<byte> GetEnumerator() => ((IEnumerable<byte>)(bytes ?? [])).GetEnumerator();

    /// <summary>Data of an array that nobody changes from now on; it is not copied.</summary>
    internal static MessageData Adopt(byte[] bytes) => new(bytes, true);

    /// <summary>The first bytes in hex, and how many there are where these are not all.</summary>
    /// <param name="most">How many are shown at most.</param>
    internal string Shorten(int most) => Count <= most ? ToString()
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{HexBytes.Format(AsSpan()[..most])} ... ({Count:N0} bytes)");
}
