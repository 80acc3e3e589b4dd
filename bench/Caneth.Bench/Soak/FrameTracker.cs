using Caneth.Simulation;

namespace Caneth.Bench;

/// <summary>Sits on the simulated bus and ticks off every numbered frame of the session: which came, which came twice.</summary>
internal sealed class FrameTracker : IBusTraffic
{
    // Far more than can be late: two minutes at 8,000 frames/s.
    private const int Window = 1 << 20;

    private readonly bool[] seen = new bool[Window];
    private long highest = -1;

    public long Distinct { get; private set; }

    public long Twice { get; private set; }

    public Task RunAsync(ICanBus bus, CancellationToken cancellationToken) => Task.CompletedTask;

    public void OnFrame(in CanFrame frame, ICanBus bus)
    {
        var number = BitConverter.ToInt64(frame.Data.ToArray());
        for (; highest < number; highest++)
        {
            seen[(highest + 1) % Window] = false;
        }

        if (seen[number % Window])
        {
            Twice++;
        }
        else
        {
            seen[number % Window] = true;
            Distinct++;
        }
    }
}
