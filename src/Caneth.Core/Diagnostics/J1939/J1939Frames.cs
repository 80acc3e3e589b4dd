using Caneth.Signals;

namespace Caneth.Diagnostics;

/// <summary>Makes the frames of the transport protocol from one address to another.</summary>
/// <param name="source">From whom.</param>
/// <param name="destination">To whom, 255 for all.</param>
internal readonly struct J1939Frames(byte source, byte destination)
{
    /// <summary>The address that means all.</summary>
    public const byte ToAll = 255;

    private const int LowestPriority = J1939Id.MaxPriority;
    private const byte Filler = 0xFF;

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
