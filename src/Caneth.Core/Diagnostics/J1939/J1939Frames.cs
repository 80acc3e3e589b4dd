using Caneth.Signals;

namespace Caneth.Diagnostics;

/// <summary>Makes the frames of the transport protocol from one address to another.</summary>
/// <param name="source">From whom.</param>
/// <param name="destination">To whom, 255 for all.</param>
internal readonly struct J1939Frames(byte source, byte destination)
{
    /// <summary>The address that means all.</summary>
    public const byte ToAll = 255;

    /// <summary>The priority of most messages.</summary>
    public const int UsualPriority = 6;

    private const int LowestPriority = J1939Id.MaxPriority;
    private const byte Filler = 0xFF;

    /// <summary>A message of one frame.</summary>
    /// <param name="group">The number of its parameter group.</param>
    /// <param name="data">At most 8 bytes.</param>
    /// <param name="source">From whom.</param>
    /// <param name="to">To whom, 255 for all.</param>
    /// <param name="priority">The priority.</param>
    /// <exception cref="ArgumentException">It is for one address, and the group goes to all; or the priority is none.</exception>
    public static CanFrame Single(uint group, ReadOnlySpan<byte> data, byte source, byte to, int priority = UsualPriority) =>
        new(J1939Id.Create(group, source, to == ToAll ? null : to, priority).Id, data, FrameFlags.Extended);

    /// <summary>A frame that manages a transfer.</summary>
    public CanFrame Control(in J1939Control control) =>
        new(Id(J1939Control.Group), control.ToData(), CanData.MaxClassicLength, FrameFlags.Extended);

    /// <summary>A frame with a packet.</summary>
    /// <param name="number">Its number, from 1.</param>
    /// <param name="message">The whole message.</param>
    public CanFrame Packet(int number, ReadOnlySpan<byte> message)
    {
        Span<byte> data = stackalloc byte[CanData.MaxClassicLength];
        data.Fill(Filler);
        data[0] = (byte)number;
        var part = message[((number - 1) * J1939Control.PacketLength)..];
        part[..Math.Min(part.Length, J1939Control.PacketLength)].CopyTo(data[1..]);
        return new(Id(J1939Control.PacketGroup), data, FrameFlags.Extended);
    }

    private uint Id(uint group) => J1939Id.Create(group, source, destination, LowestPriority).Id;
}
