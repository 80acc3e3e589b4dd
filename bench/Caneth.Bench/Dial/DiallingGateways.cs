using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Caneth.Bench;

/// <summary>
/// Many gateways in a process of their own, which dial in, each with its registration packet. It does what its input says, line by line: sends for some
/// seconds and prints how many frames that were, or dials again with all of them at once.
/// </summary>
internal static class DiallingGateways
{
    /// <summary>
    /// The verb that a process is started with to be them; the port, how many they are, the frames per second of each, and the milliseconds between its packets
    /// follow.
    /// </summary>
    public const string Name = "--dial";

    /// <summary>The line that makes them send; the seconds follow.</summary>
    public const string Send = "send";

    /// <summary>The line that resets all connections, which are made again at once.</summary>
    public const string Storm = "storm";

    /// <summary>The line that makes all connections again at once, while those before stay half-open.</summary>
    public const string HalfOpenStorm = "half-open storm";

    // Gateways do not send all at the same moment.
    private const int MillisecondsPerTurn = 5;

    public static async Task RunAsync(string port, string gateways, string framesPerSecond, string packetMilliseconds)
    {
        var target = new IPEndPoint(IPAddress.Loopback, Number(port));
        var all = Enumerable.Range(0, Number(gateways)).Select(index => new DiallingGateway(index)).ToArray();
        await DialAsync(all, target);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line is Storm or HalfOpenStorm)
            {
                Array.ForEach(line == Storm ? all : [], gateway => gateway.Reset());
                await DialAsync(all, target);
                Console.WriteLine(all.Length);
            }
            else
            {
                Console.WriteLine(await SendAsync(all, Number(framesPerSecond), Number(packetMilliseconds), Number(line.Split(' ')[1])));
            }
        }

        Array.ForEach(all, gateway => gateway.Dispose());
    }

    private static Task DialAsync(DiallingGateway[] all, EndPoint target) => Task.WhenAll(all.Select(gateway => gateway.DialAsync(target)));

    /// <returns>How many frames were sent.</returns>
    private static async Task<long> SendAsync(DiallingGateway[] all, int framesPerSecond, int packetMilliseconds, int seconds)
    {
        var turnsPerPacket = Math.Max(1, packetMilliseconds / MillisecondsPerTurn);
        var framesPerPacket = Math.Max(1, framesPerSecond * turnsPerPacket * MillisecondsPerTurn / 1000);
        var turns = seconds * 1000 / (turnsPerPacket * MillisecondsPerTurn) * turnsPerPacket;
        var clock = Stopwatch.StartNew();
        for (var turn = 0; turn < turns; turn++)
        {
            for (var index = turn % turnsPerPacket; index < all.Length; index += turnsPerPacket)
            {
                await all[index].SendAsync(framesPerPacket);
            }

            var wait = TimeSpan.FromMilliseconds((turn + 1) * MillisecondsPerTurn) - clock.Elapsed;
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait);
            }
        }

        return (long)turns / turnsPerPacket * framesPerPacket * all.Length;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
