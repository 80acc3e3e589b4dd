using Caneth.Bridges;
using Caneth.Sessions;
using Caneth.Simulation;
using Caneth.Tests.Sessions;

namespace Caneth.Tests.Bridges;

/// <summary>Gateways with a session each, named a, b, c and so on, and what clients put on their buses.</summary>
internal sealed class BridgeBench : IAsyncDisposable
{
    private readonly List<CanBridge> bridges = [];

    public List<GatewaySimulator> Gateways { get; } = [];

    public List<CanSession> Sessions { get; } = [];

    public List<BusCapture> Buses { get; } = [];

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public static async Task<BridgeBench> OpenAsync(int count = 2, Func<int, SessionOptions, SessionOptions>? change = null)
    {
        var bench = new BridgeBench();
        for (var number = 0; number < count; number++)
        {
            var gateway = GatewaySimulator.Start();
            bench.Gateways.Add(gateway);
            bench.Buses.Add(gateway.Capture());
            var options = TestSession.To(gateway) with { Name = $"{(char)('a' + number)}" };
            bench.Sessions.Add(await TestSession.ConnectAsync(change?.Invoke(number, options) ?? options, gateway));
        }

        return bench;
    }

    /// <summary>Joins two of the sessions.</summary>
    public CanBridge Join(int from, int to, BridgeOptions? options = null)
    {
        var bridge = CanBridge.Start(Sessions[from], Sessions[to], options);
        bridges.Add(bridge);
        return bridge;
    }

    /// <summary>What clients have put on a bus, as candump writes it.</summary>
    public async Task<IEnumerable<string>> OnBusAsync(int number, int count) => (await Buses[number].WaitForAsync(count, Ending)).Select(frame => frame.ToShortString());

    public async ValueTask DisposeAsync()
    {
        foreach (var one in bridges.Concat<IAsyncDisposable>(Sessions).Concat(Gateways))
        {
            await one.DisposeAsync();
        }

        Buses.ForEach(bus => bus.Dispose());
    }
}
