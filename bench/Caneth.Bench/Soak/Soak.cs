using System.Diagnostics;
using Caneth.Sessions;
using Caneth.Simulation;

namespace Caneth.Bench;

/// <summary>One session and one simulated gateway at a steady rate both ways, and the account of all frames at the end.</summary>
internal sealed class Soak : IAsyncDisposable
{
    // The tracker and the events fill first; what grows after that grows without end.
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(20);
    private const long MemorySlack = 16 * 1024 * 1024;

    private readonly int rate;
    private readonly FrameTracker tracker;
    private readonly GatewaySimulator simulator;
    private readonly CanSession session;
    private readonly FrameSubscription reader;
    private readonly FaultMaker faults;
    private long accepted;
    private long read;
    private long memoryAtStart;

    private Soak(int rate, int seed, FrameTracker tracker, GatewaySimulator simulator, CanSession session)
    {
        (this.rate, this.tracker, this.simulator, this.session) = (rate, tracker, simulator, session);
        reader = session.Subscribe();
        faults = new(simulator, seed);
    }

    public static async Task<Soak> StartAsync(int rate, int seed)
    {
        var tracker = new FrameTracker();
        var simulator = GatewaySimulator.Start(new() { Traffic = tracker, Seed = seed, ClientBuffer = 100_000 });
        var session = await CanSession.ConnectAsync(new SessionOptions
        {
            HostName = simulator.HostName,
            Port = simulator.Port,
            Name = "soak",
            IdleTimeout = TimeSpan.FromSeconds(1),
            ReconnectDelay = TimeSpan.FromMilliseconds(50),
            ReconnectDelayMax = TimeSpan.FromMilliseconds(500),
        });
        return new(rate, seed, tracker, simulator, session);
    }

    public async Task RunAsync(TimeSpan duration)
    {
        using var ending = new CancellationTokenSource(duration);
        Task[] running = [Task.Run(() => ReadAsync()), Task.Run(() => BusAsync(ending.Token)), Task.Run(() => SendAsync(ending.Token)),
            Task.Run(() => faults.RunAsync(ending.Token)), Task.Run(() => ReportAsync(ending.Token))];
        await Task.WhenAll(running[1..]);
        await session.FlushAsync();
        await simulator.FlushAsync();
        await session.CloseAsync();
        await running[0];
    }

    public async Task<bool> VerifyAsync()
    {
        // What a silent gateway had not read yet, it reads now.
        for (var before = -1L; before != tracker.Distinct + simulator.Clients; await Task.Delay(1000))
        {
            before = tracker.Distinct + simulator.Clients;
        }

        var (ours, theirs) = (session.Statistics, simulator.Statistics);
        var destroyed = ours.BytesSent - theirs.BytesReceived;
        var missing = accepted - tracker.Distinct;
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        Console.WriteLine($"Faults: {string.Join(", ", faults.Made.Select(made => $"{made.Key} {made.Value}"))}");
        Console.WriteLine($"Sent: {accepted:N0} accepted, {ours.FramesSent:N0} written, of these {ours.FramesResent:N0} again; "
            + $"{tracker.Distinct:N0} on the bus, {tracker.Twice:N0} twice, {missing:N0} lost: "
            + $"{theirs.FramesDroppedFirst:N0} dropped by the gateway, the rest of {destroyed:N0} bytes destroyed by resets.");
        Console.WriteLine($"Received: {theirs.BytesSent:N0} bytes from the gateway, {ours.BytesReceived:N0} arrived: {ours.FramesReceived:N0} frames, "
            + $"{ours.BytesSkipped:N0} bytes skipped, {ours.Refusals:N0} refusals; {read:N0} read, {ours.FramesDropped:N0} dropped.");
        Console.WriteLine($"Session: {ours.Reconnects:N0} reconnects, {ours.Resynchronisations:N0} resynchronisations.");
        Console.WriteLine($"Memory: {memoryAtStart / 1e6:N1} MB after {Warm.TotalSeconds} s, {memory / 1e6:N1} MB at the end; "
            + $"working set {Environment.WorkingSet / 1e6:N1} MB.");

        return Holds("every accepted frame was written, once more for each sent again", ours.FramesSent == accepted + ours.FramesResent)
            & Holds("what arrived twice was sent again", tracker.Twice <= ours.FramesResent)
            & Holds("what was lost, the gateway dropped or a reset destroyed", missing * 13 <= theirs.FramesDroppedFirst * 13 + destroyed)
            & Holds("every byte received is a frame, a refusal or skipped",
                ours.BytesReceived == 13 * (ours.FramesReceived + ours.Heartbeats + ours.Refusals) + ours.BytesSkipped)
            & Holds("no more arrived than was sent", ours.BytesReceived <= theirs.BytesSent && destroyed >= 0)
            & Holds("every frame received was read or reported dropped", ours.FramesReceived == read + ours.FramesDropped)
            & Holds("memory does not grow", memory <= memoryAtStart + MemorySlack);
    }

    public async ValueTask DisposeAsync()
    {
        reader.Dispose();
        await session.DisposeAsync();
        await simulator.DisposeAsync();
    }

    private static bool Holds(string claim, bool holds)
    {
        Console.WriteLine($"{(holds ? "yes" : "NO ")} {claim}");
        return holds;
    }

    private async Task ReadAsync()
    {
        while (await reader.WaitToReadAsync())
        {
            read += reader.Take().Length;
        }
    }

    private Task BusAsync(CancellationToken ending)
    {
        var frames = new CanFrame[rate];
        Array.Fill(frames, new CanFrame(0x123, [1, 2, 3, 4, 5, 6, 7, 8]));
        return AtRateAsync(count =>
        {
            simulator.Send(frames.AsSpan(0, count));
            return Task.CompletedTask;
        }, ending);
    }

    private async Task SendAsync(CancellationToken ending)
    {
        var sender = session.CreateSender();
        await AtRateAsync(async count =>
        {
            for (; count > 0; count--)
            {
                await sender.PostAsync(new CanFrame(0x100, BitConverter.GetBytes(accepted++)));
            }
        }, ending);
        await sender.FlushAsync(CancellationToken.None);
    }

    /// <summary>
    /// Does something as often as the rate wants it, in steps of some milliseconds; what a broken link held up is not made
    /// up for.
    /// </summary>
    private async Task AtRateAsync(Func<int, Task> act, CancellationToken ending)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var owed = 0.0;
        var latest = Stopwatch.GetTimestamp();
        while (!ending.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            var now = Stopwatch.GetTimestamp();
            owed = Math.Min(rate, owed + rate * Stopwatch.GetElapsedTime(latest, now).TotalSeconds);
            latest = now;
            await act((int)owed);
            owed -= (int)owed;
        }
    }

    private async Task ReportAsync(CancellationToken ending)
    {
        try
        {
            await Task.Delay(Warm, ending);
            memoryAtStart = GC.GetTotalMemory(forceFullCollection: true);
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(30), ending);
                Console.WriteLine($"{session.FramesSent:N0} written, {session.FramesReceived:N0} received, "
                    + $"{session.Reconnects:N0} reconnects, {GC.GetTotalMemory(false) / 1e6:N1} MB");
            }
        }
        catch (OperationCanceledException)
        {
            // Time is up.
        }
    }
}
