using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Caneth.Links.Gateway;

/// <summary>Reads frames by one load, one shuffle and one look-up each, where the processor has vectors of 16 bytes.</summary>
/// <remarks>
/// A frame is loaded with the three bytes after it, and its bytes are put in the order in which a <see cref="CanFrame"/> holds them:
/// the data, the id turned round, the first byte. What that byte allows of the others is a mask.
/// </remarks>
internal static class FrameVectors
{
    private static readonly Header[] Headers = [.. Enumerable.Range(0, 256).Select(value => new Header((byte)value))];

    // The data of 8 bytes, the id of 4, its highest byte last, and the first byte with three zeros.
    private static Vector128<byte> Order => Vector128.Create((byte)5, 6, 7, 8, 9, 10, 11, 12, 4, 3, 2, 1, 0, 0xFF, 0xFF, 0xFF);

    /// <summary>Reads frames up to the first that is none, as far as three bytes follow each.</summary>
    /// <param name="source">Bytes that begin with a frame.</param>
    /// <param name="timestamp">When they were received.</param>
    /// <param name="device">The name of the device that they came from.</param>
    /// <param name="destination">Room for the frames.</param>
    /// <param name="padding">All bits that lie beyond the data of the frames.</param>
    /// <returns>How many frames were read; 0 where the processor has no such vectors.</returns>
    public static int DecodeRun(
        ReadOnlySpan<byte> source, Timestamp timestamp, string? device, Span<CanFrame> destination, out ulong padding)
    {
        const int Size = FrameCodec.FrameSize;
        var most = Vector128.IsHardwareAccelerated && BitConverter.IsLittleEndian
            ? Math.Min((source.Length - (Vector128<byte>.Count - Size)) / Size, destination.Length)
            : 0;
        ref var next = ref MemoryMarshal.GetReference(source);
        ref var place = ref MemoryMarshal.GetReference(destination);
        ref var headers = ref MemoryMarshal.GetArrayDataReference(Headers);
        var beyond = Vector128<ulong>.Zero;
        var count = 0;
        for (; count < most; count++)
        {
            ref readonly var header = ref Unsafe.Add(ref headers, (int)next);
            var bytes = Vector128.Shuffle(Vector128.LoadUnsafe(ref next), Order);
            var forbidden = Vector128.AndNot(bytes, header.Allowed).AsUInt64();
            if (forbidden.GetElement(1) != 0)
            {
                break;
            }

            beyond |= forbidden;
            CanFrame.Overwrite(ref place, timestamp, (bytes & header.Allowed) ^ header.ToShape, device);
            next = ref Unsafe.Add(ref next, Size);
            place = ref Unsafe.Add(ref place, 1);
        }

        padding = beyond.ToScalar();
        return count;
    }

    /// <summary>What the first byte of a frame says of the rest.</summary>
    private readonly struct Header
    {
        public Header(byte value)
        {
            var header = FrameCodec.HeaderOf(value);
            var valid = header.MaxId >= 0;
            var id = valid ? (uint)header.MaxId : 0;
            var shape = Unsafe.BitCast<FrameShape, uint>(header.Shape);
            Allowed = Vector128.Create(valid ? header.DataMask : 0, id | (ulong)(valid ? byte.MaxValue : 0) << 32).AsByte();
            ToShape = Vector128.Create(0, (ulong)(shape ^ value) << 32).AsByte();
        }

        /// <summary>The bits that may be set; none, not even its own, where there is no such header.</summary>
        public readonly Vector128<byte> Allowed;

        /// <summary>What makes the shape of the first byte.</summary>
        public readonly Vector128<byte> ToShape;
    }
}
