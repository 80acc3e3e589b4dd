using Caneth.Sessions;
using Caneth.Simulation;
using static Caneth.Tests.Sessions.TestSession;

namespace Caneth.Tests.Sessions;

/// <summary>Every fault of the gateway that the simulator plays: what arrives, what is counted, and the state of the session at the end.</summary>
public class FaultSuiteTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_fault_has_its_test()
    {
        var tested = typeof(FaultSuiteTests).GetMethods().Select(method => method.Name.Split('_')[0]);
        Assert.Empty(SimulatorFaults.Names.Where(name => !name.StartsWith("Ecu", StringComparison.Ordinal)).Except(tested));
    }

    [Fact]
    public async Task DropFirst_loses_frames_in_the_gateway_which_no_client_can_know()
    {
        await using var simulator = Start("DropFirst=3");
        using var recording = simulator.Capture();
        await using var session = await ConnectAsync(simulator);
        await session.SendAsync(Numbered(0, 10), atomic: true, Ending);
        Assert.Equal(Enumerable.Range(3, 7), NumbersOf(await recording.WaitForAsync(7, Ending)));
        Assert.Equal((10, 0L), (session.FramesSent, session.Statistics.FramesUnconfirmed));
        Assert.Equal(3, simulator.Statistics.FramesDroppedFirst);
        AssertConnectedAllTheTime(session);
    }

    [Fact]
    public async Task DiscardUneven_loses_nothing_of_a_session_since_it_writes_whole_frames()
    {
        await using var simulator = Start("DiscardUneven");
        using var recording = simulator.Capture();
        await using var session = await ConnectAsync(simulator);
        for (var round = 0; round < 100; round++)
        {
            await session.SendAsync(Numbered(round * 50, 50), cancellationToken: Ending);
        }

        Assert.Equal(Enumerable.Range(0, 5000), NumbersOf(await recording.WaitForAsync(5000, Ending)));
        Assert.Equal(0, simulator.Statistics.BytesDiscarded);
        AssertConnectedAllTheTime(session);
    }

    [Fact]
    public async Task Reset_gives_each_connection_its_frames_and_the_session_comes_back_each_time()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows throws away with a reset what has come and was not read yet.");
        await using var simulator = Start("Reset=5");
        await using var session = await ConnectAsync(simulator);
        using var subscription = session.Subscribe();
        for (var round = 0; round < 3; round++)
        {
            await simulator.ServesAsync(round + 1);
            simulator.Send(Numbered(round * 8, 8));
            Assert.Equal(Enumerable.Range(round * 8, 5), NumbersOf(await subscription.ReadAsync(5)));
            Assert.Equal(SessionError.ConnectionLost, (await session.HappensAsync(SessionEventKind.Lost, round + 1)).Error?.Error);
            await session.HappensAsync(SessionEventKind.Connected, round + 2);
        }

        Assert.Equal((15, 3L, 0L), (session.FramesReceived, session.Reconnects, session.BytesSkipped));
        await Waiting.Until(() => simulator.Statistics.FramesUnsent == 9);
    }

    [Fact]
    public async Task HalfOpen_is_found_by_the_idle_time_and_what_was_sent_into_the_silence_is_not_lost()
    {
        await using var simulator = Start("HalfOpen=4");
        using var recording = simulator.Capture();
        await using var session = await ConnectAsync(simulator, options => options with { IdleTimeout = TimeSpan.FromSeconds(1) });
        using var subscription = session.Subscribe();
        simulator.Send(Numbered(0, 6));
        Assert.Equal(Enumerable.Range(0, 4), NumbersOf(await subscription.ReadAsync(4)));
        await Waiting.Until(() => simulator.Statistics.FramesSent == 4);
        await session.SendAsync(Numbered(0, 20), cancellationToken: Ending);
        Assert.Equal(SessionError.IdleTimeout, (await session.HappensAsync(SessionEventKind.Lost)).Error?.Error);
        await session.HappensAsync(SessionEventKind.Connected, times: 2);
        Assert.Equal(0, recording.Count);

        // The silent gateway's TCP had taken them, so they are not sent again; they are on the bus when it wakes up.
        simulator.Faults.Clear();
        Assert.Equal(Enumerable.Range(0, 20), NumbersOf(await recording.WaitForAsync(20, Ending)));
        Assert.Equal((20, 0L), (session.FramesSent, session.Statistics.FramesResent));
    }

    [Fact]
    public async Task ZeroWindow_fills_the_buffer_receives_on_and_loses_nothing()
    {
        await using var simulator = Start("ZeroWindow");
        using var recording = simulator.Capture();
        await using var session = await ConnectAsync(simulator);
        using var subscription = session.Subscribe();
        var sends = Enumerable.Range(0, 400).Select(batch => session.SendAsync(Numbered(batch * 1000, 1000), cancellationToken: Ending).AsTask()).ToArray();
        await session.SendsStandStillAsync();
        Assert.InRange(session.FramesPending, 1, 1024);
        simulator.Send(Numbered(7));
        Assert.Equal([7], NumbersOf(await subscription.ReadAsync(1)));
        Assert.Equal(CanSessionState.Connected, session.State);

        simulator.Faults.Clear();
        await Task.WhenAll(sends);
        await recording.WaitForAsync(400_000, Ending);
        Assert.Equal((400_000, 0), (session.FramesSent, session.FramesPending));
        AssertConnectedAllTheTime(session);
    }

    [Fact]
    public async Task Garbage_is_skipped_and_the_frames_around_it_arrive()
    {
        await using var simulator = Start("Garbage=5/50");
        await using var session = await ConnectAsync(simulator);
        using var subscription = session.Subscribe();
        for (var number = 0; number < 1010; number += 10)
        {
            simulator.Send(Numbered(number, 10));
        }

        await ArriveAsync(simulator, session);
        AssertConnectedAllTheTime(session);
        await session.CloseAsync(Ending);
        var counted = session.Statistics;
        Assert.Equal(100, simulator.Statistics.GarbageBytes);

        // Where garbage looks like the beginning of a frame, frames go with it, whole and counted.
        var good = NumbersOf(subscription.Take().ToArray().Where(frame => frame.Id == 0x100 && frame.Data.Count == 4)).ToList();
        Assert.Equal(good.Distinct().Order(), good);
        Assert.Equal(1010 * 13 + 100, counted.FramesReceived * 13 + counted.BytesSkipped);
        Assert.InRange(counted.Resynchronisations, 15, 30);
        Assert.InRange(good.Count, 1010 - 20 * 2, 1010);
        Assert.Contains(session.EventsAfter(), happened => happened.Kind == SessionEventKind.Resynchronised);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(100)]
    public async Task ReservedBits_make_a_frame_invalid_that_is_skipped_and_counted(int every)
    {
        await using var simulator = Start($"ReservedBits={every}");
        await using var session = await ConnectAsync(simulator);
        using var subscription = session.Subscribe();
        var good = every * 10 + (every > 3 ? 3 : 0);
        simulator.Send(Numbered(0, good));
        Assert.Equal(Enumerable.Range(0, good), NumbersOf(await subscription.ReadAsync(good)));
        simulator.Faults.Clear();
        simulator.Send(Numbered(good));
        await subscription.ReadAsync(1);
        var counted = session.Statistics;
        Assert.Equal((10L, 130L, 10L), (counted.InvalidFrames, counted.BytesSkipped, counted.Resynchronisations));
        AssertConnectedAllTheTime(session);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(100)]
    public async Task LongDlc_is_legal_on_a_bus_and_makes_a_frame_like_others_that_is_counted(int every)
    {
        await using var simulator = Start($"LongDlc={every}");
        await using var session = await ConnectAsync(simulator);
        using var subscription = session.Subscribe();
        var good = every * 10;
        simulator.Send(Numbered(0, good));
        var frames = await subscription.ReadAsync(good + 10);
        Assert.Equal(Enumerable.Range(0, good), NumbersOf(frames.Where(frame => frame.Dlc <= 8)));
        Assert.Equal(10, frames.Count(frame => frame.Dlc is >= 9 and <= 15 && frame.Data.Count == 8));
        Assert.Equal((10L, 0L, 0L), (session.Statistics.LongDlcFrames, session.BytesSkipped, session.Statistics.InvalidFrames));
        Assert.Contains(session.EventsAfter(), happened => happened.Kind == SessionEventKind.LongDlc);
        AssertConnectedAllTheTime(session);
    }

    [Fact]
    public async Task Padding_changes_nothing()
    {
        await using var simulator = Start("Padding=2");
        await using var session = await ConnectAsync(simulator);
        using var subscription = session.Subscribe();
        simulator.Send(Numbered(0, 1000));
        Assert.Equal(Numbered(0, 1000).Select(frame => frame.Data), (await subscription.ReadAsync(1000)).Select(frame => frame.Data));
        await Waiting.Until(() => simulator.Statistics.FramesPadded == 500);
        Assert.Equal(0, session.BytesSkipped);
        AssertConnectedAllTheTime(session);
    }

    [Fact]
    public async Task Padding_and_garbage_together_still_lead_back_to_alignment()
    {
        await using var simulator = Start("Padding=1", "Garbage=9/100");
        await using var session = await ConnectAsync(simulator);
        simulator.Send(Numbered(0, 1005));
        await ArriveAsync(simulator, session);
        AssertConnectedAllTheTime(session);
        await session.CloseAsync(Ending);
        var counted = session.Statistics;
        Assert.Equal(1005 * 13 + 90, counted.FramesReceived * 13 + counted.BytesSkipped);
        Assert.InRange(counted.FramesReceived, 1005 - 10 * 3, 1005 + 10);
    }

    [Fact]
    public async Task Stale_frames_come_first_and_are_frames_like_others()
    {
        await using var simulator = Start("Stale=10");
        simulator.Send(Numbered(0, 100));
        await using var session = OpenReading(To(simulator), out var subscription);
        await simulator.WaitForClientsAsync(1, Ending);
        simulator.Send(Numbered(100));
        Assert.Equal(Enumerable.Range(90, 11), NumbersOf(await subscription.ReadAsync(11)));
        AssertConnectedAllTheTime(session);
    }

    [Fact]
    public async Task Split_frames_are_put_together()
    {
        await using var simulator = Start("Split=12");
        await using var session = await ConnectAsync(simulator);
        using var subscription = session.Subscribe();
        for (var round = 0; round < 50; round++)
        {
            simulator.Send(Numbered(round * 40, 40));
        }

        Assert.Equal(Enumerable.Range(0, 2000), NumbersOf(await subscription.ReadAsync(2000)));
        Assert.Equal((0L, 0L), (session.BytesSkipped, session.Statistics.PartialFrames));
        AssertConnectedAllTheTime(session);
    }

    [Fact]
    public async Task RefuseClients_is_counted_and_the_session_is_served_when_there_is_room_again()
    {
        await using var simulator = Start("RefuseClients");
        await using var session = CanSession.Open(To(simulator));
        await session.HappensAsync(SessionEventKind.Refused);
        Assert.Equal((1L, 0, 0L), (session.Statistics.Refusals, session.FramesReceived, session.BytesSkipped));
        Assert.Equal(CanSessionState.Reconnecting, session.State);
    }

    [Fact]
    public async Task CloseOrderly_gives_each_connection_its_frames_and_every_send_arrives_once()
    {
        await using var simulator = Start("CloseOrderly=50");
        using var recording = simulator.Capture();
        await using var session = await ConnectAsync(simulator);
        using var subscription = session.Subscribe();
        var sending = session.SendAsync(Numbered(0, 50_000), cancellationToken: Ending).AsTask();
        for (var round = 0; round < 5; round++)
        {
            await session.HappensAsync(SessionEventKind.Connected, round + 1);
            await simulator.ServesAsync(round + 1);
            simulator.Send(Numbered(round * 50, 50));
            Assert.Equal(Enumerable.Range(round * 50, 50), NumbersOf(await subscription.ReadAsync(50)));
            Assert.Equal(SessionError.ClosedByGateway, (await session.HappensAsync(SessionEventKind.Lost, round + 1)).Error?.Error);
        }

        simulator.Faults.Clear();
        await sending;
        await session.HappensAsync(SessionEventKind.Connected, 6);
        Assert.Equal(Enumerable.Range(0, 50_000), NumbersOf(await recording.WaitForAsync(50_000, Ending)));
        Assert.Equal((250, 5L, 0L), (session.FramesReceived, session.Reconnects, session.Statistics.FramesResent));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(40)]
    [InlineData(128)]
    public async Task Registration_once_costs_no_frame(int length)
    {
        await using var simulator = Start($"Registration={length}");
        await using var session = await ConnectAsync(simulator);
        using var subscription = session.Subscribe();
        await EachArrivesAsync(simulator, subscription, 20);
        AssertConnectedAllTheTime(session);
        await AssertAccountedAsync(session, simulator);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(40)]
    [InlineData(128)]
    public async Task RegistrationAlways_is_learned_and_costs_no_frame(int length)
    {
        await using var simulator = Start($"RegistrationAlways={length}");
        await using var session = await ConnectAsync(simulator);
        using var subscription = session.Subscribe();
        await EachArrivesAsync(simulator, subscription, 50);
        Assert.InRange(session.Statistics.RegistrationPackets, 40, 50);
        Assert.NotNull(session.GatewayIdentity);
        AssertConnectedAllTheTime(session);
        await AssertAccountedAsync(session, simulator);
    }

    [Theory]
    [InlineData("9/1")]
    [InlineData("9/20")]
    [InlineData("13/3")]
    [InlineData("100/5")]
    public async Task FreeHeartbeat_costs_no_frame(string value)
    {
        await using var simulator = Start($"FreeHeartbeat={value}");
        await using var session = await ConnectAsync(simulator);
        using var subscription = session.Subscribe();
        await EachArrivesAsync(simulator, subscription, 100);
        AssertConnectedAllTheTime(session);
        await AssertAccountedAsync(session, simulator);
    }

    [Theory]
    [InlineData("Drip=1")]
    [InlineData("Drip=5", "ReservedBits=2")]
    public async Task Drip_only_takes_its_time(params string[] faults)
    {
        await using var simulator = Start(faults);
        await using var session = await ConnectAsync(simulator);
        using var subscription = session.Subscribe();
        simulator.Send(Numbered(0x777700, 40));
        Assert.Equal(Enumerable.Range(0x777700, 40), NumbersOf(await subscription.ReadAsync(40)));
        AssertConnectedAllTheTime(session);
    }

    [Fact]
    public Task HttpServer_is_named_when_it_closes() => NameServerAsync("HttpServer", "an HTTP server");

    [Fact]
    public Task SshServer_is_named_while_it_waits() => NameServerAsync("SshServer", "an SSH server");

    [Fact]
    public async Task AcceptThenClose_is_tried_again_until_frames_come()
    {
        await using var simulator = Start("AcceptThenClose");
        await using var session = OpenReading(To(simulator), out var subscription);
        Assert.Equal(SessionError.ClosedByGateway, (await session.HappensAsync(SessionEventKind.Lost)).Error?.Error);
        Assert.DoesNotContain(session.EventsAfter(), happened => happened.Kind == SessionEventKind.ForeignData);
        var served = simulator.Statistics.ClientsAccepted;
        simulator.Faults.Clear();
        await simulator.ServesAsync(served + 1);
        await simulator.WaitForClientsAsync(1, Ending);
        simulator.Send(Numbered(7));
        Assert.Equal([7], NumbersOf(await subscription.ReadAsync(1)));
    }

    [Fact]
    public async Task DeadAddress_does_not_keep_from_the_one_that_lives()
    {
        await using var simulator = Start("DeadAddress");
        await using var session = await ConnectAsync(simulator, options => options with { HostName = simulator.HostName });
        using var subscription = session.Subscribe();
        simulator.Send(Numbered(7));
        Assert.Equal([7], NumbersOf(await subscription.ReadAsync(1)));
    }

    private static async Task EachArrivesAsync(GatewaySimulator simulator, FrameSubscription subscription, int count)
    {
        for (var number = 0; number < count; number++)
        {
            simulator.Send(Numbered(number));
            Assert.Equal([number], NumbersOf(await subscription.ReadAsync(1)));
        }
    }

    private static async Task NameServerAsync(string fault, string sender)
    {
        await using var simulator = Start(fault);
        await using var session = CanSession.Open(To(simulator));
        var told = await session.HappensAsync(SessionEventKind.ForeignData);
        Assert.Contains($"That is {sender}. Is this the data port", told.Message);
        Assert.DoesNotContain(told.Message, char.IsControl);
        Assert.Equal(0, session.FramesReceived);
    }

    private static async Task AssertAccountedAsync(CanSession session, GatewaySimulator simulator)
    {
        await simulator.FlushAsync(Ending);
        var counted = session.Statistics;
        Assert.Equal(simulator.Statistics.FramesSent, counted.FramesReceived);
        Assert.InRange(counted.BytesReceived - (13 * counted.FramesReceived + counted.BytesSkipped + counted.HeartbeatBytes + counted.RegistrationBytes), 0, 128);
    }

    private static GatewaySimulator Start(params string[] faults) =>
        GatewaySimulator.Start(new() { Faults = [.. faults.Select(FaultSetting.Parse)] });

    private static async Task ArriveAsync(GatewaySimulator simulator, CanSession session)
    {
        await simulator.FlushAsync(Ending);
        await Waiting.Until(() => session.Statistics.BytesReceived == simulator.Statistics.BytesSent);
        await Waiting.Until(() => session.Statistics is var counted && counted.FramesReceived * 13 + counted.BytesSkipped >= counted.BytesReceived - 52);
    }

    private static void AssertConnectedAllTheTime(CanSession session) =>
        Assert.Equal((CanSessionState.Connected, 0L, null), (session.State, session.Reconnects, session.LastError));
}
