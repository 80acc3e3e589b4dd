using System.Buffers.Binary;

namespace Caneth.Diagnostics;

/// <summary>How a control unit says which PIDs it has: every 32nd PID is a mask of the 32 after it, the first of them in the highest bit.</summary>
internal static class SupportedPids
{
    public const int MaskLength = sizeof(uint);

    private const int PerMask = 0x20;

    /// <summary>The PIDs that ask for masks.</summary>
    public static IEnumerable<byte> Masks => Enumerable.Range(0, 0x100 / PerMask).Select(block => (byte)(block * PerMask));

    /// <summary>Whether a PID asks for a mask.</summary>
    public static bool IsAskedForBy(byte pid) => pid % PerMask == 0;

    /// <summary>The PIDs of a mask; the last of them, where it is there, asks for the next mask.</summary>
    /// <param name="pid">What was asked for.</param>
    /// <param name="mask">The 4 bytes of the answer.</param>
    public static IEnumerable<byte> In(byte pid, ReadOnlySpan<byte> mask)
    {
        var bits = BinaryPrimitives.ReadUInt32BigEndian(mask);
        return Enumerable.Range(1, PerMask).Where(place => (bits >> (PerMask - place) & 1) != 0 && pid + place <= byte.MaxValue)
            .Select(place => (byte)(pid + place)).ToArray();
    }
}
