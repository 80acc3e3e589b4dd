using Caneth.Sessions;
using Caneth.Simulation;
using Microsoft.Extensions.Time.Testing;
using static Caneth.Tests.Sessions.TestSession;

namespace Caneth.Tests.Sessions;

/// <summary>What ends a connection, and when the next is tried. Time is injected.</summary>
public sealed class ReconnectTests : IAsyncDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly List<CanSession> opened = [];
    private int retries;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    /// <summary>Ends the sessions while time passes, since an end in order waits for the gateway.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var session in opened)
        {
            var ending = session.DisposeAsync().AsTask();
            await PassAsync(() => ending.IsCompleted);
            await ending;
        }
    }

    [Fact]
    public async Task The_pauses_grow_and_begin_again_after_a_connection_that_lasted()
    {
        await using var simulator = GatewaySimulator.Start();
        var session = await OpenAsync(simulator);
        simulator.StopListening();
        simulator.DisconnectClients();
        foreach (var whole in (double[])[0.5, 1, 2, 3, 3])
        {
            Assert.InRange(await NextPauseAsync(session), whole / 2, whole);
        }

        simulator.Resume();
        await PassAsync(() => session.State == CanSessionState.Connected);
        await simulator.ServesAsync(2);
        var before = session.Reconnects;
        time.Advance(TimeSpan.FromSeconds(10));
        simulator.DisconnectClients();
        Assert.InRange(await NextPauseAsync(session), 0.25, 0.5);
        await PassAsync(() => session.Reconnects > before);
    }

    [Fact]
    public async Task A_connection_that_did_not_last_does_not_begin_them_again()
    {
        await using var simulator = GatewaySimulator.Start();
        var session = await OpenAsync(simulator);
        foreach (var (round, whole) in ((double[])[0.5, 1, 2]).Index())
        {
            await simulator.ServesAsync(round + 1);
            simulator.DisconnectClients();
            Assert.InRange(await NextPauseAsync(session), whole / 2, whole);
            await PassAsync(() => session.State == CanSessionState.Connected);
        }
    }

    [Fact]
    public async Task A_refusal_is_an_error_no_frame_and_a_pause_of_five_seconds_or_more()
    {
        await using var simulator = GatewaySimulator.Start(new() { Faults = [new(SimulatorFault.RefuseClients)] });
        var session = Open(To(simulator) with { TimeProvider = time });
        using var subscription = session.Subscribe();
        Assert.True(await NextPauseAsync(session) >= 5);
        var refused = await session.HappensAsync(SessionEventKind.Refused);
        Assert.Equal(SessionError.ClientLimit, refused.Error?.Error);
        Assert.Contains("serves as many clients as it can", refused.Message);
        Assert.Equal(CanSessionState.Reconnecting, session.State);
        Assert.Equal((0L, 1L, 13L), (session.FramesReceived, session.Statistics.Refusals, session.Statistics.BytesReceived));
        Assert.True(subscription.Take().IsEmpty);
        Assert.Equal(1, simulator.Statistics.ClientsRefused);

        simulator.Faults.Clear();
        await PassAsync(() => session.State == CanSessionState.Connected);
    }

    [Fact]
    public async Task What_was_sent_to_a_gateway_that_refused_is_sent_again_to_one_that_serves()
    {
        // The gateway's TCP acknowledges before the gateway says no; so the acknowledgement means nothing.
        using var gateway = new ScriptedGateway();
        var session = Open(To(gateway.Port) with { TimeProvider = time });
        using (var refusing = await gateway.AcceptAsync())
        {
            await session.SendAsync(Numbered(0, 100), cancellationToken: Ending);
            Assert.Equal(Bytes(0, 100), await ScriptedGateway.ReadAsync(refusing, 1300));
            await refusing.SendAsync("Sorry,Limited"u8.ToArray(), Ending);
            await session.HappensAsync(SessionEventKind.Refused);
        }

        await PassAsync(() => session.Reconnects == 1);
        using var serving = await gateway.AcceptAsync();
        Assert.Equal(Bytes(0, 100), await ScriptedGateway.ReadAsync(serving, 1300));

        // A frame is at the gateway before the session has counted it.
        await session.FlushAsync(Ending);
        Assert.Equal((100, 200), (session.Statistics.FramesResent, session.FramesSent));
    }

    [Fact]
    public async Task A_refusal_that_comes_in_pieces_is_understood()
    {
        using var gateway = new ScriptedGateway();
        var session = Open(To(gateway.Port));
        using var refusing = await gateway.AcceptAsync();
        await refusing.SendAsync("Sorry"u8.ToArray(), Ending);
        await Waiting.Until(() => session.Statistics.BytesReceived == 5);
        await refusing.SendAsync(",Limited"u8.ToArray(), Ending);
        Assert.Equal(SessionError.ClientLimit, (await session.HappensAsync(SessionEventKind.Refused)).Error?.Error);
    }

    [Fact]
    public async Task An_orderly_close_of_the_gateway_is_told_as_one_and_answered_in_order()
    {
        using var gateway = new ScriptedGateway();
        var session = Open(To(gateway.Port));
        using var socket = await gateway.AcceptAsync();
        await session.SendAsync(Numbered(0, 1000), cancellationToken: Ending);
        socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        var all = await ScriptedGateway.ReadToEndAsync(socket);
        Assert.Equal(Bytes(0, 1000), all);
        var lost = await session.HappensAsync(SessionEventKind.Lost);
        Assert.Equal(SessionError.ClosedByGateway, lost.Error?.Error);
        Assert.Equal(0, session.Statistics.FramesResent);
        using var next = await gateway.AcceptAsync();
        await session.HappensAsync(SessionEventKind.Connected, times: 2);
        Assert.Equal(1, session.Reconnects);
    }

    [Fact]
    public async Task A_batch_that_has_begun_to_leave_when_the_gateway_closes_is_finished_first()
    {
        using var gateway = new ScriptedGateway(receiveBuffer: 4096);
        var session = Open(To(gateway.Port));
        using var socket = await gateway.AcceptAsync();
        var sends = Enumerable.Range(0, 300).Select(batch => session.SendAsync(Numbered(batch * 112, 112), atomic: true, Ending).AsTask()).ToArray();
        await session.SendsStandStillAsync();
        socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        var first = await ScriptedGateway.ReadToEndAsync(socket);
        Assert.Equal(0, first.Length % (112 * 13));
        Assert.Equal(Bytes(0, first.Length / 13), first);

        using var again = await gateway.AcceptAsync();
        var rest = 300 * 112 - first.Length / 13;
        Assert.Equal(Bytes(first.Length / 13, rest), await ScriptedGateway.ReadAsync(again, rest * 13));
        await Task.WhenAll(sends);
        Assert.Equal(0, session.Statistics.FramesResent);
    }

    [Fact]
    public async Task A_reset_while_sending_is_told_as_a_break_and_not_waited_for()
    {
        for (var round = 0; round < 20; round++)
        {
            using var gateway = new ScriptedGateway();
            var session = Open(To(gateway.Port) with { TimeProvider = time });
            using var socket = await gateway.AcceptAsync();
            using var cancellation = new CancellationTokenSource();
            var sending = session.SendAsync(Numbered(0, 100_000), cancellationToken: cancellation.Token).AsTask();
            await ScriptedGateway.ReadAsync(socket, 13_000);
            ScriptedGateway.Reset(socket);

            // No time passes, so whoever waited for the gateway to acknowledge would wait forever.
            Assert.Equal(SessionError.ConnectionLost, (await session.HappensAsync(SessionEventKind.Lost)).Error?.Error);
            await session.HappensAsync(SessionEventKind.Retry);
            await cancellation.CancelAsync();
            await Assert.ThrowsAsync<SendCanceledException>(() => sending);
        }
    }

    [Fact]
    public async Task A_reset_after_the_gateway_closed_in_order_is_not_waited_for_either()
    {
        using var gateway = new ScriptedGateway(receiveBuffer: 4096);
        var session = Open(To(gateway.Port) with { TimeProvider = time });
        using var socket = await gateway.AcceptAsync();
        using var cancellation = new CancellationTokenSource();
        var sending = session.SendAsync(Numbered(0, 100_000), cancellationToken: cancellation.Token).AsTask();
        await session.SendsStandStillAsync();
        socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        await Waiting.Until(() => session.FramesPending > 0);
        ScriptedGateway.Reset(socket);
        await PassAsync(() => session.EventsAfter().Any(happened => happened.Kind == SessionEventKind.Retry));
        Assert.True(session.Statistics.FramesResent > 0);
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<SendCanceledException>(() => sending);
    }

    [Fact]
    public async Task Silence_is_no_failure_unless_one_asks_for_it()
    {
        await using var simulator = GatewaySimulator.Start();
        var session = await OpenAsync(simulator);
        time.Advance(TimeSpan.FromDays(1));
        simulator.Send(Numbered(1));
        await Waiting.Until(() => session.FramesReceived == 1);
        Assert.Equal(CanSessionState.Connected, session.State);
    }

    [Fact]
    public async Task Silence_longer_than_the_idle_time_makes_a_new_connection()
    {
        await using var simulator = GatewaySimulator.Start(new() { Faults = [new(SimulatorFault.HalfOpen, 2)] });
        var session = Open(To(simulator) with { TimeProvider = time, IdleTimeout = TimeSpan.FromSeconds(4) });
        using var subscription = session.Subscribe();
        await simulator.WaitForClientsAsync(1, Ending);
        for (var number = 0; number < 2; number++)
        {
            simulator.Send(Numbered(number));
            await subscription.ReadAsync(1);
            time.Advance(TimeSpan.FromSeconds(3));
        }

        Assert.Equal(CanSessionState.Connected, session.State);
        simulator.Send(Numbered(2));
        await PassAsync(() => session.LastError is not null);
        Assert.Equal(SessionError.IdleTimeout, session.LastError!.Error);
        Assert.Contains("4 s", session.LastError.Message);
        await PassAsync(() => session.Reconnects == 1);
        Assert.Equal(2, session.FramesReceived);
    }

    [Fact]
    public async Task A_reader_that_holds_the_session_back_does_not_make_the_gateway_look_idle()
    {
        await using var simulator = GatewaySimulator.Start();
        var session = Open(To(simulator) with { TimeProvider = time, IdleTimeout = TimeSpan.FromSeconds(1) });
        using var reader = session.Subscribe(new() { Capacity = 5, Lossless = true });
        await simulator.WaitForClientsAsync(1, Ending);
        simulator.Send(Numbered(0, 100));
        await Waiting.Until(() => session.FramesReceived > 5);
        for (var step = 0; step < 40; step++)
        {
            time.Advance(TimeSpan.FromSeconds(0.25));
        }

        Assert.Equal(Enumerable.Range(0, 100), NumbersOf(await reader.ReadAsync(100)));
        Assert.Equal((CanSessionState.Connected, 0L), (session.State, session.Reconnects));
    }

    [Fact]
    public async Task Four_kibibytes_that_are_no_frames_make_a_new_connection()
    {
        using var gateway = new ScriptedGateway();
        var session = Open(To(gateway.Port));
        using var subscription = session.Subscribe();
        using var wrong = await gateway.AcceptAsync();
        await wrong.SendAsync(Bytes(0, 3), Ending);
        var noise = new byte[5000];
        Array.Fill(noise, (byte)0xFF);
        await wrong.SendAsync(noise, Ending);
        var lost = await session.HappensAsync(SessionEventKind.Lost);
        Assert.Equal(SessionError.AlignmentLost, lost.Error?.Error);
        Assert.Contains("4 KiB", lost.Message);

        using var right = await gateway.AcceptAsync();
        await right.SendAsync(Bytes(3, 2), Ending);
        Assert.Equal(Enumerable.Range(0, 5), NumbersOf(await subscription.ReadAsync(5)));
        var counted = session.Statistics;
        Assert.InRange(counted.BytesSkipped, 4096, 5000);
        Assert.Equal(counted.BytesReceived, 13 * counted.FramesReceived + counted.BytesSkipped);
        Assert.Equal((1L, 0L), (counted.Reconnects, counted.Resynchronisations));
    }

    [Fact]
    public async Task Heartbeats_are_counted_and_are_no_frames()
    {
        await using var simulator = GatewaySimulator.Start(new() { HeartbeatInterval = TimeSpan.FromSeconds(2), TimeProvider = time });
        await using var session = await ConnectAsync(simulator);
        using var subscription = session.Subscribe();
        for (var beat = 1; beat <= 3; beat++)
        {
            await PassAsync(() => session.Statistics.Heartbeats >= beat);
            simulator.Send(Numbered(beat));
            Assert.Equal([beat], NumbersOf(await subscription.ReadAsync(1)));
        }

        var counted = session.Statistics;
        Assert.Equal((3L, 0L, 0L), (counted.FramesReceived, counted.BytesSkipped, counted.Resynchronisations));
        Assert.Equal(counted.BytesReceived, 13 * (counted.FramesReceived + counted.Heartbeats));
    }

    [Fact]
    public async Task Half_a_frame_at_the_end_of_a_connection_is_counted_and_does_not_touch_the_next()
    {
        using var gateway = new ScriptedGateway();
        var session = Open(To(gateway.Port));
        using var subscription = session.Subscribe();
        using (var first = await gateway.AcceptAsync())
        {
            await first.SendAsync(Bytes(0, 3).AsMemory(0, 2 * 13 + 5), Ending);
        }

        using var second = await gateway.AcceptAsync();
        await second.SendAsync(Bytes(3, 2), Ending);
        Assert.Equal([0, 1, 3, 4], NumbersOf(await subscription.ReadAsync(4)));
        Assert.Contains("5 bytes", (await session.HappensAsync(SessionEventKind.PartialFrame)).Message);
        var counted = session.Statistics;
        Assert.Equal((1L, 5L, 0L), (counted.PartialFrames, counted.BytesSkipped, counted.Resynchronisations));
    }

    [Fact]
    public async Task Without_reconnecting_a_lost_connection_is_the_end_and_readers_hear_of_it()
    {
        await using var simulator = GatewaySimulator.Start();
        await using var session = await ConnectAsync(simulator, options => options with { Reconnect = false });
        using var subscription = session.Subscribe();
        simulator.Send(Numbered(0, 3));
        simulator.DisconnectClients();
        await simulator.FlushAsync(Ending);
        var all = await subscription.ReadToEndAsync();
        Assert.True(all.Count <= 3);
        Assert.Equal(CanSessionState.Closed, session.State);
        Assert.Equal(SessionError.ClosedByGateway, session.LastError?.Error);
    }

    private CanSession Open(SessionOptions options)
    {
        var session = CanSession.Open(options);
        opened.Add(session);
        return session;
    }

    private async Task<CanSession> OpenAsync(GatewaySimulator simulator)
    {
        var session = Open(To(simulator) with
        {
            TimeProvider = time,
            ReconnectDelay = TimeSpan.FromSeconds(0.5),
            ReconnectDelayMax = TimeSpan.FromSeconds(3),
        });
        await simulator.WaitForClientsAsync(1, Ending);
        await session.BecomesAsync(CanSessionState.Connected);
        return session;
    }

    /// <summary>The seconds of the next pause.</summary>
    private async Task<double> NextPauseAsync(CanSession session)
    {
        retries++;
        await PassAsync(() => Retries(session) >= retries);
        var told = await session.HappensAsync(SessionEventKind.Retry, retries);
        return double.Parse(told.Message.Split(' ')[3], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static int Retries(CanSession session) => session.EventsAfter().Count(happened => happened.Kind == SessionEventKind.Retry);

    /// <summary>Lets time pass until something is so.</summary>
    private Task PassAsync(Func<bool> condition) => Waiting.Until(() =>
    {
        time.Advance(TimeSpan.FromMilliseconds(20));
        return condition();
    });
}
