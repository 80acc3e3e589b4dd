using System.Net;
using System.Net.Sockets;
using Caneth.Links.Tcp;
using Caneth.Sessions;
using Caneth.Simulation;
using Microsoft.Extensions.Time.Testing;
using static Caneth.Tests.Sessions.TestSession;

namespace Caneth.Tests.Sessions;

/// <summary>A host with several addresses: which are tried, in which order, and for how long.</summary>
public class AddressTests
{
    private static readonly IPAddress First = IPAddress.Parse("127.0.0.2");
    private static readonly IPAddress Second = IPAddress.Parse("127.0.0.3");
    private static readonly IPAddress Third = IPAddress.Parse("127.0.0.4");
    private static readonly IPAddress Sixth = IPAddress.Parse("::1");

    private readonly FakeTimeProvider time = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_address_that_swallows_the_attempt_does_not_hide_the_next()
    {
        await using var simulator = GatewaySimulator.Start();
        var network = new TestNetwork(First, Second).Silent(First);
        var connecting = CanSession.ConnectAsync((To(simulator) with { TimeProvider = time }).Through(network), Ending);
        var start = time.GetTimestamp();
        await Waiting.AdvanceUntil(time, TimeSpan.FromMilliseconds(10), () => network.Tried.Count == 2);
        Assert.InRange(time.GetElapsedTime(start), TcpConnector.HeadStart, 2 * TcpConnector.HeadStart);
        await Waiting.AdvanceUntil(time, TimeSpan.FromMilliseconds(10), () => connecting.IsCompleted);
        await using var session = await connecting;
        Assert.Equal([First, Second], network.Tried);
        await Waiting.Until(() => network.Open == 0);
    }

    [Fact]
    public async Task An_address_that_fails_gives_its_turn_to_the_next_at_once()
    {
        // No time passes.
        await using var simulator = GatewaySimulator.Start();
        var network = new TestNetwork(First, Second, Third).Fails(First, SocketError.NetworkUnreachable).Fails(Second);
        await using var session = CanSession.Open((To(simulator) with { TimeProvider = time }).Through(network));
        await session.BecomesAsync(CanSessionState.Connected);
        Assert.Equal([First, Second, Third], network.Tried);
    }

    [Fact]
    public async Task The_address_that_answered_is_tried_first_the_next_time()
    {
        await using var simulator = GatewaySimulator.Start();
        var network = new TestNetwork(First, Second, Third).Fails(First);
        await using var session = CanSession.Open(To(simulator).Through(network));
        await simulator.ServesAsync(1);
        simulator.DisconnectClients();
        await session.HappensAsync(SessionEventKind.Connected, times: 2);
        Assert.Equal([First, Second, Second], network.Tried);

        await simulator.ServesAsync(2);
        network.Fails(Second).Answers(First);
        simulator.DisconnectClients();
        await session.HappensAsync(SessionEventKind.Connected, times: 3);
        Assert.Equal([First, Second, Second, Second, First], network.Tried);
    }

    [Fact]
    public async Task The_families_take_turns()
    {
        var network = new TestNetwork(First, Second, Third, Sixth).Fails(First).Fails(Second).Fails(Third).Fails(Sixth);
        var error = await Assert.ThrowsAsync<CanSessionException>(
            () => CanSession.ConnectAsync((To(20_001) with { Reconnect = false }).Through(network), Ending));
        Assert.Equal([First, Sixth, Second, Third], network.Tried);
        Assert.Equal(SessionError.ConnectionRefused, error.Error);
        Assert.Contains("(tried 127.0.0.2, ::1, 127.0.0.3, 127.0.0.4)", error.Message);
    }

    [Fact]
    public async Task Every_address_has_its_share_of_a_short_time()
    {
        var network = new TestNetwork(First, Second, Third).Silent(First).Silent(Second).Silent(Third);
        var connecting = CanSession.ConnectAsync(
            (To(20_001) with { TimeProvider = time, ConnectTimeout = TimeSpan.FromMilliseconds(300), Reconnect = false }).Through(network), Ending);
        await Waiting.Until(() => network.Tried.Count == 1);
        var start = time.GetTimestamp();
        await Waiting.AdvanceUntil(time, TimeSpan.FromMilliseconds(5), () => network.Tried.Count == 3);
        Assert.InRange(time.GetElapsedTime(start), TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(295));
        await Waiting.AdvanceUntil(time, TimeSpan.FromMilliseconds(5), () => connecting.IsCompleted);
        var error = await Assert.ThrowsAsync<CanSessionException>(() => connecting);
        Assert.Equal(SessionError.ConnectTimeout, error.Error);
        Assert.Contains("0.3 s", error.Message);
        await Waiting.Until(() => network.Open == 0);
    }

    [Fact]
    public async Task The_slow_one_of_two_that_answer_is_closed()
    {
        await using var simulator = GatewaySimulator.Start();
        var late = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var network = new TestNetwork(First, Second).Answers(First, async (to, _) =>
        {
            await late.Task;
            return await TcpNetwork.Instance.ConnectAsync(new(IPAddress.Loopback, to.Port), Ending);
        });
        var connecting = CanSession.ConnectAsync((To(simulator) with { TimeProvider = time }).Through(network), Ending);
        await Waiting.AdvanceUntil(time, TimeSpan.FromMilliseconds(50), () => connecting.IsCompleted);
        await using var session = await connecting;
        await simulator.ServesAsync(1);
        late.SetResult();
        await simulator.ServesAsync(2);
        await Waiting.Until(() => simulator.Clients == 1);
        Assert.Equal(CanSessionState.Connected, session.State);
    }

    [Fact]
    public async Task A_host_without_an_address_is_not_known()
    {
        var error = await Assert.ThrowsAsync<CanSessionException>(
            () => CanSession.ConnectAsync((To(20_001) with { Reconnect = false }).Through(new TestNetwork()), Ending));
        Assert.Equal(SessionError.HostNotFound, error.Error);
    }
}
