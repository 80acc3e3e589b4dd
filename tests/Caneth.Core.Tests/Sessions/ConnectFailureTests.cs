using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Caneth.Sessions;
using Caneth.Simulation;
using static Caneth.Tests.Sessions.TestSession;

namespace Caneth.Tests.Sessions;

/// <summary>Every way not to connect is an error of its own, and leaves nothing behind.</summary>
public class ConnectFailureTests
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_that_is_not_known_is_named()
    {
        var error = await FailToConnectAsync(To(20_001) with { HostName = "gateway.invalid" });
        Assert.Equal(SessionError.HostNotFound, error.Error);
        Assert.Contains("'gateway.invalid'", error.Message);
    }

    [Fact]
    public async Task A_host_name_that_is_far_too_long_is_not_known_either()
    {
        var error = await FailToConnectAsync(To(20_001) with { HostName = new string('x', 300) });
        Assert.Equal(SessionError.HostNotFound, error.Error);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_told_as_refused()
    {
        var port = Loopback.ClosedPort();
        var error = await FailToConnectAsync(To(port));
        Assert.Equal(SessionError.ConnectionRefused, error.Error);
        Assert.Contains($"127.0.0.1:{port}", error.Message);
    }

    [Fact]
    public async Task A_gateway_that_does_not_answer_is_a_timeout_with_its_limit()
    {
        var error = await FailToConnectAsync(ToNobody(out _) with { ConnectTimeout = TimeSpan.FromMilliseconds(150) });
        Assert.Equal(SessionError.ConnectTimeout, error.Error);
        Assert.Contains("0.15 s", error.Message);
    }

    [Fact]
    public async Task A_connect_that_nobody_answers_can_be_given_up_at_once()
    {
        await EndsAtOnceAsync(async () =>
        {
            using var cancellation = new CancellationTokenSource();
            var connecting = CanSession.ConnectAsync(ToNobody(out var network), cancellation.Token);
            await Waiting.Until(() => network.Open > 0);
            var clock = Stopwatch.StartNew();
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
            return clock.Elapsed;
        });
    }

    [Fact]
    public async Task A_session_that_still_tries_can_be_closed_at_once()
    {
        await EndsAtOnceAsync(async () =>
        {
            var session = CanSession.Open(ToNobody(out var network));
            await Waiting.Until(() => network.Open > 0);
            Assert.Equal(CanSessionState.Connecting, session.State);
            var clock = Stopwatch.StartNew();
            await session.DisposeAsync();
            Assert.Equal(CanSessionState.Closed, session.State);
            return clock.Elapsed;
        });
    }

    [Fact]
    public async Task A_close_can_be_cut_short_whatever_the_gateway_does()
    {
        await using var simulator = GatewaySimulator.Start(new() { Faults = [new(SimulatorFault.ZeroWindow)] });
        await EndsAtOnceAsync(async () =>
        {
            var session = await ConnectAsync(simulator, options => options with { SendBuffer = 100 });
            var sending = session.SendAsync(Numbered(0, 300_000), cancellationToken: Ending).AsTask();
            await session.SendsStandStillAsync();
            using var cancellation = new CancellationTokenSource();
            var closing = session.CloseAsync(cancellation.Token);
            var clock = Stopwatch.StartNew();
            await cancellation.CancelAsync();
            await closing;
            var took = clock.Elapsed;
            await Assert.ThrowsAsync<CanSessionException>(() => sending);
            return took;
        });
    }

    [Fact]
    public async Task A_client_too_many_gets_an_error_that_says_what_to_do_and_no_frame()
    {
        await using var simulator = GatewaySimulator.Start(new() { Faults = [new(SimulatorFault.RefuseClients)] });
        for (var round = 0; round < 20; round++)
        {
            var error = await FailToConnectAsync(To(simulator) with { TimeProvider = new PatientTime() });
            Assert.Equal(SessionError.ClientLimit, error.Error);
            Assert.Contains("Sorry,Limited", error.Message);
            Assert.Contains("Close another client", error.Recommendation);
            Assert.Single(Regex.Matches(error.ToString(), "Close another client"));
        }

        await simulator.IsEmptyAsync();
    }

    [Fact]
    public async Task Opening_without_waiting_goes_on_trying_until_the_gateway_is_there()
    {
        await using var simulator = GatewaySimulator.Start();
        simulator.StopListening();
        await using var session = CanSession.Open(To(simulator));
        await session.HappensAsync(SessionEventKind.ConnectFailed, times: 2);
        Assert.Equal(CanSessionState.Connecting, session.State);
        Assert.Equal(SessionError.ConnectionRefused, session.LastError?.Error);
        simulator.Resume();
        await session.BecomesAsync(CanSessionState.Connected);
        Assert.Equal(0, session.Reconnects);
        Assert.True(session.Statistics.ConnectFailures >= 2);
    }

    [Fact]
    public async Task Without_reconnecting_one_failure_is_the_end()
    {
        await using var simulator = GatewaySimulator.Start();
        simulator.StopListening();
        await using var session = CanSession.Open(To(simulator) with { Reconnect = false });
        await session.BecomesAsync(CanSessionState.Closed);
        Assert.Equal(1, session.Statistics.ConnectFailures);
        var error = await Assert.ThrowsAsync<CanSessionException>(async () => await session.SendAsync(Numbered(1), Ending));
        Assert.Equal(SessionError.SessionClosed, error.Error);
    }

    [Fact]
    public async Task Whoever_sends_as_soon_as_a_session_has_ended_is_told_that_it_is_closed()
    {
        await using var simulator = GatewaySimulator.Start();
        await using var session = await CanSession.ConnectAsync(To(simulator) with { Reconnect = false }, Ending);
        var sent = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        session.StateChanged += (_, state) =>
        {
            if (state == CanSessionState.Closed)
            {
                sent.TrySetResult(SendAsync());
            }
        };
        simulator.DisconnectClients();
        var sending = await sent.Task.WaitAsync(Ending);
        var error = await Assert.ThrowsAsync<CanSessionException>(() => sending);
        Assert.Equal(SessionError.SessionClosed, error.Error);

        async Task SendAsync() => await session.SendAsync(Numbered(1), Ending);
    }

    /// <summary>The options of a session with a gateway that does not answer, and the network in which it does not.</summary>
    private static SessionOptions ToNobody(out TestNetwork network) =>
        To(20_001).Through(network = new TestNetwork(IPAddress.Loopback).Silent(IPAddress.Loopback));

    private static async Task<CanSessionException> FailToConnectAsync(SessionOptions options) =>
        await Assert.ThrowsAsync<CanSessionException>(() => CanSession.ConnectAsync(options, Ending));

    /// <summary>
    /// Ends something several times, where need be: a machine that is busy with others does not give the test its turn at once, and
    /// what is not ended takes too long every time.
    /// </summary>
    private static async Task EndsAtOnceAsync(Func<Task<TimeSpan>> end)
    {
        var took = new List<TimeSpan>();
        do
        {
            took.Add(await end());
        }
        while (took[^1] >= AtOnce && took.Count < 5);
        Assert.True(took[^1] < AtOnce, $"It took {string.Join(", ", took)}.");
    }
}
