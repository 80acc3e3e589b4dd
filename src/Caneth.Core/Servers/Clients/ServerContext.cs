using Caneth.Flow;
using Caneth.Sessions;

namespace Caneth.Servers;

/// <summary>What the clients of a server share.</summary>
/// <param name="session">The device that is offered.</param>
/// <param name="options">How it is.</param>
internal sealed class ServerContext(CanSession session, ServerOptions options)
{
    /// <summary>The device that is offered.</summary>
    public CanSession Session => session;

    /// <summary>How it is.</summary>
    public ServerOptions Options => options;

    /// <summary>What is counted of all clients together, those that have left included.</summary>
    public Tally<ServerCounter> Counters { get; } = new();

    /// <summary>What happens.</summary>
    public ServerEventLog Events { get; } = new(options.Name, options.TimeProvider);

    /// <summary>What a client is told for which there is no room; empty where the protocol has no words for it.</summary>
    public ReadOnlySpan<byte> Refusal => options.Protocol switch
    {
        ServerProtocol.Socketcand => "< error too many clients >"u8,
        ServerProtocol.Gateway => "Sorry,Limited"u8,
        ServerProtocol.Slcan => "\a"u8,
        _ => default,
    };

    /// <summary>Begins to speak with a client.</summary>
    public Conversation Begin() => options.Protocol switch
    {
        ServerProtocol.Gateway => new GatewayConversation(),
        ServerProtocol.Slcan => new SlcanConversation(),
        ServerProtocol.Cannelloni => new CannelloniConversation(),
        ServerProtocol.Gvret => new GvretConversation(options.TimeProvider),
        ServerProtocol.Pcapng => new PcapngConversation(session.Name),
        _ => new SocketcandConversation(options.Bus),
    };
}
