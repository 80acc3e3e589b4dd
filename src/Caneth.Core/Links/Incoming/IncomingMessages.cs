using System.Net;
using System.Net.Sockets;
using Caneth.Links.Streams;
using static Caneth.Amount;

namespace Caneth.Links.Incoming;

/// <summary>What is said of gateways that dial in.</summary>
internal static class IncomingMessages
{
    // How the clients of other protocols begin, which find every open port sooner or later.
    private static readonly (byte[] Begin, string Sender)[] Clients =
    [
        ([.. "GET "u8], "a web browser"),
        ([.. "HEAD "u8], "a web client"),
        ([.. "POST "u8], "a web client"),
        ([.. "OPTIONS "u8], "a web client"),
        ([.. "CONNECT "u8], "a web client"),
        ([.. "PRI * HTTP"u8], "a web client"),
        ([.. "SSH-"u8], "an SSH client"),
        ([0x16, 0x03], "a TLS client"),
    ];

    public const string TakeSeveral = "Start-CanListener (CanListener.Start) takes many gateways at one port.";

    public static IOException Replaced() => new("another connection of the same gateway took its place");

    public static LinkException NotDialled(CanAddress address, TimeSpan timeout, Exception cause) => new(LinkError.ConnectTimeout,
        $"No gateway dialled in at {address} within {Seconds(timeout)}.", "Check the address and the port to which the gateway dials.", cause);

    public static LinkException NotListening(CanAddress address, SocketException cause) => new(LinkError.ConnectFailed,
        cause.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => $"The port of {address} is used by another program or listener.",
            SocketError.AddressNotAvailable => $"{address} cannot be listened at: the address is none of this computer.",
            SocketError.AccessDenied => $"{address} cannot be listened at: ports below 1024 need rights.",
            _ => $"{address} cannot be listened at: {cause.Message.TrimEnd('.')}.",
        },
        cause.SocketErrorCode switch
        {
            SocketError.AddressNotAvailable => "Give an address of this computer; 0.0.0.0 is all of them.",
            _ => "Give another port; for a listener 0 takes one that is free.",
        },
        cause);

    public static ArgumentException NoPort(CanAddress address) => new(
        $"{address} has port 0, which takes one that is free: no gateway would know where to dial. Write the port to which the gateway dials, or let a listener "
        + "take one and say which (Start-CanListener, CanListener.Start).", nameof(address));

    public static string Crowded(IPEndPoint from, int most) =>
        $"{from} was refused: it had not said who it is, and {most:N0} others had not either.";

    public static string NotAccepted(Exception cause) => $"A connection could not be accepted: {cause.Message.TrimEnd('.')}.";

    public static string NotTaken(IPEndPoint from, Exception cause) => $"{from} was refused: {cause.GetType().Name}: {cause.Message.TrimEnd('.')}.";

    public static string AnotherGateway(string identity, IPEndPoint from, string wanted) =>
        $"'{identity}' dialled in from {from}, and was refused: this is the port of '{wanted}'.";

    public static LinkException LeftTooEarly(IPEndPoint from) => new(LinkError.HandshakeFailed,
        $"{from} connected, and the connection ended before it was known who that is.");

    /// <returns>Why somebody who speaks another protocol is refused; null for everybody else.</returns>
    public static LinkException? OtherClient(IPEndPoint from, ReadOnlySpan<byte> bytes)
    {
        foreach (var (begin, sender) in Clients)
        {
            if (bytes.StartsWith(begin))
            {
                return new(LinkError.HandshakeFailed, $"{from} is {sender} and not a gateway: it said {ForeignData.Excerpt(bytes)}.",
                    "Let the gateways alone reach the port.");
            }
        }

        return null;
    }

    public static LinkException NotRegistered(IPEndPoint from, TimeSpan timeout, ReadOnlySpan<byte> heard, bool wantsMac) => new(LinkError.HandshakeFailed,
        $"{from} said {(heard.IsEmpty ? $"nothing within {Seconds(timeout)}" : ForeignData.Excerpt(heard))}, where "
        + $"{(wantsMac ? "a MAC address" : "a registration packet")} should come first.",
        $"Let the gateway send {(wantsMac ? "its MAC address" : "a registration packet")} on connecting, or tell gateways apart in another way (identity=).");
}
