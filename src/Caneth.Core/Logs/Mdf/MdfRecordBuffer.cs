using System.Buffers.Binary;

namespace Caneth.Logs.Mdf;

/// <summary>The bytes of records that were read and not taken yet, as far as none is missing between them.</summary>
/// <param name="data">Where they come from.</param>
internal sealed class MdfRecordBuffer(MdfData data)
{
    /// <summary>How many bytes there can be at once.</summary>
    public const int Capacity = 128 * 1024;

    // Numbers are read eight bytes at once, wherever they lie.
    private const int Slack = sizeof(ulong);

    private readonly byte[] bytes = GC.AllocateUninitializedArray<byte>(Capacity + Slack);
    private int start;
    private int end;

    /// <summary>How many bytes there are.</summary>
    public int Count => end - start;

    /// <summary>Whether bytes are missing after those that there are.</summary>
    public bool HasGap { get; private set; }

    /// <summary>Bytes, with eight after them that mean nothing.</summary>
    public ReadOnlySpan<byte> Peek(int from, int count) => bytes.AsSpan(start + from, count + Slack);

    /// <summary>The number of eight bytes at a place; those that are not there mean nothing.</summary>
    public ulong NumberAt(int from) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(start + from));

    /// <summary>Sees to it that bytes are at hand, as far as none is missing before them.</summary>
    /// <param name="count">How many.</param>
    /// <returns>Whether they are there.</returns>
    public bool TryFill(int count)
    {
        while (Count < count && !HasGap && count <= Capacity)
        {
            if (start > 0)
            {
                bytes.AsSpan(start, Count).CopyTo(bytes);
                (start, end) = (0, Count);
            }

            var read = data.Read(bytes.AsSpan(end, Capacity - end));
            end += read;
            if (read == 0)
            {
                HasGap = data.HasGap;
                break;
            }
        }

        return Count >= count;
    }

    /// <summary>Takes bytes.</summary>
    public void Take(int count) => start += count;

    /// <summary>Goes on after what is missing, and gives up what is before it.</summary>
    public void PassGap() => (start, end, HasGap) = (0, 0, false);
}
