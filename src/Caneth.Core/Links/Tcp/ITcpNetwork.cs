using System.Net;
using System.Net.Sockets;

namespace Caneth.Links.Tcp;

/// <summary>How the addresses of a host are found and connected to: the seam to the network.</summary>
internal interface ITcpNetwork
{
    /// <summary>Looks up the addresses of a host.</summary>
    /// <param name="host">A name or an address.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The addresses, best first; at least one.</returns>
    /// <exception cref="SocketException">The name is not known.</exception>
    /// <exception cref="ArgumentException">The name can be none.</exception>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);

    /// <summary>Connects to one address.</summary>
    /// <param name="endPoint">The address and the port.</param>
    /// <param name="cancellationToken">Gives up; nothing is left behind.</param>
    /// <returns>The connected socket.</returns>
    /// <exception cref="SocketException">It cannot be connected to.</exception>
    Task<Socket> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken);
}
