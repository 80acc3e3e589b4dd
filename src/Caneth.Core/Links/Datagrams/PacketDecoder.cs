namespace Caneth.Links.Datagrams;

/// <summary>Reads the packets of one connection, each on its own: nothing is carried over from one to the next. Used by one thread at a time.</summary>
internal abstract class PacketDecoder
{
    /// <summary>Whether what comes before the first frame of the packet says who sent it.</summary>
    public virtual bool HasRegistration => false;

    /// <summary>Begins a packet.</summary>
    /// <param name="packet">All of it.</param>
    /// <param name="place">The place of its first frame.</param>
    /// <param name="lost">How many packets before it were lost, as its number shows; 0 where packets have none.</param>
    /// <returns>Whether it is one to read.</returns>
    public abstract PacketVerdict Begin(ReadOnlySpan<byte> packet, out int place, out int lost);

    /// <summary>Reads frames of the packet.</summary>
    /// <param name="packet">All of it.</param>
    /// <param name="place">The place of the next frame; it goes on to that of the one after the last.</param>
    /// <param name="received">When the packet was received.</param>
    /// <param name="frames">Room for frames, at least one.</param>
    /// <param name="isDamaged">Whether what comes next is no frame, or frames that it announced are not in it.</param>
    /// <returns>How many were read.</returns>
    public abstract int Read(ReadOnlySpan<byte> packet, ref int place, Timestamp received, Span<CanFrame> frames, out bool isDamaged);
}
