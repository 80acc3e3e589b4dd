using Caneth.Logs;
using Caneth.Sessions;
using Caneth.Simulation;
using static Caneth.Tests.Sessions.TestSession;

namespace Caneth.Tests.Sessions;

/// <summary>Where did every frame go? Thousands of them, over links that break in every way.</summary>
public class DeliveryTests
{
    private const int Many = 20_000;
    private const string OnlyLinuxIsExact = "Other systems forget with a reset how much was acknowledged before it, so that more may be sent again.";

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_thousand_sends_in_a_tight_loop_are_twenty_thousand_frames_delivered()
    {
        await using var simulator = GatewaySimulator.Start();
        using var recording = simulator.Capture();
        await using var session = await ConnectAsync(simulator);
        var sends = new Task[Many];
        for (var number = 0; number < Many; number++)
        {
            sends[number] = session.SendAsync(Numbered(number), Ending).AsTask();
        }

        await Task.WhenAll(sends);
        Assert.Equal(Enumerable.Range(0, Many), NumbersOf(await recording.WaitForAsync(Many, Ending)));
        Assert.Equal((Many, 0L, 0L), (session.FramesSent, session.Statistics.FramesResent, session.Statistics.FramesDiscarded));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_gateway_that_closes_in_order_and_comes_back_gets_every_frame_once_and_in_order(bool atMostOnce)
    {
        await using var simulator = GatewaySimulator.Start();
        using var recording = simulator.Capture();
        await using var session = await ConnectAsync(simulator, options => options with { SendAtMostOnce = atMostOnce });
        var sends = new Task[Many];
        var gone = GoAwayAsync(simulator, session, recording, reset: false);
        for (var number = 0; number < Many; number++)
        {
            if (number == 10_000)
            {
                await gone;
            }

            sends[number] = session.SendAsync(Numbered(number), Ending).AsTask();
        }

        await ComeBackAsync(simulator, session);
        await Task.WhenAll(sends);
        Assert.Equal(Enumerable.Range(0, Many), NumbersOf(await recording.WaitForAsync(Many, Ending)));
        var counted = session.Statistics;
        Assert.Equal((Many, 0L, 0L, 0L),
            (counted.FramesSent, counted.FramesResent, counted.FramesUnconfirmed, counted.FramesDiscarded));
        Assert.Equal(1, counted.Reconnects);
    }

    [Fact]
    public async Task After_a_reset_every_frame_was_acknowledged_or_is_sent_again()
    {
        await using var simulator = GatewaySimulator.Start();
        using var recording = simulator.Capture();
        await using var session = await ConnectAsync(simulator);
        var delivered = await SendThroughAResetAsync(simulator, session, recording);
        var again = NumbersOf(FramesOf(session, SessionEventKind.FramesResent)).ToList();
        var lost = Enumerable.Range(0, Many).Except(delivered).ToList();
        Assert.Equal(Many, session.FramesSent - session.Statistics.FramesResent);
        Assert.Equal(again.Count, session.Statistics.FramesResent);
        Assert.Empty(delivered.GroupBy(number => number).Where(one => one.Count() > 1).Select(one => one.Key).Except(again));
        AssertLostAreThoseThatTheGatewayTookAndThrewAway(lost, again, delivered);
    }

    [Fact]
    public async Task After_a_reset_at_most_once_no_frame_arrives_twice_and_the_unconfirmed_are_named()
    {
        await using var simulator = GatewaySimulator.Start();
        using var recording = simulator.Capture();
        await using var session = await ConnectAsync(simulator, options => options with { SendAtMostOnce = true });
        var delivered = await SendThroughAResetAsync(simulator, session, recording);
        var unconfirmed = NumbersOf(FramesOf(session, SessionEventKind.FramesUnconfirmed)).ToList();
        Assert.Equal(delivered.Distinct().Count(), delivered.Count);
        Assert.Equal(delivered.Order(), delivered);
        Assert.Equal((Many, 0L), (session.FramesSent, session.Statistics.FramesResent));
        Assert.Equal(unconfirmed.Count, session.Statistics.FramesUnconfirmed);
        AssertLostAreThoseThatTheGatewayTookAndThrewAway(
            [.. Enumerable.Range(0, Many).Except(delivered).Except(unconfirmed)], unconfirmed, delivered);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_reset_leaves_unconfirmed_is_exact_to_the_frame(bool atMostOnce)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinuxIsExact);
        // The gateway reads some and then nothing, so all that its TCP has taken in can be counted before the reset.
        const int Read = 50 * 13;
        using var gateway = new ScriptedGateway(receiveBuffer: 4096);
        await using var session = CanSession.Open(To(gateway.Port) with { SendAtMostOnce = atMostOnce });
        using var socket = await gateway.AcceptAsync();
        var sending = session.SendAsync(Numbered(0, Many), cancellationToken: Ending).AsTask();
        await ScriptedGateway.ReadAsync(socket, Read);
        await session.SendsStandStillAsync();
        var taken = Read + socket.Available;
        var written = (int)session.FramesSent;
        ScriptedGateway.Reset(socket);

        var kind = atMostOnce ? SessionEventKind.FramesUnconfirmed : SessionEventKind.FramesResent;
        var told = await session.HappensAsync(kind);
        Assert.Equal(Enumerable.Range(taken / 13, written - taken / 13), NumbersOf(told.Frames));
        using var next = await gateway.AcceptAsync();
        var from = atMostOnce ? written : taken / 13;
        Assert.Equal(Bytes(from, Many - from), await ScriptedGateway.ReadAsync(next, (Many - from) * 13));
        await sending;
        var counted = session.Statistics;
        Assert.Equal(atMostOnce ? (0, told.Frames.Count) : (told.Frames.Count, 0),
            ((int)counted.FramesResent, (int)counted.FramesUnconfirmed));
        if (atMostOnce)
        {
            Assert.Equal(SessionError.SendUnconfirmed, told.Error?.Error);
            Assert.Equal(EventLevel.Error, told.Level);
            Assert.Contains($"{told.Frames[0]}", told.Message);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_atomic_batch_goes_again_as_a_whole_or_not_at_all(bool atMostOnce)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinuxIsExact);
        using var gateway = new ScriptedGateway(receiveBuffer: 4096);
        await using var session = CanSession.Open(To(gateway.Port) with { SendAtMostOnce = atMostOnce });
        using var socket = await gateway.AcceptAsync();
        var sends = Enumerable.Range(0, 300).Select(batch => session.SendAsync(Numbered(batch * 100, 100), atomic: true, Ending).AsTask()).ToArray();
        await ScriptedGateway.ReadAsync(socket, 130 * 13);
        await session.SendsStandStillAsync();
        var taken = (130 * 13 + socket.Available) / 13;

        // Before the reset: as soon as there is the next connection more is sent.
        var sent = (int)session.FramesSent;
        var torn = sent % 100 != 0 ? sent / 100 : -1;
        ScriptedGateway.Reset(socket);

        using var next = await gateway.AcceptAsync();
        if (atMostOnce)
        {
            var from = (sent + 99) / 100;
            Assert.Equal(Bytes(from * 100, 100), await ScriptedGateway.ReadAsync(next, 1300));
            var reading = ScriptedGateway.ReadAsync(next, (300 - from - 1) * 1300);
            for (var batch = 0; batch < 300; batch++)
            {
                var answer = await Xunit.Record.ExceptionAsync(() => sends[batch]);
                Assert.Equal(batch == torn ? SessionError.SendUnconfirmed : null, (answer as CanSessionException)?.Error);
            }

            Assert.Equal(Bytes((from + 1) * 100, (300 - from - 1) * 100), await reading);
        }
        else
        {
            var from = taken / 100 * 100;
            Assert.Equal(Bytes(from, 30_000 - from), await ScriptedGateway.ReadAsync(next, (30_000 - from) * 13));
            await Task.WhenAll(sends);
        }
    }

