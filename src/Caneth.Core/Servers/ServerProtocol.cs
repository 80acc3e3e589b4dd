namespace Caneth.Servers;

/// <summary>What a <see cref="CanServer"/> speaks with its clients, always over TCP.</summary>
public enum ServerProtocol
{
    /// <summary>socketcand, by text: what python-can, SavvyCAN and Kayak know.</summary>
    Socketcand,

    /// <summary>The 13 bytes a frame of gateways: what knows the gateway knows the server.</summary>
    Gateway,

    /// <summary>SLCAN, the text of serial adapters (LAWICEL).</summary>
    Slcan,

    /// <summary>cannelloni, which joins it with a SocketCAN interface of another computer.</summary>
    Cannelloni,

    /// <summary>GVRET, as boards speak it for SavvyCAN.</summary>
    Gvret,

    /// <summary>pcapng, a capture that goes on and on for Wireshark; whoever reads it sends nothing.</summary>
    Pcapng,
}
