using System.Buffers.Binary;

namespace Caneth.Simulation;

/// <summary>How OBD-II says what a control unit knows: by asking for every 32nd PID.</summary>
internal static class SupportedIds
{
    private const int IdsPerMask = 0x20;

    /// <summary>Whether a number asks for what is known.</summary>
    public static bool IsAskedForBy(byte id) => id % IdsPerMask == 0;

    /// <summary>Which of the 32 numbers that follow are known, the first in the highest bit; the last says whether there are more.</summary>
    /// <param name="known">What is known.</param>
    /// <param name="id">What was asked for.</param>
    /// <returns>4 bytes; null where nothing is known from there on, but for the first.</returns>
    public static byte[]? After(IEnumerable<byte> known, byte id)
    {
        var mask = 0u;
        foreach (var one in known)
        {
            if (one > id + IdsPerMask)
            {
                mask |= 1;
            }
            else if (one > id)
            {
                mask |= 1u << (IdsPerMask - (one - id));
            }
        }

        if (id > 0 && mask == 0)
        {
            return null;
        }

        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, mask);
        return bytes;
    }
}
