using Caneth;
using Caneth.Links.Memory;
using Caneth.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace Consumer.Tests;

/// <summary>Tests of a program that uses sessions: on a bus in this process, at a time that the test sets.</summary>
public sealed class SessionTests : IAsyncDisposable
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
    private readonly MemoryBus bus = new();
    private readonly List<CanSession> sessions = [];

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_frame_has_the_time_that_the_test_set()
    {
        var (sender, receiver) = (await ConnectAsync(), await ConnectAsync());
        using var reader = receiver.Subscribe();
        time.Advance(TimeSpan.FromMinutes(90));
        await sender.SendAsync(new CanFrame(0x123, [1]), Ending);
        Assert.True(await reader.WaitToReadAsync(Ending));
        Assert.Equal(time.GetUtcNow().UtcDateTime, reader.Take().Span[0].Timestamp.ToDateTime());
    }

    [Fact]
    public async Task An_answer_that_does_not_come_is_waited_for_as_long_as_the_test_says()
    {
        var session = await ConnectAsync();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10), time);
        var answer = session.RequestAsync(new CanFrame(0x7E0, [2, 1, 0x0C]), FrameFilter.ForId(0x7E8), timeout.Token);
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(answer.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer.WaitAsync(Ending));
    }

    [Fact]
    public async Task A_lost_connection_is_made_again_when_the_pause_is_over_and_not_before()
    {
        var session = await ConnectAsync();
        var connected = Next(session, CanSessionState.Connected);
        var lost = Next(session, CanSessionState.Reconnecting);
        bus.Interrupt();
        bus.Resume();
        await lost.WaitAsync(Ending);
        Assert.False(connected.IsCompleted);
        while (!connected.IsCompleted)
        {
            time.Advance(session.Options.ReconnectDelayMax);
            await Task.Delay(1, Ending);
        }

        Assert.Equal(1, session.Reconnects);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in sessions)
        {
            await session.DisposeAsync();
        }
    }

    private async Task<CanSession> ConnectAsync()
    {
        var session = await CanSession.ConnectAsync(new() { Connector = bus.CreateConnector, TimeProvider = time }, Ending);
        sessions.Add(session);
        return session;
    }

    private static Task Next(CanSession session, CanSessionState awaited)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        session.StateChanged += (_, state) =>
        {
            if (state == awaited)
            {
                reached.TrySetResult();
            }
        };
        return reached.Task;
    }
}
