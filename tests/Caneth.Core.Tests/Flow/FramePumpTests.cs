using Caneth.Flow;
using Caneth.Links.Memory;
using Caneth.Logs;
using Caneth.Sessions;
using Caneth.Tests.Links;
using Caneth.Tests.Sessions;

namespace Caneth.Tests.Flow;

/// <summary>Frames from any source to any sink: whole, in order, and with either end's failure told.</summary>
public sealed class FramePumpTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_pumps_are_a_bridge()
    {
        var (left, right) = (new MemoryBus("left"), new MemoryBus("right"));
        await using var one = await left.ConnectAsync("one");
        await using var other = await right.ConnectAsync("other");
        await using var onLeft = await left.ConnectAsync("onLeft");
        await using var onRight = await right.ConnectAsync("onRight");
        using var fromLeft = onLeft.Subscribe(new() { Lossless = true });
        using var fromRight = onRight.Subscribe(new() { Lossless = true });
        using var atOne = one.Subscribe();
        using var atOther = other.Subscribe();
        var there = FramePump.RunAsync(fromLeft, onRight.CreateSender(), Ending);
        var back = FramePump.RunAsync(fromRight, onLeft.CreateSender(), Ending);

        await one.SendAsync(Numbered(0, 3000), cancellationToken: Ending);
        await other.SendAsync(Numbered(5000, 1000), cancellationToken: Ending);
        Assert.Equal(Enumerable.Range(0, 3000), NumbersOf(await atOther.ReadAsync(3000)));
        Assert.Equal(Enumerable.Range(5000, 1000), NumbersOf(await atOne.ReadAsync(1000)));

        fromLeft.Dispose();
        fromRight.Dispose();
        Assert.Equal((3000, 1000), (await there, await back));
    }

    [Fact]
    public async Task A_log_is_a_sink_and_whole_when_the_pump_has_ended()
    {
        using var folder = new TemporaryFolder();
        using var source = new QueuedSource().Add(Numbered(0, 10)).Add().Add(Numbered(10, 1)).Add(Numbered(11, 700)).End();
        await using var log = CanLog.Create(folder.Of("drive.log"));
        Assert.Equal(711, await FramePump.RunAsync(source, log, Ending));
        Assert.Equal(711, log.FramesFlushed);
        Assert.Equal(Enumerable.Range(0, 711), NumbersOf(folder.Read("drive.log")));
    }

    [Fact]
    public async Task A_source_that_fails_ends_it_with_that_failure_and_what_came_before_is_with_the_sink()
    {
        var failure = new IOException("The source is gone.");
        using var source = new QueuedSource().Add(Numbered(0, 5)).End(failure);
        await using var sink = new CollectingSink();
        Assert.Same(failure, await Assert.ThrowsAsync<IOException>(() => FramePump.RunAsync(source, sink, Ending)));
        Assert.Equal(Enumerable.Range(0, 5), NumbersOf(sink.Frames));
        Assert.Equal(5, sink.Flushed);
    }

    [Fact]
    public async Task A_sink_that_fails_ends_it_with_that_failure_and_what_went_before_is_counted()
    {
        var failure = new IOException("The sink is full.");
        using var source = new QueuedSource().Add(Numbered(0, 5)).Add(Numbered(5, 5)).Add(Numbered(10, 5));
        await using var sink = new CollectingSink { FailsAt = 10, Failure = failure };
        var pump = new FramePump(source, sink);
        Assert.Same(failure, await Assert.ThrowsAsync<IOException>(() => pump.RunAsync(Ending)));
        Assert.Equal(10, pump.FramesPumped);

        // What nobody took is still there.
        Assert.Equal(10, sink.Frames.Count);
    }

    [Fact]
    public async Task A_failure_that_is_told_only_when_flushing_is_told()
    {
        using var source = new QueuedSource().Add(Numbered(0, 5)).End();
        await using var sink = new CollectingSink { FailsAt = 5, Failure = new IOException("The disk is full.") };
        await Assert.ThrowsAsync<IOException>(() => FramePump.RunAsync(source, sink, Ending));
    }

    [Fact]
    public async Task It_ends_at_once_when_it_is_cancelled_whatever_it_waits_for()
    {
        using var stop = new CancellationTokenSource();
        using var quiet = new QueuedSource();
        using var busy = new QueuedSource().Add(Numbered(0, 5)).Add(Numbered(5, 5));
        await using var empty = new CollectingSink();
        await using var full = new CollectingSink { WaitsAt = 5 };
        var forFrames = FramePump.RunAsync(quiet, empty, stop.Token);
        var pump = new FramePump(busy, full);
        var forRoom = pump.RunAsync(stop.Token);
        await full.Waiting.Task.WaitAsync(Ending);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => forFrames.WaitAsync(Ending));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => forRoom.WaitAsync(Ending));
        Assert.Equal(5, pump.FramesPumped);
    }

    [Fact]
    public async Task Neither_an_endless_source_nor_a_sink_that_never_waits_keeps_the_caller()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        using var source = new EndlessSource();
        await using var sink = new CollectingSink { Keeps = false };
        var pump = new FramePump(source, sink);
        var running = pump.RunAsync(stop.Token);
        await Waiting.Until(() => pump.FramesPumped > 100);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_session_that_is_lost_for_good_ends_it_with_the_reason_and_one_that_is_closed_ends_it_well()
    {
        var bus = new MemoryBus();
        await using var peer = await bus.ConnectAsync("peer");
        var closed = await bus.ConnectAsync("closed");
        await using var lost = await CanSession.ConnectAsync(
            new SessionOptions { Connector = bus.CreateConnector, Name = "lost", Reconnect = false }, Ending);
        using var fromClosed = closed.Subscribe();
        using var fromLost = lost.Subscribe();
        await using var sink = new CollectingSink();
        await using var other = new CollectingSink();
        peer.Post(Numbered(0, 7));
        await Waiting.Until(() => closed.FramesReceived == 7 && lost.FramesReceived == 7);

        var well = FramePump.RunAsync(fromClosed, sink, Ending);
        var broken = FramePump.RunAsync(fromLost, other, Ending);
        await closed.CloseAsync(Ending);
        bus.Interrupt();
        Assert.Equal(7, await well);
        var failure = await Assert.ThrowsAsync<CanSessionException>(() => broken);
        Assert.Equal(SessionError.ConnectionLost, Assert.IsType<CanSessionException>(failure.InnerException).Error);
        Assert.Equal((7, 7), (sink.Flushed, other.Flushed));

        // Whoever comes late is told the same.
        using var late = lost.Subscribe();
        Assert.False(await late.WaitToReadAsync(Ending));
        await Assert.ThrowsAsync<CanSessionException>(() => late.Completion);
    }

    /// <summary>Always has a frame.</summary>
    private sealed class EndlessSource : IFrameSource
    {
        public string Name => "endless";

        public Task Completion { get; } = new TaskCompletionSource().Task;

        public ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => new(true);

        public ReadOnlyMemory<CanFrame> Take() => Numbered(0, 1);

        public void Dispose()
        {
        }
    }

    /// <summary>Keeps what it is given, until it fails or has no room.</summary>
    private sealed class CollectingSink : IFrameSink
    {
        public List<CanFrame> Frames { get; } = [];

        public int Flushed { get; private set; }

        public int FailsAt { get; init; } = int.MaxValue;

        public int WaitsAt { get; init; } = int.MaxValue;

        public bool Keeps { get; init; } = true;

        public Exception? Failure { get; init; }

        public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask WriteAsync(ReadOnlyMemory<CanFrame> frames, CancellationToken cancellationToken = default)
        {
            ThrowIfFailing();
            if (Frames.Count >= WaitsAt)
            {
                Waiting.SetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            if (Keeps)
            {
                Frames.AddRange(frames.Span);
            }
        }

        public Task FlushAsync(CancellationToken cancellationToken = default)
        {
            ThrowIfFailing();
            Flushed = Frames.Count;
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private void ThrowIfFailing()
        {
            if (Frames.Count >= FailsAt)
            {
                throw Failure!;
            }
        }
    }
}
