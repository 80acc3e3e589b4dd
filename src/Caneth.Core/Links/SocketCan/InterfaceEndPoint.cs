using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Caneth.Links.SocketCan;

/// <summary>The address of a CAN interface: <c>struct sockaddr_can</c> of linux/can.h.</summary>
/// <param name="index">The number of the interface.</param>
internal sealed class InterfaceEndPoint(int index) : EndPoint
{
    // A family of 16 bits, 2 bytes of nothing, the number, and what only other protocols of CAN have: 24 bytes in all.
    private const int Size = 24;
    private const int IndexOffset = 4;

    /// <inheritdoc/>
    public override AddressFamily AddressFamily => AddressFamily.ControllerAreaNetwork;

    /// <inheritdoc/>
    public override SocketAddress Serialize()
    {
        var address = new SocketAddress(AddressFamily, Size);
        MemoryMarshal.Write(address.Buffer.Span[IndexOffset..], index);
        return address;
    }
}
