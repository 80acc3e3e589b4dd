using Caneth.Flow;
using Caneth.Links;
using Caneth.Sessions;
using Caneth.Simulation;
using Microsoft.Extensions.Time.Testing;
using static Caneth.Tests.Sessions.TestSession;

namespace Caneth.Tests.Sessions;

/// <summary>How old frames become until they leave: what is too old is never sent, and all of it is accounted for. Time is injected.</summary>
public sealed class SendAgeTests : IAsyncDisposable
{
    private const int FramesPerWrite = 112;
    private static readonly TimeSpan TwoSeconds = TimeSpan.FromSeconds(2);

    private readonly FakeTimeProvider time = new();
    private readonly GatewaySimulator simulator = GatewaySimulator.Start();
    private readonly BusCapture recording;

    public SendAgeTests() => recording = simulator.Capture();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Frames_that_nobody_waits_for_are_not_sent_after_their_time()
    {
        await using var session = await OpenAsync();
        await LoseLinkAsync(session);
        var sender = session.CreateSender(new() { MaxAge = TwoSeconds });
        for (var number = 0; number < 500; number++)
        {
            await sender.PostAsync(Numbered(number), Ending);
        }

        sender.Detach();
        Assert.Equal(500, session.FramesPending);
        time.Advance(TwoSeconds);
        var told = await session.HappensAsync(SessionEventKind.FramesWithdrawn);
        Assert.Equal((EventLevel.Warning, 500), (told.Level, told.Frames.Count));
        Assert.Equal("500 frames that waited to be sent were taken back, and will not be sent later: their time was over.", told.Message);
        Assert.Equal((0, 500L), (session.FramesPending, session.Statistics.FramesWithdrawn));

        await ComeBackAsync(session);
        await session.SendAsync(Numbered(1000), Ending);
        Assert.Equal([1000], NumbersOf(await recording.WaitForAsync(1, Ending)));
        Assert.Equal(1, session.FramesSent);
    }

    [Fact]
    public async Task Each_frame_has_a_time_of_its_own()
    {
        await using var session = await OpenAsync();
        await LoseLinkAsync(session);
        for (var number = 1; number <= 5; number++)
        {
            await session.CreateSender(new() { MaxAge = TimeSpan.FromSeconds(number) }).PostAsync(Numbered(number), Ending);
        }

        var batch = session.SendAsync(Numbered(10, 5), atomic: true, Ending).AsTask();
        time.Advance(TimeSpan.FromSeconds(3));
        await session.HappensAsync(SessionEventKind.FramesWithdrawn);
        Assert.Equal(3, session.Statistics.FramesWithdrawn);
        simulator.Resume();
        await Waiting.AdvanceUntil(time, TimeSpan.FromMilliseconds(10), () => session.State == CanSessionState.Connected);
        await batch;
        Assert.Equal([4, 5, 10, 11, 12, 13, 14], NumbersOf(await recording.WaitForAsync(7, Ending)));
    }

    [Fact]
    public async Task The_greatest_age_of_a_device_holds_for_whatever_waits()
    {
        await using var session = await OpenAsync(options => options with { MaxSendAge = TwoSeconds, SendBuffer = 50 });
        await LoseLinkAsync(session);
        var single = session.SendAsync(Numbered(1), Ending).AsTask();
        var many = session.SendAsync(Numbered(2, 200), cancellationToken: Ending).AsTask();
        var batch = session.SendAsync(Numbered(300, 20), atomic: true, Ending).AsTask();
        var longer = session.SendAsync(Numbered(400), TimeSpan.FromSeconds(60), Ending).AsTask();
        var sender = session.CreateSender(new() { StallTimeout = TimeSpan.FromSeconds(60) });
        var posted = sender.PostAsync(Numbered(500), Ending);
        time.Advance(TwoSeconds);
        foreach (var send in (Task[])[single, many, batch, longer, posted])
        {
            var error = await Assert.ThrowsAsync<CanSessionException>(() => send);
            Assert.Equal(SessionError.SendTimeout, error.Error);
            Assert.Contains("at most 2 s", error.Message);
        }

        Assert.Equal(0, session.FramesPending);
        await ComeBackAsync(session);
        await session.SendAsync(Numbered(1000), Ending);
        Assert.Equal([1000], NumbersOf(await recording.WaitForAsync(1, Ending)));
    }

    [Fact]
    public async Task A_pipeline_at_the_gateways_pace_is_not_late_while_frames_leave()
    {
        await using var session = await OpenAsync(options => options with { MaxFrameRate = 10 });
        var sender = session.CreateSender(new() { StallTimeout = TimeSpan.FromSeconds(1) });
        for (var number = 0; number < 50; number++)
        {
            await sender.PostAsync(Numbered(number), Ending);
        }

        var flushed = sender.FlushAsync(Ending);
        await Waiting.AdvanceUntil(time, TimeSpan.FromMilliseconds(50), () => flushed.IsCompleted);
        await flushed;
        Assert.Equal((50L, 0L, 50L), (session.FramesSent, session.Statistics.FramesWithdrawn, sender.FramesPosted));
    }

