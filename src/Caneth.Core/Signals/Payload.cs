using System.Buffers.Binary;

namespace Caneth.Signals;

/// <summary>The data of a frame as signals are read from it: the first 8 bytes as a word, and all of it where it is longer.</summary>
internal readonly ref struct Payload
{
    public Payload(ReadOnlySpan<byte> data)
    {
        Bytes = data;
        Length = data.Length;
        if (data.Length >= sizeof(ulong))
        {
            Word = BinaryPrimitives.ReadUInt64LittleEndian(data);
            return;
        }

        for (var index = data.Length - 1; index >= 0; index--)
        {
            Word = Word << 8 | data[index];
        }
    }

    public Payload(in CanFrame frame)
    {
        Length = frame.Length;
        if (frame.Length > CanData.MaxClassicLength)
        {
            Bytes = frame.Data.Longer;
            Word = BinaryPrimitives.ReadUInt64LittleEndian(Bytes);
        }
        else
        {
            Word = frame.Inline;
        }
    }

    /// <summary>The first 8 bytes, the first of them in the lowest place; those that are not there are zero.</summary>
    public ulong Word { get; }

    /// <summary>All bytes; of a classic frame perhaps none, since they are in <see cref="Word"/>.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>How many bytes there are.</summary>
    public int Length { get; }
}
