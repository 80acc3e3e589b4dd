using System.Diagnostics;
using System.Net.Sockets;
using Caneth.Testing;

namespace Caneth.Bench;

/// <summary>Two gateways, each a plain socket that sends 8 frames each millisecond and notes when those of the other come.</summary>
/// <param name="seconds">For how long.</param>
internal sealed class TwoGateways(int seconds) : IDisposable
{
    private const int FramesPerBeat = 8;
    private const int BeatsPerSecond = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Socket[] listeners = [Loopback.Listen(), Loopback.Listen()];
    private readonly List<CountingSocket> gateways = [];
    private readonly long[][] sent = [.. Enumerable.Range(0, 2).Select(_ => new long[seconds * BeatsPerSecond * FramesPerBeat])];

    /// <summary>Where somebody between them connects.</summary>
    public int[] Ports => [.. listeners.Select(listener => listener.Port())];

    /// <summary>Frames that are lost, that came again or to the gateway that has sent them, or out of order.</summary>
    public long FramesWrong => gateways.Index().Sum(one => one.Item.Arrivals.MissedOf([Other(one.Index)]) + one.Item.Arrivals[one.Index] + one.Item.Arrivals.OutOfOrder);

    /// <summary>Sends in both directions, after somebody has connected to both, and waits until all has come.</summary>
    /// <returns>How long frames took, in milliseconds, the shortest first.</returns>
    public double[] Run()
    {
        foreach (var listener in listeners)
        {
            var socket = listener.Accept();
            socket.NoDelay = true;
            gateways.Add(new(socket, Dialect.All[0], sent));
        }

        var senders = gateways.Index().Select(one => new Thread(() => Send(one.Item, one.Index))).ToList();
        senders.ForEach(sender => sender.Start());
        senders.ForEach(sender => sender.Join());
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience && FramesWrong != 0;)
        {
            Thread.Sleep(10);
        }

        return [.. gateways.SelectMany(gateway => gateway.Arrivals.Delays).Order()];
    }

    public void Dispose()
    {
        gateways.ForEach(gateway => gateway.Dispose());
        Array.ForEach(listeners, listener => listener.Dispose());
    }

    private static int Other(int gateway) => 1 - gateway;

    private void Send(CountingSocket gateway, int number) => Beat.Run(seconds * BeatsPerSecond, beat =>
    {
        var first = (long)beat * FramesPerBeat;
        sent[number].AsSpan((int)first, FramesPerBeat).Fill(Stopwatch.GetTimestamp());
        gateway.Send(number, first, FramesPerBeat);
    });
}
