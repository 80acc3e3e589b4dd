using System.Net;
using System.Net.Sockets;

namespace Caneth.Simulation;

/// <summary>An address at which nobody answers: its queue of connections is full and never emptied, so that new ones get no reply.</summary>
/// <remarks>On Windows a full queue refuses; that address is dead too, only sooner.</remarks>
internal sealed class DeadListener
{
    // More than any system lets wait where one is asked for.
    private const int Fillers = 4;

    private readonly List<Socket> sockets = [];

    /// <summary>Takes the address, where the computer has it; one that it does not have answers nobody anyway.</summary>
    public void Open(IPEndPoint endPoint)
    {
        if (sockets.Count > 0)
        {
            return;
        }

        try
        {
            var listener = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            sockets.Add(listener);
            listener.Bind(endPoint);
            listener.Listen(0);
            for (var index = 0; index < Fillers; index++)
            {
                var filler = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                sockets.Add(filler);
                TryConnect(filler, endPoint);
            }
        }
        catch (SocketException)
        {
            Close();
        }
    }

    /// <summary>Gives the address back.</summary>
    public void Close()
    {
        sockets.ForEach(socket => socket.Dispose());
        sockets.Clear();
    }

    private static void TryConnect(Socket socket, IPEndPoint endPoint)
    {
        try
        {
            socket.Connect(endPoint);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // It goes on in the background; the queue is what counts.
        }
    }
}
