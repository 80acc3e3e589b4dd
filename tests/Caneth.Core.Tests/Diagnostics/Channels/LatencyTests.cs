using Caneth.Diagnostics.Channels;
using Caneth.Links.Memory;
using Caneth.Sessions;

namespace Caneth.Tests.Diagnostics.Channels;

/// <summary>A gateway that takes 1 to 20 ms each way, and moves frames in batches: the times that a control unit has are still its own.</summary>
public sealed class LatencyTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Through_a_slow_gateway_all_comes_whole_and_in_time()
    {
        var (here, there) = (new MemoryBus("here"), new MemoryBus("there"));
        await using var tester = await ConnectAsync(here, "tester");
        await using var unitSession = await ConnectAsync(there, "unit");
        await using var near = await ConnectAsync(here, "near");
        await using var far = await ConnectAsync(there, "far");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        var relays = Task.WhenAll(RelayAsync(near, far, seed: 1, stop.Token), RelayAsync(far, near, seed: 2, stop.Token));
        var memory = Convert.ToHexString(IsoTpChannelTests.Bytes(4000));
        await using var unit = new ScriptedUnit(unitSession, request => request[..2] switch
        {
            "22" when request == "22 0F 0F" => [$"62 0F 0F {memory}"],
            "22" => [$"62 {request[3..]} 01"],
            "2E" => ["7F 2E 78", "wait 100", $"6E {request[3..8]}"],
            _ => [],
        }, new() { BlockSize = 8, SeparationTime = TimeSpan.FromMilliseconds(1) });
        using var client = new UdsClient(tester, ChannelBench.Address, options: new() { ResponseTimeout = TimeSpan.FromMilliseconds(50) });
        for (ushort identifier = 0; identifier < 10; identifier++)
        {
            Assert.Equal("01", (await client.ReadDataAsync(identifier, Ending)).Data.ToString());
        }

        await client.WriteDataAsync(0x0F0F, new byte[400], Ending);
        Assert.Equal(IsoTpChannelTests.Bytes(4000), (await client.ReadDataAsync(0x0F0F, Ending)).Data.ToArray());
        Assert.Equal((12L, 0L), (client.Requests, client.PassedOver));
        await stop.CancelAsync();
        await relays;
    }

    private static Task<CanSession> ConnectAsync(MemoryBus bus, string name) =>
        CanSession.ConnectAsync(new SessionOptions { Connector = bus.CreateConnector, Name = name }, Ending);

    private static async Task RelayAsync(CanSession from, CanSession to, int seed, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        using var frames = from.Subscribe();
        try
        {
            while (await frames.WaitToReadAsync(cancellationToken))
            {
                await Task.Delay(random.Next(1, 21), cancellationToken);
                await to.SendAsync(frames.Take().ToArray(), cancellationToken: cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
