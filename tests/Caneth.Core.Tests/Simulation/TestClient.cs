using System.Net;
using System.Net.Sockets;
using Caneth.Links.Gateway;
using Caneth.Simulation;

namespace Caneth.Tests.Simulation;

/// <summary>The plainest client there is: a TCP socket, and the codec where frames are wanted.</summary>
internal sealed class TestClient : IDisposable
{
    private readonly List<byte> unread = [];

    private TestClient(Socket socket) => Socket = socket;

    public Socket Socket { get; }

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    /// <summary>Connects, and waits until the simulator serves the client.</summary>
    public static async Task<TestClient> ConnectAsync(GatewaySimulator simulator)
    {
        var before = simulator.Statistics.ClientsAccepted;
        var client = await ConnectUnservedAsync(simulator);
        await simulator.ServesAsync(before + 1);
        return client;
    }

    /// <summary>Connects only.</summary>
    public static async Task<TestClient> ConnectUnservedAsync(GatewaySimulator simulator)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(simulator.HostName), simulator.Port), Ending);
        return new TestClient(socket);
    }

    public Task SendAsync(params CanFrame[] frames) => SendBytesAsync(Encode(frames));

    public async Task SendBytesAsync(byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await Socket.SendAsync(bytes.AsMemory(sent), Ending);
        }
    }

    /// <summary>What one read brings; nothing at the end of the connection.</summary>
    public async Task<byte[]> ReadOnceAsync()
    {
        var room = new byte[65_536];
        return room[..await Socket.ReceiveAsync(room, Ending)];
    }

    public async Task<byte[]> ReadBytesAsync(int count)
    {
        while (unread.Count < count)
        {
            var read = await ReadOnceAsync();
            Assert.True(read.Length > 0, $"The connection ended after {unread.Count} of {count} bytes.");
            unread.AddRange(read);
        }

        var bytes = unread[..count].ToArray();
        unread.RemoveRange(0, count);
        return bytes;
    }

    /// <summary>Reads until the gateway ends the connection in an orderly way.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        while (await ReadOnceAsync() is { Length: > 0 } read)
        {
            unread.AddRange(read);
        }

        return [.. unread];
    }

    /// <summary>Waits until the connection is over, in order or not.</summary>
    public async Task EndsAsync()
    {
        try
        {
            await ReadToEndAsync();
        }
        catch (SocketException)
        {
            // It was reset.
        }
    }

    public async Task<CanFrame[]> ReadFramesAsync(int count) => Decode(await ReadBytesAsync(count * FrameCodec.FrameSize));

    public async Task<CanFrame> ReadFrameAsync() => (await ReadFramesAsync(1))[0];

    /// <summary>Reads up to the first frame with that id.</summary>
    public async Task<CanFrame> ReadUntilAsync(uint id, byte? first = null)
    {
        while (true)
        {
            var frame = await ReadFrameAsync();
            if (frame.Id == id && (first is null || frame.Data[0] == first))
            {
                return frame;
            }
        }
    }

    public void Dispose() => Socket.Dispose();

    /// <summary>The frames that these bytes are, without gaps.</summary>
    public static CanFrame[] Decode(byte[] bytes)
    {
        var frames = new CanFrame[bytes.Length / FrameCodec.FrameSize];
        Assert.Equal(frames.Length, FrameCodec.DecodeRun(bytes, default, null, frames));
        return frames;
    }
}
