using System.Buffers.Binary;
using Caneth.Diagnostics;

namespace Caneth.Simulation;

/// <summary>A request, as a control unit sees it.</summary>
/// <param name="Bytes">The service and what belongs to it, 1 byte or more.</param>
/// <param name="Functional">Whether it went to all control units.</param>
/// <param name="Now">The time.</param>
/// <param name="Car">What the car is doing.</param>
internal readonly record struct EcuRequest(byte[] Bytes, bool Functional, TimeSpan Now, VehicleState Car)
{
    public UdsService Service => (UdsService)Bytes[0];

    /// <summary>How many bytes it has, that of the service included.</summary>
    public int Length => Bytes.Length;

    /// <summary>The sub-function, of a service that has some.</summary>
    public byte SubFunction => (byte)(Bytes[1] & ~UdsSubFunctions.SuppressReply);

    /// <summary>Whether no answer is wanted where all is well; of a service that has sub-functions.</summary>
    public bool WantsNoReply => (Bytes[1] & UdsSubFunctions.SuppressReply) != 0;

    public byte this[int place] => Bytes[place];

    /// <summary>What it has from a place on.</summary>
    public ReadOnlySpan<byte> From(int place) => Bytes.AsSpan(place);

    /// <summary>The two bytes at a place as a number.</summary>
    public ushort WordAt(int place) => BinaryPrimitives.ReadUInt16BigEndian(From(place));
}
