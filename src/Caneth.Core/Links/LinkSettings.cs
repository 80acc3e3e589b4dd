namespace Caneth.Links;

/// <summary>What is known of the other side of a link beside its address.</summary>
/// <param name="RegistrationPacket">What it sends to say who it is; empty where it sends nothing or that is to be learned.</param>
/// <param name="Heartbeat">What it sends to say that it is there; empty where it sends nothing or that is to be learned.</param>
internal sealed record LinkSettings(ReadOnlyMemory<byte> RegistrationPacket = default, ReadOnlyMemory<byte> Heartbeat = default)
{
    /// <summary>Whether nothing is.</summary>
    public bool IsEmpty => RegistrationPacket.IsEmpty && Heartbeat.IsEmpty;
}
