using Caneth.Simulation;

namespace Caneth.Tests.Simulation;

public class ClientLimitTests
{
    [Fact]
    public async Task One_client_too_many_is_refused_and_the_others_go_on()
    {
        await using var simulator = GatewaySimulator.Start(new() { MaxClients = 1 });
        using var first = await TestClient.ConnectAsync(simulator);
        using var second = await TestClient.ConnectUnservedAsync(simulator);
        Assert.Equal("Sorry,Limited"u8.ToArray(), await second.ReadToEndAsync());
        simulator.Send(new CanFrame(1));
        Assert.Equal(1u, (await first.ReadFrameAsync()).Id);
        Assert.Equal(1, simulator.Clients);
    }

    [Fact]
    public async Task A_place_that_became_free_can_be_taken()
    {
        await using var simulator = GatewaySimulator.Start(new() { MaxClients = 1 });
        (await TestClient.ConnectAsync(simulator)).Dispose();
        await simulator.IsEmptyAsync();
        using var next = await TestClient.ConnectAsync(simulator);
        Assert.Equal(0, simulator.Statistics.ClientsRefused);
    }

    [Fact]
    public async Task The_oldest_client_makes_room_where_the_gateway_is_configured_so()
    {
        await using var simulator = GatewaySimulator.Start(new()
        {
            MaxClients = 2,
            ClientLimitPolicy = ClientLimitPolicy.DisconnectOldest,
        });
        using var first = await TestClient.ConnectAsync(simulator);
        using var second = await TestClient.ConnectAsync(simulator);
        using var third = await TestClient.ConnectUnservedAsync(simulator);
        Assert.Empty(await first.ReadToEndAsync());
        await Waiting.Until(() => simulator.Statistics is { ClientsDisconnected: 1, ClientsAccepted: 3 });
        await Waiting.Until(() => simulator.Clients == 2);
        simulator.Send(new CanFrame(1));
        Assert.Equal(1u, (await second.ReadFrameAsync()).Id);
        Assert.Equal(1u, (await third.ReadFrameAsync()).Id);
    }
}
