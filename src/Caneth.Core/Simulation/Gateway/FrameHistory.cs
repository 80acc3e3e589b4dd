using Caneth.Links.Gateway;

namespace Caneth.Simulation;

/// <summary>
/// The latest frames of the bus, encoded, for <see cref="SimulatorFault.Stale"/>. Used under the lock of the bus.
/// </summary>
internal sealed class FrameHistory(int capacity)
{
    private readonly byte[] ring = new byte[capacity * FrameCodec.FrameSize];
    private int tail;
    private int used;

    public void Add(ReadOnlySpan<byte> frames)
    {
        var bytes = frames[Math.Max(0, frames.Length - ring.Length)..];
        var first = Math.Min(bytes.Length, ring.Length - tail);
        bytes[..first].CopyTo(ring.AsSpan(tail));
        bytes[first..].CopyTo(ring);
        tail = (tail + bytes.Length) % ring.Length;
        used = Math.Min(ring.Length, used + bytes.Length);
    }

    /// <summary>The latest frames, the oldest of them first.</summary>
    public byte[] Latest(int count)
    {
        var bytes = new byte[Math.Min(used, count * FrameCodec.FrameSize)];
        var start = (tail - bytes.Length + ring.Length) % ring.Length;
        var first = Math.Min(bytes.Length, ring.Length - start);
        ring.AsSpan(start, first).CopyTo(bytes);
        ring.AsSpan(0, bytes.Length - first).CopyTo(bytes.AsSpan(first));
        return bytes;
    }
}
