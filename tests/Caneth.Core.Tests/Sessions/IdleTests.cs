using System.Collections.Concurrent;
using Caneth.Sessions;
using Caneth.Simulation;
using Microsoft.Extensions.Time.Testing;
using static Caneth.Tests.Sessions.TestSession;

namespace Caneth.Tests.Sessions;

/// <summary>A bus that sleeps, and a gateway that died: what the idle time does. Time is injected.</summary>
public sealed class IdleTests : IAsyncDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly List<CanSession> opened = [];

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_a_sleeping_bus_one_connection_follows_the_other_and_nothing_is_a_failure()
    {
        await using var simulator = GatewaySimulator.Start();
        var session = await OpenAsync(simulator);
        var states = new ConcurrentQueue<CanSessionState>();
        session.StateChanged += (_, state) => states.Enqueue(state);
        var before = session.ConnectedSince;
        await PassAsync(() => session.Reconnects >= 8);
        Assert.Empty(states);
        Assert.True(session.ConnectedSince > before);
        Assert.DoesNotContain(session.EventsAfter(), told => told.Level != EventLevel.Information || told.Kind == SessionEventKind.Retry);
        Assert.Contains("1 s", (await session.HappensAsync(SessionEventKind.Lost)).Message);
        await PassAsync(() => simulator.Clients <= 2);
        Assert.Equal((0L, 0L), (session.Statistics.ConnectFailures, session.Statistics.PartialFrames));
    }

    [Fact]
    public async Task Frames_that_come_while_connections_change_arrive_once_and_in_order()
    {
        await using var simulator = GatewaySimulator.Start();
        var session = await OpenAsync(simulator);
        using var reader = session.Subscribe();
        var random = new Random(12);
        for (var number = 0; number < 40; number++)
        {
            // At any moment: while the next connection is made, while it is on probation, and after the change.
            var accepted = simulator.Statistics.ClientsAccepted;
            await PassAsync(() => simulator.Statistics.ClientsAccepted > accepted);
            for (var step = random.Next(16); step > 0; step--)
            {
                time.Advance(TimeSpan.FromMilliseconds(20));
                await Task.Yield();
            }

            simulator.Send(Numbered(number));
            Assert.Equal([number], NumbersOf(await reader.ReadAsync(1)));
        }

        Assert.Equal(40, session.FramesReceived);
        Assert.DoesNotContain(session.EventsAfter(), told => told.Level != EventLevel.Information);
    }

    [Fact]
    public async Task A_gateway_with_room_for_one_client_is_left_first_and_connected_to_at_once()
    {
        await using var simulator = GatewaySimulator.Start(new() { MaxClients = 1 });
        var session = await OpenAsync(simulator);
        using var reader = session.Subscribe();
        await PassAsync(() => session.Reconnects >= 3);
        Assert.DoesNotContain(session.EventsAfter(), told => told.Level != EventLevel.Information || told.Kind == SessionEventKind.Retry);
        Assert.Equal(0, session.Statistics.Refusals);
        await simulator.ServesAsync(4);
        simulator.Send(Numbered(1));
        Assert.Equal([1], NumbersOf(await reader.ReadAsync(1)));
    }

    [Fact]
    public async Task A_gateway_that_died_is_found_and_waited_for()
    {
        using var gateway = new ScriptedGateway();
        var session = Open(To(gateway.Port) with { TimeProvider = time, IdleTimeout = TimeSpan.FromSeconds(1) });
        using var socket = await gateway.AcceptAsync();
        gateway.Dispose();
        await PassAsync(() => session.EventsAfter().Any(told => told.Kind == SessionEventKind.Retry));
        var told = session.EventsAfter().Select(one => (one.Kind, one.Error?.Error)).ToList();
        Assert.Equal(
            [
                (SessionEventKind.Connected, null),
                (SessionEventKind.Lost, SessionError.IdleTimeout),
                (SessionEventKind.ConnectFailed, SessionError.ConnectionRefused),
                (SessionEventKind.Retry, null),
            ],
            told.Select(one => (one.Kind, one.Error)));
        Assert.Equal(CanSessionState.Reconnecting, session.State);
    }

    [Fact]
    public async Task What_a_silent_gateway_never_took_goes_over_the_next_connection()
    {
        using var gateway = new ScriptedGateway(receiveBuffer: 4096);
        var session = Open(To(gateway.Port) with { TimeProvider = time, IdleTimeout = TimeSpan.FromSeconds(1) });
        using var dead = await gateway.AcceptAsync();
        var sending = session.SendAsync(Numbered(0, 20_000), cancellationToken: Ending).AsTask();
        await Waiting.Until(() => session.FramesPending > 0 && dead.Available > 0);
        var accepting = gateway.AcceptAsync();
        await PassAsync(() => accepting.IsCompleted && session.Statistics.FramesResent > 0);
        using var next = await accepting;
        var taken = dead.Available / 13;

        // Where the operating system takes no more, the session tries again after a short time by its clock.
        var reading = ScriptedGateway.ReadAsync(next, (20_000 - taken) * 13);
        await Waiting.AdvanceUntil(time, TimeSpan.FromMilliseconds(1), () => reading.IsCompleted && sending.IsCompleted);
        Assert.Equal(Bytes(taken, 20_000 - taken), await reading);
        await sending;
    }

    [Fact]
    public async Task A_session_can_be_closed_at_any_moment_of_the_change()
    {
        for (var steps = 0; steps < 30; steps += 2)
        {
            await using var simulator = GatewaySimulator.Start();
            var session = await OpenAsync(simulator);
            time.Advance(TimeSpan.FromSeconds(1));
            for (var step = 0; step < steps; step++)
            {
                time.Advance(TimeSpan.FromMilliseconds(10));
                await Task.Yield();
            }

            var closing = session.CloseAsync(Ending);
            await PassAsync(() => closing.IsCompleted);
            await closing;
            await simulator.IsEmptyAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in opened)
        {
            var ending = session.DisposeAsync().AsTask();
            await PassAsync(() => ending.IsCompleted);
            await ending;
        }
    }

    private CanSession Open(SessionOptions options)
    {
        var session = CanSession.Open(options);
        opened.Add(session);
        return session;
    }

    private async Task<CanSession> OpenAsync(GatewaySimulator simulator)
    {
        var session = Open(To(simulator) with { TimeProvider = time, IdleTimeout = TimeSpan.FromSeconds(1) });
        await simulator.ServesAsync(1);
        await session.BecomesAsync(CanSessionState.Connected);
        return session;
    }

    private Task PassAsync(Func<bool> condition) => Waiting.AdvanceUntil(time, TimeSpan.FromMilliseconds(20), condition);
}
