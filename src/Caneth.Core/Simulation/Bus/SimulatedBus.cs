using Caneth.Flow;
using Caneth.Links.Gateway;

namespace Caneth.Simulation;

/// <summary>The bus in the middle: who is on it, and how a frame comes to all of them in one order.</summary>
internal sealed class SimulatedBus(SimulatorOptions options, SimulatorFaults faults, Tally<SimulatorCounter> counters) : ICanBus
{
    /// <summary>How many frames are kept for <see cref="SimulatorFault.Stale"/>.</summary>
    public const int HistoryLength = 1000;

    private const int MaxBatch = 4096;

    private readonly Lock gate = new();
    private readonly List<SimulatedClient> clients = [];
    private readonly FrameHistory history = new(HistoryLength);
    private readonly byte[] encoded = GC.AllocateUninitializedArray<byte>(MaxBatch * FrameCodec.FrameSize);
    private readonly ChangeSignal changed = new();
    private volatile BusCapture[] captures = [];
    private volatile int clientCount;

    public TimeProvider TimeProvider => options.TimeProvider;

    public int Clients => clientCount;

    public SimulatorFaults? Faults => faults;

    public void Send(ReadOnlySpan<CanFrame> frames)
    {
        ThrowIfNotEncodable(frames);
        lock (gate)
        {
            Broadcast(frames, null);
        }
    }

    public async ValueTask SendAsync(ReadOnlyMemory<CanFrame> frames, CancellationToken cancellationToken)
    {
        while (!frames.IsEmpty)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = changed.Next();
            var sent = SendWhatFits(frames.Span);
            frames = frames[sent..];
            if (sent == 0)
            {
                await next.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public Task FlushAsync(CancellationToken cancellationToken) =>
        WaitUntilAsync(() => clients.TrueForAll(client => client.AllWritten), cancellationToken);

    public Task WaitForClientsAsync(int count, CancellationToken cancellationToken) =>
        WaitUntilAsync(() => clients.Count >= count, cancellationToken);

    /// <summary>Puts frames of a client on the bus: for the traffic, the captures and every other client.</summary>
    public void Transmit(ReadOnlySpan<CanFrame> frames, SimulatedClient sender)
    {
        counters.Add(SimulatorCounter.FramesTransmitted, frames.Length);
        lock (gate)
        {
            Broadcast(frames, sender);
        }

        foreach (var capture in captures)
        {
            capture.Add(frames);
        }

        if (options.Traffic is { } traffic)
        {
            Show(frames, traffic);
        }
    }

    public void Join(SimulatedClient client, int staleFrames)
    {
        lock (gate)
        {
            client.BeginWith(staleFrames > 0 ? history.Latest(staleFrames) : []);
            clients.Add(client);
            clientCount = clients.Count;
        }

        changed.Signal();
    }

    public void Leave(SimulatedClient client)
    {
        lock (gate)
        {
            clients.Remove(client);
            clientCount = clients.Count;
        }

        changed.Signal();
    }

    /// <summary>Tells those who wait that a client has room again, or has written all.</summary>
    public void SignalProgress() => changed.Signal();

    public BusCapture Capture()
    {
        var capture = new BusCapture(options.Name, ended =>
        {
            lock (gate)
            {
                captures = [.. captures.Where(one => one != ended)];
            }
        });
        lock (gate)
        {
            captures = [.. captures, capture];
        }

        return capture;
    }

    /// <summary>Ends all captures: nothing will come any more.</summary>
    public void EndCaptures() => Array.ForEach(captures, capture => capture.Dispose());

    private static void ThrowIfNotEncodable(ReadOnlySpan<CanFrame> frames)
    {
        Span<byte> room = stackalloc byte[FrameCodec.FrameSize];
        foreach (ref readonly var frame in frames)
        {
            FrameCodec.Encode(frame, room);
        }
    }

    private Task WaitUntilAsync(Func<bool> condition, CancellationToken cancellationToken) => changed.WaitUntilAsync(
        () =>
        {
            lock (gate)
            {
                return condition();
            }
        },
        cancellationToken);

    private int SendWhatFits(ReadOnlySpan<CanFrame> frames)
    {
        lock (gate)
        {
            var fitting = clients.Count == 0 ? 0 : Math.Min(frames.Length, MaxBatch);
            foreach (var client in clients)
            {
                fitting = Math.Min(fitting, client.Room);
            }

            // Little by little would cost more than waiting for a little more room.
            var worthwhile = Math.Min(frames.Length, options.ClientBuffer / 4 + 1);
            if (fitting < worthwhile && fitting < MaxBatch)
            {
                return 0;
            }

            Broadcast(frames[..fitting], null);
            return fitting;
        }
    }

    private void Broadcast(ReadOnlySpan<CanFrame> frames, SimulatedClient? sender)
    {
        while (!frames.IsEmpty)
        {
            var count = Math.Min(frames.Length, MaxBatch);
            for (var index = 0; index < count; index++)
            {
                FrameCodec.Encode(frames[index], encoded.AsSpan(index * FrameCodec.FrameSize));
            }

            var bytes = encoded.AsSpan(0, count * FrameCodec.FrameSize);
            history.Add(bytes);
            foreach (var client in clients)
            {
                if (client != sender)
                {
                    client.Offer(bytes);
                }
            }

            frames = frames[count..];
        }
    }

    // Whoever wrote the traffic may have made a mistake; the connection that brought the frame must not pay for it.
    private void Show(ReadOnlySpan<CanFrame> frames, IBusTraffic traffic)
    {
        foreach (ref readonly var frame in frames)
        {
            try
            {
                traffic.OnFrame(frame, this);
            }
            catch (Exception)
            {
                counters.Add(SimulatorCounter.TrafficErrors, 1);
            }
        }
    }
}
