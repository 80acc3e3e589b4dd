using Caneth.Links.Memory;
using Caneth.Sessions;
using Caneth.Tests.Links;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Sessions;

/// <summary>Waits and requests with a time limit: whichever way they end, they leave nothing behind.</summary>
public sealed class TimeoutTests : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly MemoryBus bus = new();
    private readonly FakeTimeProvider time = new();
    private CanSession session = null!;
    private CanSession peer = null!;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_frame_that_does_not_come_in_time_is_told_with_the_filter_and_the_time()
    {
        await ConnectAsync();
        var waiting = session.WaitForFrameAsync(FrameFilter.ForId(0x123), Second, Ending);
        peer.Post(new CanFrame(0x124));
        time.Advance(Second - TimeSpan.FromMilliseconds(1));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        var error = await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        Assert.Equal("No frame matching 0x123 came from 'bench' within 1 s.", error.Message);
        Assert.Null(error.InnerException);
    }

    [Fact]
    public async Task A_frame_that_comes_in_time_is_given_and_those_after_it_are_no_loss()
    {
        await ConnectAsync();
        var waiting = session.WaitForFrameAsync(FrameFilter.ForId(0x100), Second, Ending);
        peer.Post(Numbered(7, 1000));
        Assert.Equal(7, NumberOf(await waiting));
        await Waiting.Until(() => session.FramesReceived == 1000);
        Assert.Equal(0, session.FramesDropped);
        Assert.Equal(0, Readers);
    }

    [Fact]
    public async Task A_request_without_a_reply_is_told_and_is_not_sent_again()
    {
        await ConnectAsync();
        var waiting = session.RequestAsync(new(0x7DF, [1]), FrameFilter.ForId(0x7E8), Second, Ending);
        await Waiting.Until(() => session.FramesSent == 1);
        time.Advance(Second);
        var error = await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        Assert.Equal("No reply matching 0x7E8 came from 'bench' within 1 s after 7DF#01.", error.Message);
    }

    [Fact]
    public async Task A_request_that_could_not_be_sent_in_time_says_why_and_is_never_sent()
    {
        await ConnectAsync();
        bus.Interrupt();
        await session.HappensAsync(SessionEventKind.Lost);
        var waiting = session.RequestAsync(new(0x7DF, [1]), FrameFilter.ForId(0x7E8), Second, Ending);
        time.Advance(Second);
        var error = await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        Assert.Equal("The request 7DF#01 was not sent to 'bench' within 1 s, and will not be sent later.", error.Message);
        Assert.NotNull(Assert.IsType<CanSessionException>(error.InnerException));
        Assert.Equal((0, 1L), (session.FramesPending, session.Statistics.FramesWithdrawn));
    }

    [Fact]
    public async Task A_caller_who_cancels_gets_its_own_token_and_no_timeout()
    {
        await ConnectAsync();
        using var cancellation = new CancellationTokenSource();
        Task[] waits =
        [
            session.WaitForFrameAsync(FrameFilter.All, cancellation.Token),
            session.WaitForFrameAsync(FrameFilter.All, Second, cancellation.Token),
            session.RequestAsync(new(1), FrameFilter.All, cancellation.Token),
            session.RequestAsync(new(1), FrameFilter.All, Second, cancellation.Token),
        ];
        await cancellation.CancelAsync();
        waits = [.. waits, session.WaitForFrameAsync(FrameFilter.All, Second, cancellation.Token), session.RequestAsync(new(1), FrameFilter.All, Second, cancellation.Token)];
        foreach (var wait in waits)
        {
            Assert.Equal(cancellation.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait)).CancellationToken);
        }

        Assert.Equal(0, Readers);
    }

    [Fact]
    public async Task Two_hundred_waits_that_end_in_vain_leave_no_subscription()
    {
        await ConnectAsync();
        for (var round = 0; round < 200; round++)
        {
            using var cancellation = new CancellationTokenSource();
            var late = session.WaitForFrameAsync(FrameFilter.All, TimeSpan.FromMilliseconds(1), Ending);
            var cancelled = session.WaitForFrameAsync(FrameFilter.All, cancellation.Token);
            time.Advance(TimeSpan.FromMilliseconds(1));
            await cancellation.CancelAsync();
            await Assert.ThrowsAsync<TimeoutException>(() => late);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        }

        Assert.Equal(0, Readers);
    }

    [Fact]
    public async Task A_time_out_of_range_is_refused_where_it_is_given_and_endless_is_a_time()
    {
        await ConnectAsync();
        foreach (var bad in (TimeSpan[])[TimeSpan.FromSeconds(-1), TimeSpan.MaxValue])
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => session.WaitForFrameAsync(FrameFilter.All, bad, Ending));
            await Assert.ThrowsAnyAsync<ArgumentException>(() => session.RequestAsync(new(1), FrameFilter.All, bad, Ending));
        }

        var endless = session.WaitForFrameAsync(FrameFilter.All, Timeout.InfiniteTimeSpan, Ending);
        peer.Post(Numbered(1));
        Assert.Equal(1, NumberOf(await endless));
        await Assert.ThrowsAsync<TimeoutException>(() => session.WaitForFrameAsync(FrameFilter.All, TimeSpan.Zero, Ending));
    }

    [Fact]
    public async Task A_condition_that_fails_is_the_waiters_own_failure()
    {
        await ConnectAsync();
        var waiting = session.WaitForFrameAsync(FrameFilter.All.Where((in _) => throw new FormatException("mine")), Ending);
        peer.Post(Numbered(1));
        Assert.Equal("mine", (await Assert.ThrowsAsync<FormatException>(() => waiting)).Message);
        Assert.Equal(CanSessionState.Connected, session.State);
    }

    public async ValueTask DisposeAsync()
    {
        bus.Resume();
        foreach (var one in (CanSession?[])[session, peer])
        {
            // By a clock that stands still it would wait forever.
            using var now = new CancellationTokenSource(0);
            await (one?.CloseAsync(now.Token) ?? Task.CompletedTask);
        }
    }

    private int Readers => session.ReaderCount;

    private async Task ConnectAsync()
    {
        peer = await bus.ConnectAsync("peer");
        session = await CanSession.ConnectAsync(new SessionOptions { Connector = bus.CreateConnector, Name = "bench", TimeProvider = time }, Ending);
    }
}
