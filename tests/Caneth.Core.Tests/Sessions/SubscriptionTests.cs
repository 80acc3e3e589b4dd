using Caneth.Links.Memory;
using Caneth.Sessions;
using Caneth.Simulation;
using Caneth.Tests.Links;
using static Caneth.Tests.Sessions.TestSession;

namespace Caneth.Tests.Sessions;

/// <summary>Readers: each sees every frame, or exactly how many it missed.</summary>
public class SubscriptionTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_slow_reader_sees_its_loss_and_a_fast_one_loses_nothing()
    {
        var bus = new MemoryBus();
        await using var peer = await bus.ConnectAsync("peer");
        await using var session = await bus.ConnectAsync("bench");
        using var slow = session.Subscribe(new() { Capacity = 100, Reader = "The slow one" });
        using var fast = session.Subscribe();
        await peer.SendAsync(Numbered(0, 5000), cancellationToken: Ending);
        Assert.Equal(Enumerable.Range(0, 5000), NumbersOf(await fast.ReadAsync(5000)));
        Assert.Equal((4900, 4900), (slow.FramesDropped, session.FramesDropped));
        Assert.Equal(0, fast.FramesDropped);

        // The oldest are kept, in order and without a gap between them.
        Assert.Equal(Enumerable.Range(0, 100), NumbersOf(await slow.ReadAsync(100)));
        var told = await session.HappensAsync(SessionEventKind.FramesDropped);
        Assert.Equal(EventLevel.Warning, told.Level);
        Assert.Contains("The slow one", told.Message);
        Assert.Contains("4,900", told.Message);

        peer.Post(Numbered(5000));
        Assert.Equal([5000], NumbersOf(await slow.ReadAsync(1)));
        Assert.Equal(4900, slow.FramesDropped);
        Assert.Single(session.EventsAfter(), happened => happened.Kind == SessionEventKind.FramesDropped);
    }

    [Fact]
    public async Task Only_frames_that_the_reader_wanted_count_as_lost()
    {
        var bus = new MemoryBus();
        await using var peer = await bus.ConnectAsync("peer");
        await using var session = await bus.ConnectAsync("bench");
        using var slow = session.Subscribe(new() { Capacity = 1, Filter = FrameFilter.ForId(0x200) });
        using var all = session.Subscribe();
        peer.Post([new(0x200), .. Numbered(0, 10), new(0x200), .. Numbered(0, 10), new(0x200)]);
        await all.ReadAsync(23);
        Assert.Equal(2, slow.FramesDropped);
    }

    [Fact]
    public async Task A_lossless_reader_holds_the_sender_back_and_gets_all()
    {
        const int Count = 60_000;
        var bus = new MemoryBus();
        await using var peer = await bus.ConnectAsync("peer");
        await using var session = await bus.ConnectAsync("bench");
        using var reader = session.Subscribe(new() { Capacity = 64, Lossless = true });
        var sending = peer.SendAsync(Numbered(0, Count), cancellationToken: Ending).AsTask();
        var received = await reader.ReadAsync(Count);
        await sending;
        Assert.Equal(Enumerable.Range(0, Count), NumbersOf(received));
        Assert.Equal((0, 0), (reader.FramesDropped, session.FramesDropped));
    }

    [Fact]
    public async Task Two_lossless_readers_of_different_speed_both_get_all()
    {
        const int Count = 5000;
        var bus = new MemoryBus();
        await using var peer = await bus.ConnectAsync("peer");
        await using var session = await bus.ConnectAsync("bench");
        using var narrow = session.Subscribe(new() { Capacity = 3, Lossless = true });
        using var wide = session.Subscribe(new() { Capacity = 700, Lossless = true, Filter = FrameFilter.ForId(0x100) });
        using var lossy = session.Subscribe();
        var sending = peer.SendAsync(Numbered(0, Count), cancellationToken: Ending).AsTask();
        var both = await Task.WhenAll(Task.Run(() => narrow.ReadAsync(Count)), Task.Run(() => wide.ReadAsync(Count)));
        await sending;
        Assert.All(both, frames => Assert.Equal(Enumerable.Range(0, Count), NumbersOf(frames)));
        Assert.Equal(Enumerable.Range(0, Count), NumbersOf(await lossy.ReadAsync(Count)));
    }

    [Fact]
    public async Task A_full_lossless_reader_holds_nobody_up_for_frames_that_it_does_not_want()
    {
        var bus = new MemoryBus();
        await using var peer = await bus.ConnectAsync("peer");
        await using var session = await bus.ConnectAsync("bench");
        using var full = session.Subscribe(new() { Capacity = 2, Lossless = true, Filter = FrameFilter.ForId(0x200) });
        using var every = session.Subscribe();
        peer.Post([new(0x200), new(0x200), .. Numbered(0, 5000)]);
        Assert.Equal(5002, (await every.ReadAsync(5002)).Length);
        Assert.Equal(2, (await full.ReadAsync(2)).Length);
    }

    [Fact]
    public async Task Closing_under_a_full_lossless_reader_ends_soon_and_every_frame_received_is_accounted_for()
    {
        await using var simulator = GatewaySimulator.Start();
        var session = await ConnectAsync(simulator);
        using var reader = session.Subscribe(new() { Capacity = 10, Lossless = true });
        simulator.Send(Numbered(0, 2000));
        await Waiting.Until(() => session.FramesReceived > 10);
        await session.CloseAsync(Ending);

        var read = await reader.ReadToEndAsync();
        Assert.Equal(Enumerable.Range(0, 10), NumbersOf(read));
        var counted = session.Statistics;
        Assert.Equal(counted.FramesReceived, 10 + counted.FramesDropped);
        Assert.Equal(counted.BytesReceived, counted.FramesReceived * 13 + counted.BytesSkipped);
        Assert.Contains(session.EventsAfter(), happened => happened.Kind == SessionEventKind.FramesDropped);
    }

    [Fact]
    public async Task A_reader_that_goes_away_lets_the_others_go_on()
    {
        var bus = new MemoryBus();
        await using var peer = await bus.ConnectAsync("peer");
        await using var session = await bus.ConnectAsync("bench");
        var gone = session.Subscribe(new() { Capacity = 1, Lossless = true });
        using var other = session.Subscribe();
        peer.Post(Numbered(0, 3000));
        await other.ReadAsync(1);
        gone.Dispose();
        gone.Dispose();
        peer.Post(Numbered(3000));
        await Waiting.Until(() => session.FramesReceived == 3001);
        Assert.True(gone.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task What_came_before_the_end_can_still_be_taken()
    {
        var bus = new MemoryBus();
        await using var peer = await bus.ConnectAsync("peer");
        await using var session = await bus.ConnectAsync("bench");
        using var reader = session.Subscribe();
        peer.Post(Numbered(0, 5));
        await Waiting.Until(() => session.FramesReceived == 5);
        await session.CloseAsync(Ending);
        Assert.True(reader.Completion.IsCompletedSuccessfully);
        Assert.Equal(Enumerable.Range(0, 5), NumbersOf(reader.Take().ToArray()));
        Assert.True(reader.Take().IsEmpty);
        Assert.False(await reader.WaitToReadAsync(Ending));
        using var late = session.Subscribe();
        Assert.False(await late.WaitToReadAsync(Ending));
    }

    [Fact]
    public async Task Giving_up_a_wait_loses_nothing_however_often()
    {
        const int Count = 3000;
        var bus = new MemoryBus();
        await using var peer = await bus.ConnectAsync("peer");
        await using var session = await bus.ConnectAsync("bench");
        using var reader = session.Subscribe();
        var sending = Task.Run(() =>
        {
            for (var number = 0; number < Count; number++)
            {
                peer.Post(Numbered(number));
            }
        }, Ending);

        var received = new List<CanFrame>();
        while (received.Count < Count)
        {
            using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Ending);
            var cancelling = Task.Run(cancellation.Cancel, Ending);
            try
            {
                await reader.WaitToReadAsync(cancellation.Token);
                received.AddRange(reader.Take().Span);
            }
            catch (OperationCanceledException) when (!Ending.IsCancellationRequested)
            {
                // What the test is about: the next wait must not miss what came in between.
            }

            await cancelling;
        }

        await sending;
        Assert.Equal(Enumerable.Range(0, Count), NumbersOf(received));
    }

    [Fact]
    public async Task Two_waits_at_once_are_a_mistake_that_is_told()
    {
        var bus = new MemoryBus();
        await using var peer = await bus.ConnectAsync("peer");
        await using var session = await bus.ConnectAsync("bench");
        using var reader = session.Subscribe();
        var first = reader.WaitToReadAsync(Ending);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await reader.WaitToReadAsync(Ending));
        peer.Post(Numbered(1));
        Assert.True(await first);
    }

    [Fact]
    public async Task A_reader_whose_filter_fails_ends_alone()
    {
        // Nobody can make such a filter by its constructor.
        var broken = (FrameFilter)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(typeof(FrameFilter));
        var bus = new MemoryBus();
        await using var peer = await bus.ConnectAsync("peer");
        await using var session = await bus.ConnectAsync("bench");
        using var bad = session.Subscribe(new() { Filter = broken, Reader = "The bad one" });
        using var badAndLossless = session.Subscribe(new() { Filter = broken, Lossless = true });
        using var good = session.Subscribe();
        peer.Post(Numbered(0, 10));
        Assert.Equal(Enumerable.Range(0, 10), NumbersOf(await good.ReadAsync(10)));
        Assert.False(await bad.WaitToReadAsync(TestContext.Current.CancellationToken));
        Assert.IsType<NullReferenceException>(bad.Completion.Exception?.InnerException);
        Assert.True(badAndLossless.Completion.IsFaulted);
        Assert.Contains("The bad one", (await session.HappensAsync(SessionEventKind.ReaderFailed)).Message);
        Assert.Equal((CanSessionState.Connected, 0L), (session.State, session.Reconnects));
    }

    [Fact]
    public async Task Options_of_a_reader_are_checked_where_they_are_given()
    {
        var bus = new MemoryBus();
        await using var peer = await bus.ConnectAsync("peer");
        await using var session = await bus.ConnectAsync("bench");
        SubscriptionOptions[] bad = [new() { Filter = null! }, new() { Reader = null! }, new() { Capacity = 0 }, new() { Capacity = int.MaxValue }];
        Assert.All(bad, options => Assert.ThrowsAny<ArgumentException>(() => session.Subscribe(options)));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => session.WaitForFrameAsync(null!, TestContext.Current.CancellationToken));
        peer.Post(Numbered(1));
        await Waiting.Until(() => session.FramesReceived == 1);
    }

    [Fact]
    public async Task A_session_says_which_reader_holds_it_back()
    {
        var bus = new MemoryBus();
        await using var peer = await bus.ConnectAsync("peer");
        await using var session = await bus.ConnectAsync("bench");
        using var reader = session.Subscribe(new() { Capacity = 5, Lossless = true, Reader = "Receive-CanFrame" });
        Assert.Null(session.HeldBackBy);
        peer.Post(Numbered(0, 20));
        await Waiting.Until(() => session.HeldBackBy == "Receive-CanFrame");
        Assert.Equal(Enumerable.Range(0, 20), NumbersOf(await reader.ReadAsync(20)));
        await Waiting.Until(() => session.HeldBackBy is null);
    }
}
