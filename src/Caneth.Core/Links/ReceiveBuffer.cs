using System.Net.Sockets;

namespace Caneth.Links;

/// <summary>The buffer of the system for what has come and was not taken yet: a burst must not be lost in this computer.</summary>
/// <remarks>The default of Linux is full after some 300 frames, which a bus brings in 40 ms (python-can, issue 657; cannelloni, issue 72).</remarks>
internal static class ReceiveBuffer
{
    /// <summary>How large it is to be, in bytes.</summary>
    public const int Size = 4 * 1024 * 1024;

    // asm-generic/socket.h: SOL_SOCKET, SO_RCVBUFFORCE.
    private const int SocketLevel = 1;
    private const int Forced = 33;

    /// <summary>Asks for a large one, above the limit of Linux where the user may have that; for less where the system refuses it instead of giving what it has.</summary>
    public static void Enlarge(Socket socket)
    {
        if (OperatingSystem.IsLinux() && IsForced(socket))
        {
            return;
        }

        for (var size = Size; size > socket.ReceiveBufferSize; size /= 2)
        {
            try
            {
                socket.ReceiveBufferSize = size;
                return;
            }
            catch (SocketException)
            {
                // macOS has a limit for it.
            }
        }
    }

    private static bool IsForced(Socket socket)
    {
        try
        {
            socket.SetRawSocketOption(SocketLevel, Forced, BitConverter.GetBytes(Size));
            return true;
        }
        catch (SocketException)
        {
            // It takes a right (CAP_NET_ADMIN).
            return false;
        }
    }
}
