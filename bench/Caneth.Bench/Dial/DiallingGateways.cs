using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Caneth.Links.Gateway;

namespace Caneth.Bench;

/// <summary>
/// Many gateways in a process of their own, which dial in, each with its registration packet. It does what its input says, line by line: sends for some
/// seconds and prints how many frames that were, or resets all connections and dials again at once.
/// </summary>
internal static class DiallingGateways
{
    /// <summary>The verb that a process is started with to be them; the port, how many they are, and the frames per second of each follow.</summary>
    public const string Name = "--dial";

    /// <summary>The line that makes them send; the seconds follow.</summary>
    public const string Send = "send";

    /// <summary>The line that resets all connections, which are made again at once.</summary>
    public const string Storm = "storm";

    private const int TurnsPerSecond = 10;

    public static async Task RunAsync(string port, string gateways, string framesPerSecond)
    {
        var target = new IPEndPoint(IPAddress.Loopback, Number(port));
        var sockets = new Socket[Number(gateways)];
        var packet = Peer.Frames(Math.Max(1, Number(framesPerSecond) / TurnsPerSecond));
        await DialAsync(sockets, target);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            if (words[0] == Storm)
            {
                Reset(sockets);
                await DialAsync(sockets, target);
                Console.WriteLine(sockets.Length);
            }
            else
            {
                Console.WriteLine(await SendAsync(sockets, packet, Number(words[1])));
            }
        }

        Array.ForEach(sockets, socket => socket.Dispose());
    }

    private static async Task DialAsync(Socket[] sockets, IPEndPoint target)
    {
        for (var index = 0; index < sockets.Length; index++)
        {
            sockets[index] = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await sockets[index].ConnectAsync(target);
            await sockets[index].SendAsync(Encoding.ASCII.GetBytes($"gateway{index:00000}").AsMemory());
        }
    }

    private static void Reset(Socket[] sockets)
    {
        foreach (var socket in sockets)
        {
            socket.LingerState = new(true, 0);
            socket.Dispose();
        }
    }

    /// <returns>How many frames were sent.</returns>
    private static async Task<long> SendAsync(Socket[] sockets, byte[] packet, int seconds)
    {
        var sent = 0L;
        var clock = Stopwatch.StartNew();
        for (var turn = 1; turn <= seconds * TurnsPerSecond; turn++)
        {
            foreach (var socket in sockets)
            {
                sent += await socket.SendAsync(packet.AsMemory());
            }

            var wait = TimeSpan.FromSeconds(turn / (double)TurnsPerSecond) - clock.Elapsed;
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait);
            }
        }

        return sent / FrameCodec.FrameSize;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
