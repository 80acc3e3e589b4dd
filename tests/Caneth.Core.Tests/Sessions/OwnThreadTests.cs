using System.Collections.Concurrent;
using Caneth.Links;
using Caneth.Links.Memory;
using Caneth.Sessions;
using Caneth.Tests.Links;

namespace Caneth.Tests.Sessions;

/// <summary>Whoever waits for one frame alone writes it with its own thread, and is not kept for the frames of others.</summary>
public sealed class OwnThreadTests : IDisposable
{
    private readonly WritingLink link = new();
    private readonly SendQueue queue = new("own", 112, new() { SendBuffer = 10_000 }, new(new("device", "own")));
    private readonly CancellationTokenSource over = new();
    private readonly Task loop;

    // It runs on this thread until it waits for something to send.
    public OwnThreadTests() => loop = new SendLoop(link, queue, new("own", new(), new(TimeProvider.System)), limiter: null, TimeProvider.System).RunAsync(over.Token);

    [Fact]
    public void A_frame_that_is_waited_for_alone_is_written_by_its_sender()
    {
        for (var round = 0; round < 100; round++)
        {
            Assert.True(Send(new(new CanFrame(1)) { WriteHere = true }).IsCompletedSuccessfully);
        }

        Assert.Equal(Enumerable.Repeat(Environment.CurrentManagedThreadId, 100), link.WrittenBy);
    }

    [Fact]
    public async Task A_sender_is_back_at_once_where_others_go_on_sending()
    {
        // As long as it wrote theirs too, it would never come back.
        link.Writing = () => _ = over.IsCancellationRequested ? Task.CompletedTask : queue.EnqueueAsync(new(new CanFrame(2)));
        var sending = Send(new(new CanFrame(1)) { WriteHere = true });
        Assert.True(sending.IsCompletedSuccessfully);
        Assert.Single(link.WrittenBy, Environment.CurrentManagedThreadId);
        await Waiting.Until(() => link.WrittenBy.Count > 1000);
    }

    [Fact]
    public async Task A_frame_that_is_not_waited_for_alone_is_written_elsewhere()
    {
        var own = Environment.CurrentManagedThreadId;
        using var written = new ManualResetEventSlim();
        link.Writing = written.Set;
        var sending = Send(new(new CanFrame(1)));
        Assert.True(written.Wait(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        await sending;
        Assert.DoesNotContain(own, link.WrittenBy);
    }

    [Fact]
    public async Task A_sender_that_is_to_write_at_once_has_written_what_it_posted()
    {
        await using var session = await new MemoryBus().ConnectAsync("bench");
        var left = new List<CanFrame>();
        var atOnce = 0;
        foreach (var sender in new[] { session.CreateSender(new() { WriteAtOnce = true }), session.CreateSender(new() { Sent = left.Add }) })
        {
            for (var frame = 0; frame < 100; frame++)
            {
                var before = session.FramesSent;
                await sender.PostAsync(new CanFrame(1), TestContext.Current.CancellationToken);
                atOnce += session.FramesSent == before + 1 ? 1 : 0;

                // Where the session's own thread was at it, it gets the time to rest again.
                await sender.FlushAsync(TestContext.Current.CancellationToken);
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }
        }

        Assert.InRange(atOnce, 150, 200);
        Assert.Equal(100, left.Count);
    }

    [Fact]
    public void A_link_that_breaks_is_no_failure_of_the_sender()
    {
        link.Writing = () => throw new LinkException(LinkError.Broken, "broken");
        var sending = Send(new(new CanFrame(1)) { WriteHere = true });
        Assert.False(sending.IsCompleted);
        Assert.Equal(1, queue.FramesPending);
        Assert.IsType<LinkException>(loop.Exception?.InnerException);
    }

    public void Dispose()
    {
        over.Cancel();
        queue.Dispose();
        over.Dispose();
    }

    private Task Send(PendingSend send) => send.SendAsync(queue, CancellationToken.None).AsTask();

    private sealed class WritingLink : ICanLink
    {
        public ConcurrentQueue<int> WrittenBy { get; } = new();

        public Action Writing { get; set; } = () => { };

        public long Receptions => 0;

        public long? FramesConfirmed => null;

        public LinkWrite Send(ReadOnlySpan<CanFrame> frames)
        {
            Writing();
            WrittenBy.Enqueue(Environment.CurrentManagedThreadId);
            return new(frames.Length, 0);
        }

        public ValueTask<LinkRead> ReceiveAsync(Memory<CanFrame> frames, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> WaitForAdmissionAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task WaitToSendAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task EndSendingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void EndReceiving()
        {
        }

        public void Abort()
        {
        }

        public void Dispose()
        {
        }
    }
}
