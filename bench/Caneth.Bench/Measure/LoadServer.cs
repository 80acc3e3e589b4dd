using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Caneth.Testing;
using Caneth.Links.Gateway;

namespace Caneth.Bench;

/// <summary>
/// Many gateways in a process of their own. Prints its port, then serves until its input ends.
/// </summary>
internal static class LoadServer
{
    /// <summary>The verb that a process is started with to be one; the frames per second follow.</summary>
    public const string Name = "--serve";

    private const int TurnsPerSecond = 100;

    public static async Task RunAsync(string framesPerSecond)
    {
        var framesPerTurn = int.Parse(framesPerSecond, CultureInfo.InvariantCulture) / TurnsPerSecond;
        var bytes = Peer.Frames(Math.Max(1, framesPerTurn))[..(framesPerTurn * FrameCodec.FrameSize)];
        using var listener = Loopback.Listen(backlog: 1000);
        Console.WriteLine(listener.Port());

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
    }
}
