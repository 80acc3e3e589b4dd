using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Caneth.Wire;

namespace Caneth.Bench;

/// <summary>
/// Many gateways in a process of their own: <c>serve FRAMES_PER_SECOND</c>. Prints its port, then serves until its input
/// ends.
/// </summary>
internal static class LoadServer
{
    private const int TurnsPerSecond = 100;

    public static async Task<int> RunAsync(string[] args)
    {
        var framesPerTurn = int.Parse(args[1]) / TurnsPerSecond;
        var bytes = Peer.Frames(Math.Max(1, framesPerTurn))[..(framesPerTurn * FrameCodec.FrameSize)];
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1000);
        Console.WriteLine(((IPEndPoint)listener.LocalEndPoint!).Port);

        var clients = new List<Socket>();
        var ended = Task.Run(() => Console.In.ReadToEnd());
        var clock = Stopwatch.StartNew();
        var sent = 0L;
        for (var turn = 1L; !ended.IsCompleted; turn++)
        {
            while (listener.Poll(0, SelectMode.SelectRead))
            {
                clients.Add(await listener.AcceptAsync());
            }

            if (bytes.Length > 0)
            {
                foreach (var client in clients)
                {
                    sent += client.Send(bytes);
                }
            }

            var wait = TimeSpan.FromSeconds(turn / (double)TurnsPerSecond) - clock.Elapsed;
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait);
            }
        }

        clients.ForEach(client => client.Dispose());
        Console.WriteLine(sent / FrameCodec.FrameSize);
        return 0;
    }
}
