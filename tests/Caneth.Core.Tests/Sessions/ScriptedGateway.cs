using System.Net.Sockets;

namespace Caneth.Tests.Sessions;

/// <summary>A listener whose connections the test writes and reads byte by byte.</summary>
/// <param name="receiveBuffer">How many bytes the operating system keeps unread, about; small ones fill quickly.</param>
internal sealed class ScriptedGateway(int? receiveBuffer = null) : IDisposable
{
    private readonly Socket listener = Loopback.Listen(receiveBuffer: receiveBuffer);

    public int Port => listener.Port();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public async Task<Socket> AcceptAsync()
    {
        var socket = await listener.AcceptAsync(Ending);
        socket.NoDelay = true;
        return socket;
    }

    public static async Task<byte[]> ReadAsync(Socket socket, int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var more = await socket.ReceiveAsync(bytes.AsMemory(read), Ending);
            Assert.True(more > 0, $"The connection ended after {read} of {count} bytes.");
            read += more;
        }

        return bytes;
    }

    public static async Task<byte[]> ReadToEndAsync(Socket socket)
    {
        var bytes = new List<byte>();
        var room = new byte[65_536];
        while (await socket.ReceiveAsync(room, Ending) is > 0 and var read)
        {
            bytes.AddRange(room[..read]);
        }

        return [.. bytes];
    }

    /// <summary>Ends a connection with RST.</summary>
    public static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    public void Dispose() => listener.Dispose();
}
