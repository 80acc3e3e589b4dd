using Caneth.Diagnostics.Channels;
using Caneth.Links.Memory;
using Caneth.Sessions;
using Caneth.Tests.Links;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Diagnostics.Channels;

/// <summary>Sessions on a bus of this process with one clock, nodes of J1939 on them, and whoever listens to what goes over the bus.</summary>
internal sealed class J1939NodeBench : IAsyncDisposable
{
    private readonly List<CanSession> sessions = [];
    private readonly List<CanFrame> seen = [];
    private readonly MemoryBus bus = new();
    private FrameSubscription? all;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public FakeTimeProvider Time { get; } = new();

    public MemoryBus Bus => bus;

    /// <summary>Who sends frames by hand, and hears all that others send.</summary>
    public CanSession Hand { get; private set; } = null!;

    public static async Task<J1939NodeBench> OpenAsync()
    {
        var bench = new J1939NodeBench();
        bench.Hand = await bench.ConnectAsync("hand");
        bench.all = bench.Hand.Subscribe();
        return bench;
    }

    public async Task<CanSession> ConnectAsync(string name)
    {
        var session = await bus.ConnectAsync(name, options => options with { TimeProvider = Time });
        sessions.Add(session);
        return session;
    }

    /// <summary>A node that has its address.</summary>
    public async Task<J1939Node> NodeAsync(byte address, ulong name = 0x100, int atOnce = 16)
    {
        var node = new J1939Node(await ConnectAsync($"node {address:X2}"), new() { Address = address, Name = new(name), MaxPacketsAtOnce = atOnce });
        await SettleAsync(node);
        return node;
    }

    /// <summary>Lets the time for objections pass.</summary>
    public Task SettleAsync(J1939Node node) =>
        Waiting.AdvanceUntil(Time, TimeSpan.FromMilliseconds(20), () => node.State is J1939NodeState.Claimed or J1939NodeState.CannotClaim);

    /// <summary>Lets time pass as slowly as can be until something is done.</summary>
    public async Task<T> RunAsync<T>(Task<T> task)
    {
        await RunAsync((Task)task);
        return await task;
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public async Task RunAsync(Task task)
    {
        await Waiting.AdvanceUntil(Time, TimeSpan.FromMilliseconds(10), () => task.IsCompleted);
        await task;
    }

    /// <summary>Sends frames by hand.</summary>
    public Task SayAsync(params string[] frames) => Hand.SendAsync(frames.Select(frame => CanFrame.Parse(frame)).ToArray(), cancellationToken: Ending).AsTask();

    /// <summary>The next frame that a node sends, of those that begin like this.</summary>
    public async Task<string> HearsAsync(string begin)
    {
        while (true)
        {
            if (seen.FindIndex(frame => frame.ToShortString().StartsWith(begin, StringComparison.Ordinal)) is var index and >= 0)
            {
                var found = seen[index].ToShortString();
                seen.RemoveRange(0, index + 1);
                return found;
            }

            Assert.True(await all!.WaitToReadAsync(Ending));
            seen.AddRange(all.Take().Span);
        }
    }

    /// <summary>What was heard until now and nobody asked for; it is forgotten.</summary>
    public string[] Heard()
    {
        seen.AddRange(all!.Take().Span);
        string[] heard = [.. seen.Select(frame => frame.ToShortString())];
        seen.Clear();
        return heard;
    }

    public async ValueTask DisposeAsync()
    {
        all?.Dispose();
        foreach (var session in sessions)
        {
            await session.DisposeAsync();
        }
    }
}
