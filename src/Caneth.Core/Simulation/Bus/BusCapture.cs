namespace Caneth.Simulation;

/// <summary>
/// What clients put on the simulated bus, in order and complete, from <see cref="GatewaySimulator.Capture"/> until it is
/// disposed. It grows as long as it records.
/// </summary>
public sealed class BusCapture : IDisposable
{
    private readonly Action<BusCapture> end;
    private readonly ChangeSignal added = new();
    private readonly List<CanFrame> frames = [];

    internal BusCapture(Action<BusCapture> end) => this.end = end;

    /// <summary>How many frames there are so far.</summary>
    public int Count
    {
        get
        {
            lock (frames)
            {
                return frames.Count;
            }
        }
    }

    /// <summary>The frames so far, each with the time when the gateway received it.</summary>
    /// <returns>A copy.</returns>
    public CanFrame[] ToArray()
    {
        lock (frames)
        {
            return [.. frames];
        }
    }

    /// <summary>Waits until a number of frames were recorded.</summary>
    /// <param name="count">How many, at least.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>All frames so far.</returns>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public async Task<CanFrame[]> WaitForAsync(int count, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var next = added.Next();
            if (Count >= count)
            {
                return ToArray();
            }

            await next.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the recording; what was recorded stays.</summary>
    public void Dispose() => end(this);

    internal void Add(ReadOnlySpan<CanFrame> received)
    {
        lock (frames)
        {
            frames.AddRange(received);
        }

        added.Signal();
    }
}