    [Fact]
    public async Task A_recording_played_as_fast_as_possible_arrives_whole()
    {
        var expected = ReadThinkCity();
        await using var simulator = GatewaySimulator.Start(new() { Traffic = new LogPlayback(expected, speed: 0) });
        await using var session = OpenReading(To(simulator), out var reader, new() { Lossless = true, Capacity = 1000 });
        var received = await reader.ReadAsync(expected.Length);
        Assert.Equal(12_974, received.Length);
        Assert.All(expected.Zip(received), pair => Assert.True(pair.First.HasSameContent(pair.Second)));
    }

    [Fact]
    public async Task A_recording_played_with_its_timing_takes_its_time()
    {
        var expected = ReadThinkCity();
        await using var simulator = GatewaySimulator.Start(new() { Traffic = new LogPlayback(expected) });
        await using var session = OpenReading(To(simulator), out var reader);
        var received = await reader.ReadAsync(expected.Length);
        Assert.Equal(12_974, received.Length);

        // A machine that stalls delays some frames; a pace that is wrong delays them all, and more and more.
        var late = expected.Zip(received, (sent, came) => (came.Timestamp - received[0].Timestamp) - (sent.Timestamp - expected[0].Timestamp)).ToArray();
        var fifth = late.Length / 5;
        Assert.InRange((late[^fifth..].Min() - late[..fifth].Min()).TotalSeconds, -8.56 * 0.02, 8.56 * 0.02);
        Assert.All(expected.Zip(received), pair => Assert.True(pair.First.HasSameContent(pair.Second)));
    }

