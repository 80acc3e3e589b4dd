using System.Buffers.Binary;
using System.Text;

namespace Caneth.Simulation;

/// <summary>Values as control units write them.</summary>
internal static class EcuValues
{
    /// <summary>A number in one byte, as near as can be.</summary>
    public static byte[] Byte(double value) => [(byte)Math.Clamp(Math.Round(value), byte.MinValue, byte.MaxValue)];

    /// <summary>A number in two bytes, as near as can be.</summary>
    public static byte[] Word(double value)
    {
        var bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)Math.Clamp(Math.Round(value), ushort.MinValue, ushort.MaxValue));
        return bytes;
    }

    /// <summary>A text of a length, filled up with zeros.</summary>
    public static byte[] Text(string text, int length)
    {
        var bytes = new byte[length];
        Encoding.ASCII.GetBytes(text, bytes);
        return bytes;
    }
}
