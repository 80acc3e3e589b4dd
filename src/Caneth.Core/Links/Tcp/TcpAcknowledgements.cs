using System.Buffers.Binary;
using System.Net.Sockets;

namespace Caneth.Links.Tcp;

/// <summary>What the operating system's TCP knows of the bytes that the other side has acknowledged.</summary>
internal sealed class TcpAcknowledgements
{
    private readonly Socket socket;
    private readonly long atStart;

    /// <summary>Begins with a connection over which nothing has been sent.</summary>
    public TcpAcknowledgements(Socket socket)
    {
        this.socket = socket;
        atStart = Read(written: 0) ?? 0;
    }

    /// <summary>Bytes acknowledged so far, or null where this system does not say.</summary>
    /// <param name="written">Bytes handed to the operating system so far.</param>
    public long? Acknowledged(long written) => Read(written) - atStart;

    /// <summary>Whether the system says that the connection is gone; where it says nothing, false.</summary>
    public bool Ended => OperatingSystem.IsLinux() && Linux.Ended(socket);

    private long? Read(long written)
    {
        try
        {
            return OperatingSystem.IsLinux() ? Linux.Acknowledged(socket)
                : OperatingSystem.IsMacOS() ? MacOS.Acknowledged(socket, written)
                : OperatingSystem.IsWindows() ? Windows.Acknowledged(socket)
                : null;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or PlatformNotSupportedException)
        {
            return null;
        }
    }

    /// <summary><c>struct tcp_info</c> of linux/tcp.h; the field came with Linux 4.1. It counts the SYN too.</summary>
    private static class Linux
    {
        private const int IpProtoTcp = 6;
        private const int TcpInfo = 11;
        private const int BytesAckedOffset = 120;
        private const byte Closed = 7;

        public static long? Acknowledged(Socket socket)
        {
            Span<byte> info = stackalloc byte[256];
            var length = socket.GetRawSocketOption(IpProtoTcp, TcpInfo, info);
            return length >= BytesAckedOffset + sizeof(long)
                ? BinaryPrimitives.ReadInt64LittleEndian(info[BytesAckedOffset..])
                : null;
        }

        public static bool Ended(Socket socket)
        {
            Span<byte> info = stackalloc byte[256];
            return socket.GetRawSocketOption(IpProtoTcp, TcpInfo, info) > 0 && info[0] == Closed;
        }
    }

    /// <summary><c>struct tcp_connection_info</c> of netinet/tcp.h: its send buffer holds what is not acknowledged.</summary>
    private static class MacOS
    {
        private const int IpProtoTcp = 6;
        private const int TcpConnectionInfo = 0x106;
        private const int SendBufferBytesOffset = 32;

        public static long? Acknowledged(Socket socket, long written)
        {
            Span<byte> info = stackalloc byte[256];
            var length = socket.GetRawSocketOption(IpProtoTcp, TcpConnectionInfo, info);
            return length >= SendBufferBytesOffset + sizeof(int)
                ? written - BinaryPrimitives.ReadUInt32LittleEndian(info[SendBufferBytesOffset..])
                : null;
        }
    }

    /// <summary><c>TCP_INFO_v0</c> of mstcpip.h, since Windows 10 1703: bytes sent, less those in flight.</summary>
    private static class Windows
    {
        private const int SioTcpInfo = unchecked((int)0xD8000027);
        private const int BytesInFlightOffset = 28;
        private const int BytesOutOffset = 48;

        public static long? Acknowledged(Socket socket)
        {
            var info = new byte[128];
            var length = socket.IOControl(SioTcpInfo, BitConverter.GetBytes(0), info);
            return length >= BytesOutOffset + sizeof(long)
                ? BinaryPrimitives.ReadInt64LittleEndian(info.AsSpan(BytesOutOffset))
                    - BinaryPrimitives.ReadUInt32LittleEndian(info.AsSpan(BytesInFlightOffset))
                : null;
        }
    }
}