    [Fact]
    public async Task A_pipeline_is_late_when_no_frame_has_left_for_its_time_and_all_of_it_is_accounted_for()
    {
        await using var session = await OpenAsync();
        var sender = session.CreateSender(new() { StallTimeout = TwoSeconds });
        for (var number = 0; number < 10; number++)
        {
            await sender.PostAsync(Numbered(number), Ending);
        }

        await sender.FlushAsync(Ending);
        await LoseLinkAsync(session);
        for (var number = 10; number < 40; number++)
        {
            await sender.PostAsync(Numbered(number), Ending);
            time.Advance(TimeSpan.FromMilliseconds(10));
        }

        var flushed = sender.FlushAsync(Ending);
        time.Advance(TwoSeconds);
        Assert.Equal(SessionError.SendTimeout, (await Assert.ThrowsAsync<CanSessionException>(() => flushed)).Error);
        await sender.WithdrawAsync();
        Assert.Equal((40L, 30L, 30L), (sender.FramesPosted, sender.FramesNotSent, session.Statistics.FramesWithdrawn));
        await ComeBackAsync(session);
        await session.CloseAsync(Ending);
        Assert.Equal(10, simulator.Statistics.FramesReceived);
    }

    [Fact]
    public async Task What_a_gateway_never_acknowledged_is_not_sent_again_after_its_time()
    {
        using var gateway = new ScriptedGateway(receiveBuffer: 4096);
        await using var session = CanSession.Open(To(gateway.Port) with { TimeProvider = time, MaxSendAge = TimeSpan.FromSeconds(10) });
        using var socket = await gateway.AcceptAsync();
        var sending = session.SendAsync(Numbered(0, 20_000), cancellationToken: Ending).AsTask();
        await session.SendsStandStillAsync();
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(SessionError.SendTimeout, (await Assert.ThrowsAsync<CanSessionException>(() => sending)).Error);
        ScriptedGateway.Reset(socket);

        var told = await session.HappensAsync(SessionEventKind.FramesUnconfirmed);
        var written = session.FramesSent;
        Assert.Contains("their time is over", told.Message);
        await Waiting.AdvanceUntil(time, TimeSpan.FromMilliseconds(20), () => session.State == CanSessionState.Connected);
        using var next = await gateway.AcceptAsync();
        await session.SendAsync(Numbered(99_999), Ending);
        Assert.Equal(Bytes(99_999, 1), await ScriptedGateway.ReadAsync(next, 13));
        var counted = session.Statistics;
        Assert.Equal((written + 1, 0L, told.Frames.Count), (counted.FramesSent, counted.FramesResent, (int)counted.FramesUnconfirmed));
    }

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(2, false)]
    public void A_frame_that_was_not_acknowledged_is_sent_again_only_within_its_time(double seconds, bool again)
    {
        using var queue = NewQueue(out var counters);
        var history = Write(queue, new(Numbered(1), new(TwoSeconds)));
        time.Advance(TimeSpan.FromSeconds(seconds));
        var (sentAgain, givenUp) = queue.ConnectionEnded(history, sendAgain: true);
        Assert.Equal(again ? (1, 0, 1) : (0, 1, 0), (sentAgain.Count, givenUp.Count, queue.FramesPending));

        // What waits to be sent again goes on growing old.
        time.Advance(TwoSeconds);
        Assert.Equal((0, again ? 1 : 0), (queue.FramesPending, counters[SessionCounter.FramesWithdrawn]));
    }

    // A part of a message that comes when its receiver has given up does harm.
    [Theory]
    [InlineData(null)]
    [InlineData(2.0)]
    public void A_frame_that_its_sender_wants_sent_at_most_once_is_not_sent_again(double? seconds)
    {
        using var queue = NewQueue(out _);
        var limits = new SendLimits(maxAge: null, seconds is { } time ? TimeSpan.FromSeconds(time) : null, atMostOnce: true);
        var (again, givenUp) = queue.ConnectionEnded(Write(queue, new(Numbered(1), limits)), sendAgain: true);
        Assert.Equal((0, 1, 0), (again.Count, givenUp.Count, queue.FramesPending));

        // What has not left waits for the next connection.
        queue.EnqueueAsync(new(Numbered(2), limits));
        queue.ConnectionEnded(new(() => 0, this.time), sendAgain: true);
        Assert.Equal(1, queue.FramesPending);
    }

    [Fact]
    public void A_request_that_was_given_up_is_not_sent_again()
    {
        using var queue = NewQueue(out _);
        var limits = new SendLimits(maxAge: null);
        var history = Write(queue, new(Numbered(1), limits));
        limits.Revoke();
        queue.TakeBackExpired();
        var (again, givenUp) = queue.ConnectionEnded(history, sendAgain: true);
        Assert.Equal((0, 1), (again.Count, givenUp.Count));
        Assert.Equal(0, queue.FramesPending);

        limits = new(maxAge: null);
        queue.ConnectionEnded(Write(queue, new(Numbered(2), limits)), sendAgain: true);
        Assert.Equal(1, queue.FramesPending);
        limits.Revoke();
        queue.TakeBackExpired();
        Assert.Equal(0, queue.FramesPending);
    }

    [Fact]
    public async Task A_request_whose_reply_nobody_waits_for_any_more_is_never_sent_later()
    {
        await using var session = await OpenAsync();
        await LoseLinkAsync(session);
        using var cancellation = new CancellationTokenSource();
        var request = session.RequestAsync(Numbered(1), FrameFilter.ForId(0x321), cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await ComeBackAsync(session);
        await session.CloseAsync(Ending);
        Assert.Equal(0, simulator.Statistics.FramesReceived);
    }

    [Fact]
    public void No_frame_begins_to_leave_after_its_time_and_the_account_is_closed() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[1, 40], Gen.Int[0, 400]).Array[1, 150].Sample(steps =>
        {
            // The timers are of no help here: what is prepared must be right at any moment.
            var clock = new FakeTimeProvider();
            var counters = new Tally<SessionCounter>();
            using var queue = new SendQueue(
                "bench", FramesPerWrite, new() { SendBuffer = 1_000_000, TimeProvider = new TimerlessTime(clock) }, counters);
            var deadlines = new List<TimeSpan>();
            var buffer = new CanFrame[FramesPerWrite];
            var torn = 0;
            var history = new UnconfirmedFrames(() => 0, clock);
            var start = clock.GetTimestamp();
            long again = 0;
            foreach (var (kind, count, more) in steps)
            {
                var now = clock.GetElapsedTime(start);
                switch (kind)
                {
                    case 0 or 1:
                        var age = TimeSpan.FromMilliseconds(more + 1);
                        var frames = Numbered(deadlines.Count, count);
                        deadlines.AddRange(Enumerable.Repeat(kind == 0 ? now + age : TimeSpan.MaxValue, count));
                        _ = queue.EnqueueAsync(new(frames, atomic: false, kind == 0 ? new(age) : null));
                        break;
                    case 2 or 3:
                        var prepared = queue.Prepare(buffer, count);
                        for (var at = torn; at < prepared; at++)
                        {
                            Assert.True(now < deadlines[NumberOf(buffer[at])], $"{buffer[at]} leaves too late.");
                        }

                        var taken = kind == 2 ? prepared : Math.Min(prepared, more / 13);
                        torn = taken < prepared && more % 13 > 0 && kind == 3 ? 1 : 0;
                        history.Append(buffer.AsSpan(0, taken));
                        queue.Taken(new(taken, 0, torn > 0), history);
                        break;
                    case 4:
                        clock.Advance(TimeSpan.FromMilliseconds(more));
                        break;
                    default:
                        again += queue.ConnectionEnded(history, sendAgain: true).Again.Count;
                        torn = 0;
                        history = new(() => 0, clock);
                        break;
                }
            }

            Assert.Equal(deadlines.Count,
                counters[SessionCounter.FramesSent] - again + counters[SessionCounter.FramesWithdrawn] + queue.FramesPending);
        }, iter: 300);

    public async ValueTask DisposeAsync()
    {
        recording.Dispose();
        await simulator.DisposeAsync();
    }

    private SendQueue NewQueue(out Tally<SessionCounter> counters)
    {
        counters = new();
        return new("bench", FramesPerWrite, new() { SendBuffer = 100, TimeProvider = time }, counters);
    }

    private UnconfirmedFrames Write(SendQueue queue, PendingSend send)
    {
        var history = new UnconfirmedFrames(() => 0, time);
        _ = queue.EnqueueAsync(send);
        var frames = new CanFrame[FramesPerWrite];
        var count = queue.Prepare(frames, FramesPerWrite);
        history.Append(frames.AsSpan(0, count));
        queue.Taken(new LinkWrite(count, 0), history);
        return history;
    }

    private async Task<CanSession> OpenAsync(Func<SessionOptions, SessionOptions>? change = null)
    {
        var options = To(simulator) with { TimeProvider = time };
        var session = CanSession.Open(change is null ? options : change(options));
        await session.BecomesAsync(CanSessionState.Connected);
        await simulator.ServesAsync(1);
        return session;
    }

    private async Task LoseLinkAsync(CanSession session)
    {
        simulator.StopListening();
        simulator.DisconnectClients();
        await session.HappensAsync(SessionEventKind.Retry);
    }

    private async Task ComeBackAsync(CanSession session)
    {
        simulator.Resume();
        await Waiting.AdvanceUntil(time, TimeSpan.FromMilliseconds(50), () => session.State == CanSessionState.Connected);
    }

    /// <summary>A clock whose timers never come.</summary>
    private sealed class TimerlessTime(TimeProvider clock) : TimeProvider
    {
        public override long TimestampFrequency => clock.TimestampFrequency;

        public override long GetTimestamp() => clock.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new NoTimer();

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
