using Caneth.Sessions;
using Caneth.Simulation;
using static Caneth.Tests.Sessions.TestSession;

namespace Caneth.Tests.Sessions;

/// <summary>The plain promises: connect, receive, send, wait, request, close.</summary>
public class CanSessionTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_connects_says_so_and_closes()
    {
        await using var simulator = GatewaySimulator.Start();
        var session = await ConnectAsync(simulator, options => options with { Name = null });
        Assert.Equal(CanSessionState.Connected, session.State);
        Assert.Equal($"127.0.0.1:{simulator.Port}", session.Name);
        Assert.Equal(("127.0.0.1", simulator.Port), (session.HostName, session.Port));
        Assert.NotNull(session.ConnectedSince);
        Assert.Null(session.LastError);

        await session.CloseAsync(Ending);
        await session.CloseAsync(Ending);
        await session.DisposeAsync();
        Assert.Equal(CanSessionState.Closed, session.State);
        Assert.Null(session.ConnectedSince);
        await simulator.IsEmptyAsync();
        Assert.Equal(SessionError.SessionClosed, (await Assert.ThrowsAsync<CanSessionException>(
            async () => await session.SendAsync(Numbered(1), Ending))).Error);
    }

    [Fact]
    public async Task Frames_of_the_bus_are_received_in_order_with_time_and_device()
    {
        await using var simulator = GatewaySimulator.Start();
        await using var session = await ConnectAsync(simulator);
        using var subscription = session.Subscribe();
        var before = (Timestamp)DateTime.UtcNow - TimeSpan.FromSeconds(5);
        CanFrame[] sent = [new(0x123, [1, 2]), new(0x1234567, [3]), CanFrame.CreateRemote(0x7E0, 8), .. Numbered(0, 1000)];
        await simulator.SendAsync(sent, Ending);
        var received = await subscription.ReadAsync(sent.Length);
        Assert.All(sent.Zip(received), pair => Assert.True(pair.First.HasSameContent(pair.Second)));
        Assert.All(received, frame => Assert.Equal("bench", frame.Device));
        Assert.InRange(received[0].Timestamp, before, before + TimeSpan.FromMinutes(1));
        Assert.All(received.Zip(received.Skip(1)), pair => Assert.True(pair.First.Timestamp <= pair.Second.Timestamp));
        Assert.Equal(sent.Length, session.FramesReceived);
        Assert.Equal(sent.Length * 13, session.Statistics.BytesReceived);
    }

    [Fact]
    public async Task Receiving_one_by_one_ends_when_the_session_is_closed()
    {
        await using var simulator = GatewaySimulator.Start();
        await using var session = await ConnectAsync(simulator);
        var received = new List<int>();
        await using var frames = session.ReceiveAsync(FrameFilter.ForId(0x100), Ending).GetAsyncEnumerator(Ending);
        for (var next = frames.MoveNextAsync(); received.Count < 3; next = frames.MoveNextAsync())
        {
            simulator.Send([new(0x200), Numbered(received.Count)]);
            Assert.True(await next);
            received.Add(NumberOf(frames.Current));
            if (received.Count == 3)
            {
                var last = frames.MoveNextAsync();
                await session.CloseAsync(Ending);
                Assert.False(await last);
                break;
            }
        }

        Assert.Equal([0, 1, 2], received);
    }

    [Fact]
    public async Task Frames_are_sent_in_order_one_by_one_and_many_at_once()
    {
        await using var simulator = GatewaySimulator.Start();
        using var recording = simulator.Capture();
        await using var session = await ConnectAsync(simulator);
        await session.SendAsync(Numbered(0), Ending);
        await session.SendAsync(Numbered(1, 499), cancellationToken: Ending);
        for (var number = 500; number < 600; number++)
        {
            await session.SendAsync(Numbered(number), Ending);
        }

        var sender = session.CreateSender();
        for (var number = 600; number < 3000; number++)
        {
            await sender.PostAsync(Numbered(number), Ending);
        }

        await sender.FlushAsync(Ending);
        Assert.Equal(Enumerable.Range(0, 3000), NumbersOf(await recording.WaitForAsync(3000, Ending)));
        Assert.Equal((3000, 3000 * 13, 0),
            (session.FramesSent, session.Statistics.BytesSent, session.FramesPending));
    }

    [Fact]
    public async Task Waiting_gives_the_next_matching_frame()
    {
        await using var simulator = GatewaySimulator.Start();
        await using var session = await ConnectAsync(simulator);
        var waiting = session.WaitForFrameAsync(FrameFilter.ForId(0x123, DataPattern.Parse("01 ?? 03")), Ending);
        simulator.Send([new(0x123, [1, 2]), new(0x124, [1, 2, 3]), new(0x123, [1, 9, 3, 4]), new(0x123, [1, 8, 3])]);
        Assert.Equal([1, 9, 3, 4], (await waiting).Data.ToArray());
    }

    [Fact]
    public async Task Waiting_can_be_given_up_and_ends_with_the_session()
    {
        await using var simulator = GatewaySimulator.Start();
        await using var session = await ConnectAsync(simulator);
        using var cancellation = new CancellationTokenSource();
        var given = session.WaitForFrameAsync(FrameFilter.All, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);

        var left = session.WaitForFrameAsync(FrameFilter.All, Ending);
        await session.CloseAsync(Ending);
        Assert.Equal(SessionError.SessionClosed, (await Assert.ThrowsAsync<CanSessionException>(() => left)).Error);
    }

    [Fact]
    public async Task A_request_does_not_miss_even_an_immediate_reply()
    {
        await using var simulator = GatewaySimulator.Start(new() { Traffic = new VehicleTraffic() });
        await using var session = await ConnectAsync(simulator);
        for (var round = 0; round < 20; round++)
        {
            var reply = await session.RequestAsync(new(0x7DF, [2, 1, 0x0C, 0, 0, 0, 0, 0]), FrameFilter.ForId(0x7E8), Ending);
            Assert.Equal([4, 0x41, 0x0C], reply.Data.ToArray()[..3]);
        }
    }

    [Fact]
    public async Task What_was_sent_right_before_the_session_is_disposed_is_delivered()
    {
        await using var simulator = GatewaySimulator.Start();
        for (var round = 0; round < 20; round++)
        {
            using var recording = simulator.Capture();
            var session = await ConnectAsync(simulator);
            var sends = Numbered(0, 300).Select(frame => session.SendAsync(frame, Ending).AsTask()).ToArray();
            await session.DisposeAsync();
            await Task.WhenAll(sends);
            Assert.Equal(Enumerable.Range(0, 300), NumbersOf(await recording.WaitForAsync(300, Ending)));
            Assert.Equal(0, session.Statistics.FramesUnconfirmed);
        }
    }

    [Fact]
    public async Task Closing_while_frames_stream_in_delivers_what_was_sent()
    {
        await using var simulator = GatewaySimulator.Start(new() { Traffic = new LogPlayback(Numbered(0, 1000), speed: 0, loop: true) });
        using var recording = simulator.Capture();
        var session = await ConnectAsync(simulator);
        using var subscription = session.Subscribe();
        await subscription.ReadAsync(20_000);
        var sends = Numbered(0, 500).Select(frame => session.SendAsync(frame, Ending).AsTask()).ToArray();
        await session.CloseAsync(Ending);
        await Task.WhenAll(sends);
        Assert.Equal(Enumerable.Range(0, 500), NumbersOf(await recording.WaitForAsync(500, Ending)));
    }

    [Fact]
    public async Task Sending_goes_on_while_more_frames_come_in_than_can_be_read()
    {
        // Where there is always something to receive, receiving must not keep sending from its turn.
        await using var simulator = GatewaySimulator.Start(new() { Traffic = new LogPlayback(Numbered(0, 1000), speed: 0, loop: true) });
        using var recording = simulator.Capture();
        await using var session = await CanSession.ConnectAsync(To(simulator), Ending);
        await session.SendAsync(Numbered(7), Ending);
        Assert.Equal([7], NumbersOf(await recording.WaitForAsync(1, Ending)));
    }

    [Fact]
    public async Task A_frame_that_the_wire_cannot_carry_is_refused_and_nothing_is_sent()
    {
        await using var simulator = GatewaySimulator.Start();
        using var recording = simulator.Capture();
        await using var session = await ConnectAsync(simulator);
        var bad = new CanFrame(2, new byte[12], FrameFlags.Fd);
        await Assert.ThrowsAsync<ArgumentException>(async () => await session.SendAsync(bad, Ending));
        await Assert.ThrowsAsync<ArgumentException>(async () => await session.SendAsync(new[] { Numbered(1), bad }, cancellationToken: Ending));
        await Assert.ThrowsAsync<ArgumentException>(async () => await session.SendAsync(Numbered(0, 113), atomic: true, Ending));
        await session.SendAsync(Numbered(9), Ending);
        Assert.Equal([9], NumbersOf(await recording.WaitForAsync(1, Ending)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(70_000)]
    public void A_port_out_of_range_is_refused_with_the_limits(int port)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => CanSession.Open(To(port)));
        Assert.Contains($"{port}", error.Message);
        Assert.Contains("1 to 65535", error.Message);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        var good = To(20_001);
        SessionOptions[] bad =
        [
            good with { HostName = " " },
            good with { ConnectTimeout = TimeSpan.Zero },
            good with { ConnectTimeout = TimeSpan.FromDays(60) },
            good with { ReconnectDelay = TimeSpan.Zero },
            good with { ReconnectDelay = TimeSpan.FromMilliseconds(49) },
            good with { ReconnectDelay = TimeSpan.FromDays(60), ReconnectDelayMax = TimeSpan.FromDays(60) },
            good with { ReconnectDelayMax = TimeSpan.MaxValue },
            good with { ReconnectDelayMax = TimeSpan.FromMilliseconds(1) },
            good with { StableAfter = TimeSpan.FromSeconds(-1) },
            good with { StableAfter = TimeSpan.MaxValue },
            good with { IdleTimeout = TimeSpan.Zero },
            good with { IdleTimeout = TimeSpan.FromMilliseconds(49) },
            good with { IdleTimeout = TimeSpan.MaxValue },
            good with { MaxSendAge = TimeSpan.Zero },
            good with { MaxSendAge = TimeSpan.MaxValue },
            good with { TimeProvider = null! },
            good with { WhenSendBufferFull = (SendBufferPolicy)7 },
            good with { SendBuffer = 0 },
            good with { MaxFrameRate = 0 },
            good with { MaxFrameRate = double.NaN },
            good with { MaxFrameRate = double.PositiveInfinity },
            good with { MaxFrameRate = double.Epsilon },
        ];
        Assert.All(bad, options => Assert.ThrowsAny<ArgumentException>(() => CanSession.Open(options)));
    }

    [Fact]
    public async Task A_time_without_end_is_taken_where_it_makes_sense()
    {
        var endless = Timeout.InfiniteTimeSpan;
        await using var simulator = GatewaySimulator.Start();
        await using var session = await ConnectAsync(
            simulator, options => options with { ConnectTimeout = endless, IdleTimeout = endless, MaxSendAge = endless });
        Assert.Null(session.Options.IdleTimeout);
        Assert.Null(session.Options.MaxSendAge);
        Assert.Throws<ArgumentOutOfRangeException>(() => CanSession.Open(To(20_001) with { ReconnectDelay = endless }));
    }

    [Fact]
    public async Task A_handler_that_throws_does_not_end_the_session()
    {
        await using var simulator = GatewaySimulator.Start();
        await using var session = await ConnectAsync(simulator);
        session.StateChanged += (_, _) => throw new InvalidOperationException("mine");
        session.EventHappened += (_, _) => throw new InvalidOperationException("mine");
        using var subscription = session.Subscribe(new() { Available = () => throw new InvalidOperationException("mine") });
        simulator.Send(Numbered(1));
        Assert.Equal([1], NumbersOf(await subscription.ReadAsync(1)));
        simulator.DisconnectClients();
        await simulator.ServesAsync(2);
        simulator.Send(Numbered(2));
        Assert.Equal([2], NumbersOf(await subscription.ReadAsync(1)));
        await session.CloseAsync(Ending);
        Assert.Empty(await subscription.ReadToEndAsync());
    }
}