    /// <summary>Sends many frames while the gateway resets the connection, and comes back; gives the numbers of those that arrived.</summary>
    private static async Task<List<int>> SendThroughAResetAsync(GatewaySimulator simulator, CanSession session, BusCapture recording)
    {
        var gone = GoAwayAsync(simulator, session, recording, reset: true);
        var sending = session.SendAsync(Numbered(0, Many), cancellationToken: Ending).AsTask();
        await gone;
        await ComeBackAsync(simulator, session);
        await sending;
        await session.CloseAsync(Ending);
        await simulator.IsEmptyAsync();
        return [.. NumbersOf(recording.ToArray())];
    }

    private static CanFrame[] ReadThinkCity()
    {
        using var log = CanLog.Open(SharedData.Find("logs/thinkcity.log"));
        return [.. log.ReadAll()];
    }

    private static List<CanFrame> FramesOf(CanSession session, SessionEventKind kind) =>
        [.. session.EventsAfter().Where(happened => happened.Kind == kind).SelectMany(happened => happened.Frames)];

    /// <summary>
    /// What nobody can tell: frames that the gateway's TCP acknowledged and a reset then destroyed. They can only lie between the
    /// last frame that the gateway read and the first that was not acknowledged.
    /// </summary>
    private static void AssertLostAreThoseThatTheGatewayTookAndThrewAway(List<int> lost, List<int> unacknowledged, List<int> delivered)
    {
        if (lost.Count > 0)
        {
            Assert.Equal(Enumerable.Range(lost[0], lost.Count), lost);
            Assert.Contains(lost[0] - 1, delivered);
            Assert.True(unacknowledged.Count == 0 || unacknowledged[0] == lost[^1] + 1);
        }
    }

    private static async Task GoAwayAsync(GatewaySimulator simulator, CanSession session, BusCapture recording, bool reset)
    {
        await recording.WaitForAsync(7000, Ending);
        simulator.StopListening();
        simulator.DisconnectClients(reset);
        await session.HappensAsync(SessionEventKind.Lost);
    }

    /// <summary>Comes back a second after the loss, by which time the session has tried several times.</summary>
    private static async Task ComeBackAsync(GatewaySimulator simulator, CanSession session)
    {
        var lost = await session.HappensAsync(SessionEventKind.Lost);
        await Waiting.Until(() => (Timestamp)DateTime.UtcNow - lost.Time > TimeSpan.FromSeconds(1) && session.Statistics.ConnectFailures > 3);
        simulator.Resume();
    }
}
