using System.Net;
using System.Net.Sockets;

namespace Caneth.Testing;

/// <summary>Listeners and ports of this computer.</summary>
public static class Loopback
{
    /// <summary>A port at which nobody listens, and which nobody was given since: who connects is refused.</summary>
    public static int ClosedPort()
    {
        using var listener = Listen();
        return listener.Port();
    }

    /// <summary>A listener at a port that the system chooses.</summary>
    /// <param name="backlog">How many connections wait to be accepted.</param>
    /// <param name="receiveBuffer">How many bytes the system keeps unread, about; small ones fill quickly.</param>
    public static Socket Listen(int backlog = 100, int? receiveBuffer = null)
    {
        var listener = Bind();
        if (receiveBuffer is { } size)
        {
            listener.ReceiveBufferSize = size;
        }

        listener.Listen(backlog);
        return listener;
    }

    /// <summary>A socket that has a port, at which it does not listen.</summary>
    public static Socket Bind()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    /// <summary>The port that a socket has.</summary>
    public static int Port(this Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;
}
