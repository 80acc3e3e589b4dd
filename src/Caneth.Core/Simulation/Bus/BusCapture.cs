using System.Runtime.InteropServices;
using Caneth.Flow;

namespace Caneth.Simulation;

/// <summary>
/// What clients put on the simulated bus, in order and complete, from <see cref="GatewaySimulator.Capture"/> until it or the simulator is
/// disposed. It grows as long as it captures. A source of frames for one reader; all of them can be looked at at any time.
/// </summary>
public sealed class BusCapture : IFrameSource
{
    private readonly Action<BusCapture> end;
    private readonly ChangeSignal changed = new();
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<CanFrame> frames = [];
    private int taken;

    internal BusCapture(string name, Action<BusCapture> end) => (Name, this.end) = (name, end);

    /// <summary>The name of the simulator.</summary>
    public string Name { get; }

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

    /// <inheritdoc/>
    public Task Completion => completion.Task;

    /// <summary>The frames so far, each with the time when the gateway received it.</summary>
    /// <returns>A copy.</returns>
    public CanFrame[] ToArray()
    {
        lock (frames)
        {
            return [.. frames];
        }
    }

    /// <summary>Waits until a number of frames were captured.</summary>
    /// <param name="count">How many, at least.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>All frames so far.</returns>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public async Task<CanFrame[]> WaitForAsync(int count, CancellationToken cancellationToken = default)
    {
        await changed.WaitUntilAsync(() => Count >= count, cancellationToken).ConfigureAwait(false);
        return ToArray();
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        await changed.WaitUntilAsync(() => Count > taken || completion.Task.IsCompleted, cancellationToken).ConfigureAwait(false);
        return Count > taken;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<CanFrame> Take()
    {
        lock (frames)
        {
            var start = taken;
            taken = frames.Count;
            return CollectionsMarshal.AsSpan(frames)[start..].ToArray();
        }
    }

    /// <summary>Ends the capture; what was captured stays.</summary>
    public void Dispose()
    {
        end(this);
        completion.TrySetResult();
        changed.Signal();
    }

    internal void Add(ReadOnlySpan<CanFrame> received)
    {
        lock (frames)
        {
            frames.AddRange(received);
        }

        changed.Signal();
    }
}
