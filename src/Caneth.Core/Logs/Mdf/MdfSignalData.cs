using System.Buffers.Binary;

namespace Caneth.Logs.Mdf;

/// <summary>
/// The values of a channel that have a length of their own: records say where in them theirs begins. They are passed over once, and the
/// last of them kept; nothing needs more, since records and values come in one order.
/// </summary>
/// <param name="blocks">The blocks that they lie in; null where they lie among the records and are added here.</param>
internal sealed class MdfSignalData(MdfData? blocks)
{
    private const int Window = 256 * 1024;

    private byte[] bytes = [];
    private long begin;
    private int count;

    /// <summary>Whether they lie among the records.</summary>
    public bool IsAmongRecords => blocks is null;

    /// <summary>How many values were read ahead of their place among the records.</summary>
    public int Ahead { get; set; }

    /// <summary>Where the value after the one that was taken last begins.</summary>
    public long Next { get; private set; }

    /// <summary>Adds a value.</summary>
    public void Add(ReadOnlySpan<byte> value)
    {
        MakeRoom(MdfLayout.ValueHeaderLength + value.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(count), value.Length);
        value.CopyTo(bytes.AsSpan(count + MdfLayout.ValueHeaderLength));
        count += MdfLayout.ValueHeaderLength + value.Length;
    }

    /// <summary>Leaves a value out, and keeps its place.</summary>
    /// <param name="length">How long it was.</param>
    public void Skip(long length) => (begin, count) = (begin + count + MdfLayout.ValueHeaderLength + length, 0);

    /// <summary>Finds a value.</summary>
    /// <param name="place">Where it begins.</param>
    /// <param name="value">The value; valid until something else is done here.</param>
    /// <returns>Whether it is there.</returns>
    public bool TryGet(ulong place, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (place > long.MaxValue - Window || (long)place < begin || !IsThere((long)place + MdfLayout.ValueHeaderLength))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan((int)((long)place - begin)));
        if (length > Window || !IsThere((long)place + MdfLayout.ValueHeaderLength + length) || (long)place < begin)
        {
            return false;
        }

        value = bytes.AsSpan((int)((long)place - begin) + MdfLayout.ValueHeaderLength, (int)length);
        Next = (long)place + MdfLayout.ValueHeaderLength + length;
        return true;
    }

    private bool IsThere(long end)
    {
        const int Step = 64 * 1024;
        while (begin + count < end)
        {
            if (blocks is null)
            {
                return false;
            }

            MakeRoom(Step);
            var read = blocks.Read(bytes.AsSpan(count, Step));
            if (read == 0 && !blocks.HasGap)
            {
                return false;
            }

            (begin, count) = read == 0 ? (blocks.Position, 0) : (begin, count + read);
        }

        return end - MdfLayout.ValueHeaderLength >= begin;
    }

    private void MakeRoom(int wanted)
    {
        if (count + wanted <= bytes.Length)
        {
            return;
        }

        var kept = Math.Min(count, Window);
        var target = kept + wanted <= bytes.Length ? bytes : new byte[Math.Max(2 * Window, kept + wanted)];
        bytes.AsSpan(count - kept, kept).CopyTo(target);
        (bytes, begin, count) = (target, begin + count - kept, kept);
    }
}
