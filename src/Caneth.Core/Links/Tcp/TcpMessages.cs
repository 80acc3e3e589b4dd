using System.Net;
using System.Net.Sockets;
using static Caneth.Amount;

namespace Caneth.Links.Tcp;

/// <summary>Why a host cannot be connected to.</summary>
internal static class TcpMessages
{
    private const string CheckPowerAndNetwork = "Check that the gateway has power and that this computer is in its network, or wait longer.";
    private const string CheckPort = "Check the port: each CAN channel has one of its own, which the gateway's settings show.";
    private const string CheckServerAndNetwork = "Check that its server runs and that this computer is in its network, or wait longer.";
    private const string CheckServer = "Check that its server runs, and that it listens at that port and not for its own computer alone.";

    public static LinkException HostNotFound(string host, Exception cause) => new(LinkError.HostNotFound,
        $"The host '{host}' is not known.", "Check the spelling, or give the gateway's IP address.", cause);

    public static LinkException ConnectTimeout(CanAddress address, IPAddress[] tried, TimeSpan timeout, Exception cause) => new(
        LinkError.ConnectTimeout,
        $"{address}{Tried(tried)} did not answer within {Seconds(timeout)}.", CheckNetwork(address), cause);

    public static LinkException ConnectFailed(CanAddress address, IPAddress[] tried, SocketException cause) => cause.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => new(LinkError.ConnectionRefused,
            $"{address}{Tried(tried)} refused the connection: nothing listens on that port.",
            address.Scheme == CanAddress.Tcp ? CheckPort : CheckServer, cause),
        SocketError.TimedOut => new(LinkError.ConnectTimeout,
            $"{address}{Tried(tried)} did not answer.", CheckNetwork(address), cause),
        _ => new(LinkError.ConnectFailed, $"{address}{Tried(tried)} cannot be reached: {cause.Message}.", CheckNetwork(address), cause),
    };

    private static string CheckNetwork(CanAddress address) => address.Scheme == CanAddress.Tcp ? CheckPowerAndNetwork : CheckServerAndNetwork;

    // Of one address the name says enough.
    private static string Tried(IPAddress[] addresses)
    {
        const int Most = 8;
        return addresses.Length < 2 ? ""
            : $" (tried {string.Join(", ", addresses.Take(Most).Select(address => $"{address}"))}{(addresses.Length > Most ? ", ..." : "")})";
    }
}
