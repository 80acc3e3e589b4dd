using Caneth.Links.Gateway;

namespace Caneth.Simulation;

/// <summary>
/// The encoded frames that wait for one client: a ring of a fixed size, filled by the bus and emptied by one writer.
/// </summary>
internal sealed class OutgoingQueue(int capacity)
{
    private readonly Lock gate = new();
    private readonly byte[] ring = GC.AllocateUninitializedArray<byte>(capacity * FrameCodec.FrameSize);
    private int head;
    private volatile int used;

    /// <summary>How many frames wait.</summary>
    public int Count => used / FrameCodec.FrameSize;

    /// <summary>How many more fit.</summary>
    public int Room => (ring.Length - used) / FrameCodec.FrameSize;

    /// <summary>Takes what fits.</summary>
    /// <param name="frames">Whole frames.</param>
    /// <returns>How many of them fitted.</returns>
    public int Add(ReadOnlySpan<byte> frames)
    {
        lock (gate)
        {
            var bytes = frames[..Math.Min(frames.Length, ring.Length - used)];
            var tail = (head + used) % ring.Length;
            var first = Math.Min(bytes.Length, ring.Length - tail);
            bytes[..first].CopyTo(ring.AsSpan(tail));
            bytes[first..].CopyTo(ring);
            used += bytes.Length;
            return bytes.Length / FrameCodec.FrameSize;
        }
    }

    /// <summary>Moves the oldest frames out.</summary>
    /// <param name="destination">Room for whole frames.</param>
    /// <returns>How many bytes were moved.</returns>
    public int Take(Span<byte> destination)
    {
        lock (gate)
        {
            var length = Math.Min(destination.Length, used);
            var first = Math.Min(length, ring.Length - head);
            ring.AsSpan(head, first).CopyTo(destination);
            ring.AsSpan(0, length - first).CopyTo(destination[first..]);
            head = (head + length) % ring.Length;
            used -= length;
            return length;
        }
    }
}
