using Caneth.Flow;

namespace Caneth.Links.Gateway;

/// <summary>The packets among the frames of one connection: counts them, and notes whether frames follow them.</summary>
/// <param name="packets">Which packets the gateway sends.</param>
/// <param name="counters">Counts them.</param>
internal sealed class PacketSequence(GatewayPackets packets, Tally<LinkCounter> counters)
{
    private bool isAfterPacket;

    // Heartbeats may follow each other; only one registration packet precedes frames.
    private bool isAfterRegistration;

    /// <summary>Whether bytes begin with a packet, or with what may become one.</summary>
    public bool IsNext(ReadOnlySpan<byte> bytes, bool silent) =>
        packets.Match(bytes, out _) is var kind && (kind == GatewayPackets.Kind.Incomplete ? !silent : kind != GatewayPackets.Kind.None);

    /// <summary>Notes a packet.</summary>
    public void Add(GatewayPackets.Kind kind, int length)
    {
        if (isAfterRegistration)
        {
            packets.NoteNext(isFrame: false);
        }

        isAfterPacket = true;
        isAfterRegistration = kind == GatewayPackets.Kind.Registration;
        counters.Add(isAfterRegistration ? LinkCounter.RegistrationPackets : LinkCounter.Heartbeats, 1);
        counters.Add(isAfterRegistration ? LinkCounter.RegistrationBytes : LinkCounter.HeartbeatBytes, length);
    }

    /// <summary>Notes a frame, or something unknown, which may follow a packet.</summary>
    public void NoteNext(bool isFrame)
    {
        if (isAfterPacket)
        {
            packets.NoteNext(isFrame);
            (isAfterPacket, isAfterRegistration) = (false, false);
        }
    }
}
