using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security;
using System.Text;

namespace Caneth.Servers;

/// <summary>Tells the network of a socketcand server, so that SavvyCAN, Kayak and others find it: a packet by UDP to all, every 3 s.</summary>
/// <remarks>Source: linux-can/socketcand, src/beacon.c at 6dd5d33.</remarks>
/// <param name="options">How the server was started.</param>
/// <param name="at">Where it listens.</param>
internal sealed class ServerBeacon(ServerOptions options, IPEndPoint at)
{
    /// <summary>The port at which clients listen for it.</summary>
    public const int UsualPort = 42000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    // To every host of the network of this computer alone, and of those that it is connected to.
    private static readonly IPAddress LoopbackBroadcast = new([127, 255, 255, 255]);

    /// <summary>Tells it until it is cancelled. Never fails.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var address in Addresses())
            {
                Tell(address);
            }

            await Task.Delay(Interval, options.TimeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The addresses under which the server is reached; they may change while it runs.</summary>
    private IEnumerable<IPAddress> Addresses() => !at.Address.Equals(IPAddress.Any) ? [at.Address]
        : NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(one => one.Address)
            .Where(address => address.AddressFamily == AddressFamily.InterNetwork);

    private void Tell(IPAddress address)
    {
        var beacon = $"<CANBeacon name=\"{SecurityElement.Escape(Dns.GetHostName())}\" type=\"SocketCAN\" description=\"{SecurityElement.Escape(options.Name)}\">"
            + $"<URL>can://{address}:{at.Port}</URL><Bus name=\"{SecurityElement.Escape(options.Bus)}\"/></CANBeacon>";
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { EnableBroadcast = true };
            socket.Bind(new IPEndPoint(address, 0));
            socket.SendTo(Encoding.UTF8.GetBytes(beacon), new IPEndPoint(IPAddress.IsLoopback(address) ? LoopbackBroadcast : IPAddress.Broadcast, options.BeaconPort));
        }
        catch (SocketException)
        {
            // A network that is down now; the next time it may be up.
        }
    }
}
