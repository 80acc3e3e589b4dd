using Caneth.Simulation;

namespace Caneth.Tests.Simulation;

/// <summary>The control units of the truck on a bus, and a clock that is moved.</summary>
internal sealed class TruckBench : ICanBus
{
    private readonly TruckNode[] nodes = [TruckNodes.Engine(), TruckNodes.Retarder()];
    private readonly List<string> sent = [];
    private TimeSpan now;

    public TimeProvider TimeProvider => TimeProvider.System;

    public int Clients => 1;

    /// <summary>Lets it begin, until addresses are claimed.</summary>
    /// <returns>What was sent.</returns>
    public string[] Start() => [.. Wait(TimeSpan.Zero), .. Wait(TimeSpan.FromSeconds(0.25))];

    /// <summary>Puts frames on the bus, with no time passing.</summary>
    /// <returns>What was sent at once.</returns>
    public string[] Put(params string[] frames)
    {
        foreach (var frame in frames)
        {
            Array.ForEach(nodes, node => node.OnFrame(CanFrame.Parse(frame), default, now, this));
        }

        return Taken();
    }

    /// <summary>Lets time pass, all at once.</summary>
    /// <returns>What was sent.</returns>
    public string[] Wait(TimeSpan time)
    {
        now += time;
        Array.ForEach(nodes, node => node.OnTime(default, now, this));
        return Taken();
    }

    /// <summary>Lets time pass, as things become due.</summary>
    /// <returns>What was sent, and when.</returns>
    public List<(TimeSpan At, string Frame)> Run(TimeSpan time)
    {
        var all = new List<(TimeSpan At, string Frame)>();
        for (var end = now + time; nodes.Min(node => node.Due) is { } due && due <= end;)
        {
            all.AddRange(Wait(due - now is { Ticks: > 0 } rest ? rest : TimeSpan.Zero).Select(frame => (now, frame)));
        }

        return all;
    }

    public void Send(ReadOnlySpan<CanFrame> frames)
    {
        foreach (var frame in frames)
        {
            sent.Add(frame.ToShortString());
        }
    }

    public ValueTask SendAsync(ReadOnlyMemory<CanFrame> frames, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task FlushAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task WaitForClientsAsync(int count, CancellationToken cancellationToken) => throw new NotSupportedException();

    private string[] Taken()
    {
        var frames = sent.ToArray();
        sent.Clear();
        return frames;
    }
}
