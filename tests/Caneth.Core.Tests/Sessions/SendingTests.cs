using System.Diagnostics;
using Caneth.Sessions;
using Caneth.Simulation;
using static Caneth.Tests.Sessions.TestSession;

namespace Caneth.Tests.Sessions;

/// <summary>The send buffer: what waits, what is refused, what is taken back, and that it is never sent later.</summary>
public class SendingTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Atomic_batches_arrive_back_to_back_among_the_frames_of_others()
    {
        await using var simulator = GatewaySimulator.Start();
        using var recording = simulator.Capture();
        await using var session = await ConnectAsync(simulator);
        var others = Enumerable.Range(0, 2000).Select(number => session.SendAsync(new CanFrame(0x200), Ending).AsTask());
        var batches = Enumerable.Range(0, 50).Select(batch => session.SendAsync(Numbered(batch * 112, 112), atomic: true, Ending).AsTask());
        await Task.WhenAll(others.Zip(batches.Concat(Enumerable.Repeat(Task.CompletedTask, 1950)), (one, two) => Task.WhenAll(one, two)).ToArray());
        var received = await recording.WaitForAsync(2000 + 50 * 112, Ending);
        var first = Array.FindIndex(received, frame => frame.Id == 0x100);
        for (var batch = 0; batch < 50; batch++)
        {
            Assert.Equal(Enumerable.Range(batch * 112, 112), NumbersOf(received.AsSpan(first, 112).ToArray()));
            first = Array.FindIndex(received, first + 112, frame => frame.Id == 0x100);
        }
    }

    [Fact]
    public async Task Frames_that_wait_are_sent_in_order_when_the_link_comes_back()
    {
        await using var simulator = GatewaySimulator.Start();
        using var recording = simulator.Capture();
        await using var session = await ConnectAsync(simulator, options => options with { SendBuffer = 4 });
        await LoseLinkAsync(simulator, session);
        var single = Numbered(0, 10).Select(frame => session.SendAsync(frame, Ending).AsTask()).ToArray();
        var batch = session.SendAsync(Numbered(10, 100), atomic: true, Ending).AsTask();
        var many = session.SendAsync(Numbered(110, 300), cancellationToken: Ending).AsTask();
        Assert.Equal(4, session.FramesPending);
        Assert.All([.. single, batch, many], send => Assert.False(send.IsCompleted));
        simulator.Resume();
        await Task.WhenAll([.. single, batch, many]);
        Assert.Equal(Enumerable.Range(0, 410), NumbersOf(await recording.WaitForAsync(410, Ending)));
        Assert.Equal((0, 0L), (session.FramesPending, session.Statistics.FramesResent));
    }

    [Fact]
    public async Task A_full_buffer_can_be_an_error_at_once()
    {
        await using var simulator = GatewaySimulator.Start();
        using var recording = simulator.Capture();
        await using var session = await ConnectAsync(simulator, options =>
            options with { SendBuffer = 3, WhenSendBufferFull = SendBufferPolicy.Fail });
        await LoseLinkAsync(simulator, session);
        var kept = Numbered(0, 3).Select(frame => session.SendAsync(frame, Ending).AsTask()).ToArray();
        var error = await Assert.ThrowsAsync<CanSessionException>(async () => await session.SendAsync(Numbered(3), Ending));
        Assert.Equal(SessionError.SendBufferFull, error.Error);
        Assert.Contains("3 frames wait", error.Message);
        simulator.Resume();
        await Task.WhenAll(kept);
        await session.SendAsync(Numbered(4), Ending);
        Assert.Equal([0, 1, 2, 4], NumbersOf(await recording.WaitForAsync(4, Ending)));
    }

    [Fact]
    public async Task A_full_buffer_can_give_up_the_oldest_and_says_so_to_its_sender()
    {
        await using var simulator = GatewaySimulator.Start();
        using var recording = simulator.Capture();
        await using var session = await ConnectAsync(simulator, options =>
            options with { SendBuffer = 3, WhenSendBufferFull = SendBufferPolicy.DropOldest });
        await LoseLinkAsync(simulator, session);
        var sends = Numbered(0, 8).Select(frame => session.SendAsync(frame, Ending).AsTask()).ToArray();
        foreach (var given in sends[..5])
        {
            Assert.Equal(SessionError.SendDiscarded, (await Assert.ThrowsAsync<CanSessionException>(() => given)).Error);
        }

        simulator.Resume();
        await Task.WhenAll(sends[5..]);
        Assert.Equal([5, 6, 7], NumbersOf(await recording.WaitForAsync(3, Ending)));
        Assert.Equal(5, session.Statistics.FramesDiscarded);

        // The first at once, and the others together once there is room again.
        await session.HappensAsync(SessionEventKind.FramesDiscarded, times: 2);
        Assert.Equal(
            [
                "Warning: 1 frame was not sent: newer frames needed the room in the send buffer.",
                "Warning: 4 frames were not sent: newer frames needed the room in the send buffer.",
            ],
            session.EventsAfter().Where(happened => happened.Kind == SessionEventKind.FramesDiscarded)
                .Select(happened => $"{happened.Level}: {happened.Message}"));
    }

    [Fact]
    public async Task A_send_that_was_given_up_while_the_link_was_down_is_never_sent_later()
    {
        await using var simulator = GatewaySimulator.Start();
        using var recording = simulator.Capture();
        await using var session = await ConnectAsync(simulator, options => options with { SendBuffer = 3 });
        await LoseLinkAsync(simulator, session);
        using var cancellation = new CancellationTokenSource();
        var kept = session.SendAsync(Numbered(1), Ending).AsTask();
        var waitingInside = session.SendAsync(Numbered(2), cancellation.Token).AsTask();
        var waitingOutside = session.SendAsync(Numbered(100, 200), cancellationToken: cancellation.Token).AsTask();
        var batch = session.SendAsync(Numbered(300, 50), atomic: true, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        foreach (var given in (Task[])[waitingInside, waitingOutside, batch])
        {
            Assert.Equal(0, (await Assert.ThrowsAsync<SendCanceledException>(() => given)).FramesSent);
        }

        var late = session.SendAsync(Numbered(3), Ending).AsTask();
        simulator.Resume();
        await Task.WhenAll(kept, late);
        Assert.Equal([1, 3], NumbersOf(await recording.WaitForAsync(2, Ending)));
        await session.CloseAsync(Ending);
        Assert.Equal(2, simulator.Statistics.FramesReceived);
        Assert.Equal(0, session.FramesPending);
    }

    [Fact]
    public async Task A_sender_takes_back_what_has_not_left()
    {
        await using var simulator = GatewaySimulator.Start();
        using var recording = simulator.Capture();
        await using var session = await ConnectAsync(simulator);
        var sender = session.CreateSender();
        await sender.PostAsync(Numbered(0), Ending);
        await sender.FlushAsync(Ending);
        await LoseLinkAsync(simulator, session);
        for (var number = 1; number <= 5; number++)
        {
            await sender.PostAsync(Numbered(number), Ending);
        }

        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sender.FlushAsync(impatient.Token));
        Assert.Equal(5, await sender.WithdrawAsync());
        Assert.Equal(5, session.Statistics.FramesWithdrawn);
        simulator.Resume();
        await sender.PostAsync(Numbered(6), Ending);
        await sender.FlushAsync(Ending);
        Assert.Equal([0, 6], NumbersOf(await recording.WaitForAsync(2, Ending)));
    }

    [Fact]
    public async Task A_sender_hears_of_a_frame_that_was_given_up_when_it_posts_the_next()
    {
        await using var simulator = GatewaySimulator.Start();
        await using var session = await ConnectAsync(simulator);
        await LoseLinkAsync(simulator, session);
        var sender = session.CreateSender();
        await sender.PostAsync(Numbered(1), Ending);
        Assert.Equal(1, session.ClearSendBuffer());
        var error = await Assert.ThrowsAsync<CanSessionException>(async () => await sender.PostAsync(Numbered(2), Ending));
        Assert.Equal(SessionError.SendDiscarded, error.Error);
        await sender.PostAsync(Numbered(3), Ending);
        sender.Detach();
        Assert.Equal(1, session.FramesPending);
    }

    [Fact]
    public async Task What_was_given_up_is_told_once()
    {
        await using var simulator = GatewaySimulator.Start();
        await using var session = await ConnectAsync(simulator);
        await LoseLinkAsync(simulator, session);
        var sender = session.CreateSender();
        for (var number = 0; number < 10; number++)
        {
            await sender.PostAsync(Numbered(number), Ending);
        }

        session.ClearSendBuffer();
        Assert.Equal(SessionError.SendDiscarded, (await Assert.ThrowsAsync<CanSessionException>(() => sender.FlushAsync(Ending))).Error);
        await sender.FlushAsync(Ending);
        Assert.Equal((10L, 10L), (sender.FramesPosted, sender.FramesNotSent));
    }

    [Fact]
    public async Task What_a_sender_takes_back_is_counted_in_frames()
    {
        await using var simulator = GatewaySimulator.Start();
        await using var session = await ConnectAsync(simulator);
        await LoseLinkAsync(simulator, session);
        var sender = session.CreateSender();
        await sender.PostBatchAsync(Numbered(0, 100), Ending);
        await sender.PostAsync(Numbered(100), Ending);
        Assert.Equal(101, await sender.WithdrawAsync());
        Assert.Equal(101, session.Statistics.FramesWithdrawn);
        await sender.FlushAsync(Ending);
    }

    [Fact]
    public async Task A_post_that_waits_for_room_can_be_given_up()
    {
        await using var simulator = GatewaySimulator.Start();
        await using var session = await ConnectAsync(simulator, options => options with { SendBuffer = 1 });
        await LoseLinkAsync(simulator, session);
        var sender = session.CreateSender();
        using var cancellation = new CancellationTokenSource();
        await sender.PostAsync(Numbered(1), cancellation.Token);
        var waiting = sender.PostAsync(Numbered(2), cancellation.Token);
        Assert.False(waiting.IsCompleted);
        await cancellation.CancelAsync();
        Assert.Equal(cancellation.Token, (await Assert.ThrowsAsync<SendCanceledException>(() => waiting)).CancellationToken);
        await Assert.ThrowsAsync<SendCanceledException>(() => sender.PostAsync(Numbered(3), cancellation.Token));
        Assert.Equal((1, 1L), (session.FramesPending, session.Statistics.FramesWithdrawn));

        // It was told already, so nobody hears of it again.
        simulator.Resume();
        await sender.FlushAsync(Ending);
        Assert.Equal((2L, 1L), (sender.FramesPosted, sender.FramesNotSent));
    }

    [Fact]
    public async Task What_was_cancelled_before_is_never_sent_and_names_the_token()
    {
        await using var simulator = GatewaySimulator.Start();
        await using var session = await ConnectAsync(simulator);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        for (var round = 0; round < 100; round++)
        {
            Func<Task>[] sends =
            [
                () => session.SendAsync(Numbered(1), cancelled.Token).AsTask(),
                () => session.SendAsync(Numbered(1), TimeSpan.FromSeconds(1), cancelled.Token).AsTask(),
                () => session.SendAsync(Numbered(1, 3), cancellationToken: cancelled.Token).AsTask(),
                () => session.SendAsync(Numbered(1, 3), atomic: true, cancelled.Token).AsTask(),
                () => session.RequestAsync(Numbered(1), FrameFilter.All, cancelled.Token),
                () => session.RequestAsync(Numbered(1), FrameFilter.All, TimeSpan.FromSeconds(1), cancelled.Token),
                () => session.CreateSender().PostBatchAsync(Numbered(1, 3), cancelled.Token),
                () => session.CreateSender().PostAsync(Numbered(1), cancelled.Token),
            ];
            foreach (var send in sends)
            {
                var canceled = await Assert.ThrowsAsync<SendCanceledException>(send);
                Assert.Equal((cancelled.Token, 0), (canceled.CancellationToken, canceled.FramesSent));
            }
        }

        await session.CloseAsync(Ending);
        Assert.Equal(0, simulator.Statistics.FramesReceived);
    }

    [Fact]
    public async Task A_send_that_is_cancelled_names_the_callers_token()
    {
        await using var simulator = GatewaySimulator.Start();
        await using var session = await ConnectAsync(simulator);
        await LoseLinkAsync(simulator, session);
        using var cancellation = new CancellationTokenSource();
        Task[] sends = [session.SendAsync(Numbered(1), cancellation.Token).AsTask(), session.SendAsync(Numbered(1, 300), cancellationToken: cancellation.Token).AsTask()];
        await cancellation.CancelAsync();
        foreach (var send in sends)
        {
            Assert.Equal(cancellation.Token, (await Assert.ThrowsAsync<SendCanceledException>(() => send)).CancellationToken);
        }
    }

    [Fact]
    public async Task Clearing_the_buffer_gives_up_what_waits_and_says_how_many()
    {
        await using var simulator = GatewaySimulator.Start();
        using var recording = simulator.Capture();
        await using var session = await ConnectAsync(simulator, options => options with { SendBuffer = 100 });
        await LoseLinkAsync(simulator, session);
        var sends = session.SendAsync(Numbered(0, 250), cancellationToken: Ending).AsTask();
        var batch = session.SendAsync(Numbered(500, 20), atomic: true, Ending).AsTask();
        Assert.Equal(100 + 100 + 20, session.ClearSendBuffer());
        Assert.Equal(SessionError.SendDiscarded, (await Assert.ThrowsAsync<CanSessionException>(() => sends)).Error);
        var error = await Assert.ThrowsAsync<CanSessionException>(() => batch);
        Assert.Contains("20 frames", error.Message);
        Assert.Contains("cleared", error.Message);
        Assert.Equal(0, session.FramesPending);
        await session.FlushAsync(Ending);
        Assert.Contains("220", (await session.HappensAsync(SessionEventKind.FramesDiscarded)).Message);
        simulator.Resume();
        await session.SendAsync(Numbered(9), Ending);
        Assert.Equal([9], NumbersOf(await recording.WaitForAsync(1, Ending)));
    }

    [Fact]
    public async Task A_send_of_many_frames_ends_when_a_part_of_it_was_given_up()
    {
        await using var simulator = GatewaySimulator.Start();
        await using var session = await ConnectAsync(simulator);
        await LoseLinkAsync(simulator, session);
        for (var round = 0; round < 50; round++)
        {
            var sending = session.SendAsync(Numbered(0, 3000), cancellationToken: Ending).AsTask();
            await Waiting.Until(() => session.FramesPending > 0);
            session.ClearSendBuffer();
            await Assert.ThrowsAsync<CanSessionException>(() => sending);
            Assert.Equal(0, session.FramesPending);
        }
    }

    [Fact]
    public async Task Closing_gives_up_what_a_dead_link_keeps_and_every_sender_hears_of_it()
    {
        // Paced, so that the session ends in the middle of a send of many frames.
        await using var simulator = GatewaySimulator.Start();
        var session = await ConnectAsync(simulator, options => options with { MaxFrameRate = 1 });
        var sending = session.SendAsync(Numbered(0, 100), cancellationToken: Ending).AsTask();
        await Waiting.Until(() => session.FramesSent > 0);
        await LoseLinkAsync(simulator, session);
        await session.DisposeAsync();
        var error = await Assert.ThrowsAsync<CanSessionException>(() => sending);
        Assert.Equal(SessionError.SendDiscarded, error.Error);
        var counted = session.Statistics;
        Assert.Equal(100, counted.FramesSent - counted.FramesResent + counted.FramesDiscarded);
        Assert.Equal(0, counted.FramesPending);
    }

    [Fact]
    public async Task Disposing_while_the_link_is_down_does_not_wait_for_it()
    {
        await using var simulator = GatewaySimulator.Start();
        var session = await ConnectAsync(simulator);
        await LoseLinkAsync(simulator, session);
        var send = session.SendAsync(Numbered(1), Ending).AsTask();
        await session.DisposeAsync();
        Assert.Equal(SessionError.SendDiscarded, (await Assert.ThrowsAsync<CanSessionException>(() => send)).Error);
        Assert.Equal(1, session.Statistics.FramesDiscarded);
    }

    [Fact]
    public async Task Sends_keep_to_the_rate_that_was_asked_for()
    {
        await using var simulator = GatewaySimulator.Start();
        using var recording = simulator.Capture();
        await using var session = await ConnectAsync(simulator, options => options with { MaxFrameRate = 1000 });
        var clock = Stopwatch.StartNew();
        await session.SendAsync(Numbered(0, 500), cancellationToken: Ending);

        // At most 10 ms' worth may leave together after a pause.
        Assert.True(clock.Elapsed >= TimeSpan.FromSeconds((500 - 1 - 10) / 1000.0), $"500 frames left in {clock.Elapsed}.");
        Assert.Equal(Enumerable.Range(0, 500), NumbersOf(await recording.WaitForAsync(500, Ending)));
    }

    [Fact]
    public async Task Given_up_sends_and_others_in_a_hurry_keep_a_closed_account()
    {
        await using var simulator = GatewaySimulator.Start();
        await using var session = await ConnectAsync(simulator, options => options with { SendBuffer = 50 });
        long sent = 0, taken = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), Ending, async (worker, ending) =>
        {
            var random = new Random(worker);
            for (var round = 0; round < 300; round++)
            {
                var count = random.Next(1, 200);
                var atomic = count <= 112 && random.Next(2) == 0;
                using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(ending);
                var sending = session.SendAsync(Numbered(0, count), atomic, cancellation.Token);
                if (random.Next(2) == 0)
                {
                    await cancellation.CancelAsync();
                }

                try
                {
                    await sending;
                    Interlocked.Add(ref sent, count);
                }
                catch (SendCanceledException given)
                {
                    Assert.True(!atomic || given.FramesSent == 0, "A batch was torn.");
                    Interlocked.Add(ref sent, given.FramesSent);
                    Interlocked.Add(ref taken, count - given.FramesSent);
                }
            }
        });

        await session.CloseAsync(Ending);
        await simulator.IsEmptyAsync();
        Assert.Equal(sent, session.FramesSent);
        await Waiting.Until(() => simulator.Statistics.FramesReceived == sent);
        Assert.True(taken >= session.Statistics.FramesWithdrawn);
    }

    private static async Task LoseLinkAsync(GatewaySimulator simulator, CanSession session)
    {
        simulator.StopListening();
        simulator.DisconnectClients();
        await session.HappensAsync(SessionEventKind.Retry);
    }
}
