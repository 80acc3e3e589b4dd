using Caneth.Links.Memory;
using Caneth.Sessions;
using Caneth.Tests.Links;
using static Caneth.Tests.Sessions.TestSession;

namespace Caneth.Tests.Sessions;

/// <summary>The end of a session is reported in one way to all: it was closed, or it ended on its own, and then why.</summary>
public class CompletionTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_that_is_closed_completes_and_its_readers_just_end()
    {
        var session = await new MemoryBus().ConnectAsync("bench");
        Assert.False(session.Completion.IsCompleted);
        using var reader = session.Subscribe();
        var reading = CountAsync(session.ReceiveAsync(cancellationToken: Ending));
        var waiting = session.WaitForFrameAsync(FrameFilter.All, Ending);
        await session.CloseAsync(Ending);
        await session.Completion.WaitAsync(Ending);
        Assert.Equal(CanSessionState.Closed, session.State);
        Assert.Equal(0, await reading);
        Assert.False(await reader.WaitToReadAsync(Ending));
        Assert.True(reader.Completion.IsCompletedSuccessfully);
        Assert.Null(ErrorIn(await Assert.ThrowsAsync<CanSessionException>(() => waiting)));
        Assert.Null(ErrorIn(await Assert.ThrowsAsync<CanSessionException>(async () => await session.SendAsync(Numbered(1), Ending))));
    }

    [Fact]
    public async Task A_session_that_ends_by_itself_tells_all_why_and_each_with_an_exception_of_its_own()
    {
        var bus = new MemoryBus();
        await using var peer = await bus.ConnectAsync("peer");
        await using var session = await CanSession.ConnectAsync(
            new SessionOptions { Connector = bus.CreateConnector, Name = "bench", Reconnect = false }, Ending);
        using var reader = session.Subscribe();
        Func<Task>[] sends =
        [
            async () => await session.SendAsync(Numbered(1), Ending),
            async () => await session.SendAsync(Numbered(1, 3), cancellationToken: Ending),
            async () => await session.CreateSender().PostAsync(Numbered(1), Ending),
            () => session.RequestAsync(Numbered(1), FrameFilter.All, Ending),
            () => session.WaitForFrameAsync(FrameFilter.All, TimeSpan.FromSeconds(1), Ending),
            () => CountAsync(session.ReceiveAsync(cancellationToken: Ending)),
        ];
        Task[] before = [CountAsync(session.ReceiveAsync(cancellationToken: Ending)), session.WaitForFrameAsync(FrameFilter.ForId(1), Ending)];
        peer.Post(Numbered(7));
        Assert.Equal([7], NumbersOf(await reader.ReadAsync(1)));
        bus.Interrupt();
        var errors = new List<CanSessionException> { await Assert.ThrowsAsync<CanSessionException>(() => session.Completion) };
        foreach (var told in (Func<Task>[])[.. before.Select(task => (Func<Task>)(() => task)), .. sends, .. sends])
        {
            errors.Add(await Assert.ThrowsAsync<CanSessionException>(told));
        }

        Assert.False(await reader.WaitToReadAsync(Ending));
        errors.Add(await Assert.ThrowsAsync<CanSessionException>(() => reader.Completion));
        Assert.All(errors, error => Assert.Equal(SessionError.ConnectionLost, ErrorIn(error)));
        Assert.All(errors, error => Assert.Equal("The device 'bench' was disconnected: The connection to memory://bus broke: the bus was interrupted.", error.Message));
        Assert.Equal(errors.Count, errors.Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.Same(session.LastError, errors[0].InnerException);

        // It was over before it was closed, so that nothing changes any more.
        await session.CloseAsync(Ending);
        Assert.True(session.Completion.IsFaulted);
    }

    [Fact]
    public async Task A_session_that_never_connected_says_so_in_its_completion()
    {
        await using var session = CanSession.Open(To(Loopback.ClosedPort()) with { Reconnect = false });
        var error = await Assert.ThrowsAsync<CanSessionException>(() => session.Completion);
        Assert.Equal(SessionError.ConnectionRefused, ErrorIn(error));
        Assert.Equal(CanSessionState.Closed, session.State);
    }

    [Fact]
    public async Task A_completion_that_nobody_looks_at_is_no_unobserved_exception()
    {
        var unobserved = new System.Collections.Concurrent.ConcurrentQueue<string>();
        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            await EndAsync();
            for (var round = 0; round < 5; round++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            Assert.DoesNotContain(unobserved, failure => failure.Contains("'unlooked'", StringComparison.Ordinal));
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        void Note(object? sender, UnobservedTaskExceptionEventArgs happened) => unobserved.Enqueue(happened.Exception.ToString());

        static async Task EndAsync()
        {
            await using var session = CanSession.Open(To(Loopback.ClosedPort()) with { Reconnect = false, Name = "unlooked" });
            await session.BecomesAsync(CanSessionState.Closed);
        }
    }

    private static SessionError? ErrorIn(CanSessionException error)
    {
        Assert.Equal(SessionError.SessionClosed, error.Error);
        return ((CanSessionException?)error.InnerException)?.Error;
    }

    private static async Task<int> CountAsync(IAsyncEnumerable<CanFrame> frames)
    {
        var count = 0;
        await foreach (var _ in frames)
        {
            count++;
        }

        return count;
    }
}
