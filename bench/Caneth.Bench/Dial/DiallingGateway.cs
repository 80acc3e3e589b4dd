using System.Net;
using System.Net.Sockets;
using System.Text;
using Caneth.Links.Gateway;
using Caneth.Testing;

namespace Caneth.Bench;

/// <summary>A gateway that dials in with its registration packet, and numbers its frames.</summary>
/// <param name="index">Which of many.</param>
internal sealed class DiallingGateway(int index) : IDisposable
{
    private readonly byte[] registration = Encoding.ASCII.GetBytes($"gateway{index:00000}");
    private Socket? socket;
    private Socket? forgotten;
    private int number;

    /// <summary>Dials. The connection before stays as it is, as one does that a router has forgotten.</summary>
    public async Task DialAsync(EndPoint target)
    {
        forgotten?.Dispose();
        forgotten = socket;
        socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(target);
        await socket.SendAsync(registration.AsMemory());
    }

    /// <summary>Resets its connection.</summary>
    public void Reset()
    {
        socket!.LingerState = new(true, 0);
        Dispose();
    }

    /// <summary>Sends its next frames in one packet.</summary>
    public async ValueTask SendAsync(int count)
    {
        var bytes = new byte[count * FrameCodec.FrameSize];
        for (var place = 0; place < bytes.Length; place += FrameCodec.FrameSize)
        {
            FrameCodec.Encode(NumberedFrames.Numbered(number++), bytes.AsSpan(place));
        }

        await socket!.SendAsync(bytes.AsMemory());
    }

    public void Dispose()
    {
        socket?.Dispose();
        forgotten?.Dispose();
        (socket, forgotten) = (null, null);
    }
}
