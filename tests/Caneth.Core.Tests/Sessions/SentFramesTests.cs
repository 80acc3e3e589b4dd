using Caneth.Links;
using Caneth.Links.Memory;
using Caneth.Sessions;
using Caneth.Simulation;
using Caneth.Tests.Links;

namespace Caneth.Tests.Sessions;

/// <summary>What a session sends is shown to the readers that ask for it: as it left, when it left, and in order with what was received.</summary>
public class SentFramesTests
{
    private static readonly SubscriptionOptions Both = new() { IncludeSent = true };

    private readonly MemoryBus bus = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reader_that_asks_for_sent_frames_gets_them_as_they_left_and_no_other_does()
    {
        await using var peer = await bus.ConnectAsync("peer");
        await using var session = await bus.ConnectAsync("bench");
        using var both = session.Subscribe(Both);
        using var received = session.Subscribe();
        var before = (Timestamp)DateTime.UtcNow - TimeSpan.FromSeconds(1);
        var frame = new CanFrame(0x123, [1, 2]) { Device = "of a log", Timestamp = new(1) };
        await session.SendAsync(frame, Ending);

        // It is there before whoever sent it knows that it left.
        var shown = Assert.Single(both.Take().ToArray());
        Assert.True(shown.HasSameContent(frame));
        Assert.Equal((true, "bench"), (shown.Transmitted, shown.Device));
        Assert.InRange(shown.Timestamp, before, (Timestamp)DateTime.UtcNow + TimeSpan.FromSeconds(1));
        Assert.True(received.Take().IsEmpty);
        Assert.Equal((1L, 0L), (session.FramesSent, session.FramesReceived));
    }

    [Fact]
    public async Task Every_way_to_send_is_shown_in_the_order_of_sending()
    {
        await using var peer = await bus.ConnectAsync("peer");
        await using var session = await bus.ConnectAsync("bench");
        using var both = session.Subscribe(Both);
        await session.SendAsync(Numbered(0), Ending);
        await session.SendAsync(Numbered(1), TimeSpan.FromSeconds(5), Ending);
        await session.SendAsync(Numbered(2, 300), cancellationToken: Ending);
        await session.SendAsync(Numbered(302, 100), atomic: true, Ending);
        await using IAsyncDisposable sink = session.CreateSender();
        var sender = (FrameSender)sink;
        await sender.PostAsync(Numbered(402), Ending);
        await sender.PostBatchAsync(Numbered(403, 2), Ending);
        await sender.FlushAsync(Ending);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        var request = session.RequestAsync(Numbered(405), FrameFilter.ForId(1), giveUp.Token);
        Assert.Equal(Enumerable.Range(0, 406), NumbersOf(await both.ReadAsync(406)));
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
    }

    [Fact]
    public async Task Every_kind_of_frame_is_shown_whole()
    {
        await using var session = await bus.ConnectAsync("bench");
        using var both = session.Subscribe(Both);
        CanFrame[] sent =
        [
            new(0x123, [1, 2]), new(0x1234567, [3]), CanFrame.CreateRemote(0x7E0, 8), new(1, new CanData(new byte[8]), 9, FrameFlags.None),
            new(2, [.. Enumerable.Range(0, 64).Select(value => (byte)value)], FrameFlags.Fd),
        ];
        await session.SendAsync(sent, cancellationToken: Ending);
        var shown = await both.ReadAsync(sent.Length);
        Assert.All(sent.Zip(shown), pair => Assert.True(pair.First.HasSameContent(pair.Second)));
        Assert.All(shown, frame => Assert.Equal((true, "bench"), (frame.Transmitted, frame.Device)));
    }

    [Fact]
    public async Task A_reply_never_comes_before_its_request_and_time_never_runs_backwards()
    {
        const int Rounds = 2000;
        await using var peer = await bus.ConnectAsync("peer");
        await using var session = await bus.ConnectAsync("bench");
        using var both = session.Subscribe(Both);
        using var second = session.Subscribe(Both);
        using var requests = peer.Subscribe(new() { Filter = FrameFilter.ForId(0x100) });
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        var answering = Task.Run(() => AnswerAsync(peer, requests, over.Token), Ending);
        var noise = Task.Run(() => MakeNoiseAsync(peer, over.Token), Ending);
        for (var round = 0; round < Rounds; round++)
        {
            await session.RequestAsync(Numbered(round), FrameFilter.ForId(0x200), Ending);
        }

        await over.CancelAsync();
        await Task.WhenAll(answering, noise).ContinueWith(_ => { }, TaskScheduler.Default);
        await session.CloseAsync(Ending);

        var frames = await both.ReadToEndAsync();
        Assert.Equal(frames, await second.ReadToEndAsync());
        Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.True(pair.First.Timestamp <= pair.Second.Timestamp, $"{pair}"));
        var dialogue = frames.Where(frame => frame.Id is 0x100 or 0x200).ToList();
        Assert.Equal(Enumerable.Range(0, Rounds).SelectMany(round => new[] { round, round }), NumbersOf(dialogue));
        Assert.All(dialogue.Index(), one => Assert.Equal(one.Index % 2 == 0, one.Item.Transmitted));
    }

    [Fact]
    public async Task A_request_is_not_its_own_reply()
    {
        await using var peer = await bus.ConnectAsync("peer");
        await using var session = await bus.ConnectAsync("bench");
        using var both = session.Subscribe(Both);
        using var requests = peer.Subscribe();
        var asking = session.RequestAsync(Numbered(1), FrameFilter.ForId(0x100), Ending);
        await requests.ReadAsync(1);
        Assert.False(asking.IsCompleted);
        await peer.SendAsync(Numbered(2), Ending);
        Assert.Equal((2, false), (NumberOf(await asking), (await asking).Transmitted));
    }

    [Fact]
    public async Task What_was_received_but_is_not_published_stays_in_front_of_what_is_sent_meanwhile()
    {
        await using var peer = await bus.ConnectAsync("peer");
        await using var session = await bus.ConnectAsync("bench");
        using var both = session.Subscribe(Both);
        using var slow = session.Subscribe(new() { Capacity = 2, Lossless = true, Reader = "The slow one" });
        peer.Post(Numbered(0, 5));
        await Waiting.Until(() => session.HeldBackBy is not null);
        await session.SendAsync(Numbered(5), Ending);
        Assert.Equal(Enumerable.Range(0, 5), NumbersOf(await slow.ReadAsync(5)));
        Assert.Equal(Enumerable.Range(0, 6), NumbersOf(await both.ReadAsync(6)));
    }

    [Fact]
    public async Task However_much_is_sent_while_a_reader_holds_the_session_back_those_with_room_get_all_of_it()
    {
        const int Count = 70_000;
        await using var peer = await bus.ConnectAsync("peer");
        await using var session = await bus.ConnectAsync("bench");
        using var both = session.Subscribe(new() { IncludeSent = true, Capacity = 2 * Count });
        using var slow = session.Subscribe(new() { Capacity = 1, Lossless = true });
        peer.Post(Numbered(0, 2));
        await Waiting.Until(() => session.HeldBackBy is not null);
        await session.SendAsync(Numbered(2, Count), cancellationToken: Ending);
        await slow.ReadAsync(2);
        Assert.Equal(Enumerable.Range(0, Count + 2), NumbersOf(await both.ReadAsync(Count + 2)));
        Assert.Equal(0, both.FramesDropped);
    }

    [Fact]
    public async Task Sending_waits_for_no_reader_and_what_a_full_one_misses_is_counted()
    {
        await using var session = await bus.ConnectAsync("bench");
        using var full = session.Subscribe(new() { Capacity = 3, Lossless = true, IncludeSent = true, Reader = "The full one" });
        await session.SendAsync(Numbered(0, 500), cancellationToken: Ending);
        Assert.Equal((497L, 497L), (full.FramesDropped, session.FramesDropped));
        Assert.Equal([0, 1, 2], NumbersOf(await full.ReadAsync(3)));
        Assert.Contains("The full one", (await session.HappensAsync(SessionEventKind.FramesDropped)).Message);
    }

    [Fact]
    public async Task The_filter_of_a_reader_selects_sent_frames_too()
    {
        await using var session = await bus.ConnectAsync("bench");
        using var some = session.Subscribe(new() { IncludeSent = true, Filter = FrameFilter.ForId(0x200) });
        await session.SendAsync(new CanFrame[] { new(0x100), new(0x200), new(0x300) }, cancellationToken: Ending);
        Assert.Equal(0x200u, Assert.Single(await some.ReadAsync(1)).Id);
    }

    [Fact]
    public async Task What_did_not_leave_is_not_shown_and_what_left_twice_is_shown_twice()
    {
        var link = new StubbornLink();
        var delay = TimeSpan.FromMilliseconds(50);
        await using var session = await CanSession.ConnectAsync(
            new SessionOptions { Name = "bench", Connector = _ => new StubbornConnector(link), ReconnectDelay = delay, ReconnectDelayMax = delay }, Ending);
        using var both = session.Subscribe(Both);

        // The write fails, and the frame goes over the next connection.
        link.Broken = true;
        var first = session.SendAsync(Numbered(1), Ending);
        await session.HappensAsync(SessionEventKind.Connected, times: 2);
        await first;
        Assert.Equal([1], NumbersOf(both.Take().ToArray()));

        // The link takes nothing, and the sender gives up.
        link.Full = true;
        using var given = new CancellationTokenSource();
        var second = session.SendAsync(Numbered(2), given.Token);
        await Waiting.Until(() => link.Refusals > 0);
        await given.CancelAsync();
        await Assert.ThrowsAsync<SendCanceledException>(async () => await second);
        link.Full = false;
        await session.SendAsync(Numbered(3), Ending);
        Assert.Equal([3], NumbersOf(both.Take().ToArray()));

        // Nothing is confirmed, so after a break all goes again.
        link.Break();
        Assert.Equal([1, 3], NumbersOf(await both.ReadAsync(2)));
        Assert.Equal(2, session.Statistics.FramesResent);
    }

    [Fact]
    public async Task A_gateway_is_no_different()
    {
        await using var simulator = GatewaySimulator.Start();
        await using var session = await TestSession.ConnectAsync(simulator);
        using var both = session.Subscribe(Both);
        await session.SendAsync(Numbered(0, 300), cancellationToken: Ending);
        simulator.Send(Numbered(300));
        var frames = await both.ReadAsync(301);
        Assert.Equal(Enumerable.Range(0, 301), NumbersOf(frames));
        Assert.Equal(300, frames.Count(frame => frame.Transmitted));
    }

    [Fact]
    public async Task A_sender_that_is_asked_gives_the_frames_back_as_they_were_shown()
    {
        await using var session = await bus.ConnectAsync("bench");
        using var both = session.Subscribe(Both);
        var sent = new List<CanFrame>();
        var sender = session.CreateSender(new() { Sent = sent.Add });
        await sender.PostAsync(Numbered(0), Ending);
        await sender.PostBatchAsync(Numbered(1, 3), Ending);
        await sender.PostAsync(Numbered(4), Ending);
        await sender.FlushAsync(Ending);
        Assert.Equal(await both.ReadAsync(5), sent);
        Assert.All(sent, frame => Assert.Equal((true, "bench"), (frame.Transmitted, frame.Device)));

        both.Dispose();
        await sender.PostAsync(Numbered(5), Ending);
        await sender.FlushAsync(Ending);
        Assert.InRange(sent[^1].Timestamp, sent[^2].Timestamp, (Timestamp)DateTime.UtcNow + TimeSpan.FromSeconds(1));
    }

    private static async Task AnswerAsync(CanSession peer, FrameSubscription requests, CancellationToken over)
    {
        await foreach (var request in requests.ReadAllAsync(over))
        {
            await peer.SendAsync(new CanFrame(0x200, request.Data.ToArray()), over);
        }
    }

    private static async Task MakeNoiseAsync(CanSession peer, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            await peer.SendAsync(new CanFrame(0x300), over);
            await Task.Yield();
        }
    }

    /// <summary>Makes the same link again and again.</summary>
    private sealed class StubbornConnector(StubbornLink link) : ICanConnector
    {
        public CanAddress Address { get; } = new("test", "stubborn");

        public LinkCapabilities Capabilities { get; } = new() { Carrier = "the link", Confirmation = LinkConfirmation.PeerStack, MaxFramesPerWrite = 112 };

        public string? PeerIdentity => null;

        public Task<ICanLink> ConnectAsync(TimeSpan timeout, CancellationToken cancellationToken)
        {
            link.Mend();
            return Task.FromResult<ICanLink>(link);
        }
    }

    /// <summary>Breaks at a write, takes nothing, or breaks when nothing is written, as the test says; confirms nothing, receives nothing.</summary>
    private sealed class StubbornLink : ICanLink
    {
        private TaskCompletionSource end = new();

        public bool Broken { get; set; }

        public bool Full { get; set; }

        public int Refusals { get; private set; }

        public long Receptions => 0;

        public long? FramesConfirmed => 0;

        public void Mend()
        {
            Broken = false;
            end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        public void Break() => end.TrySetException(new LinkException(LinkError.Broken, "broken"));

        public async ValueTask<LinkRead> ReceiveAsync(Memory<CanFrame> frames, CancellationToken cancellationToken)
        {
            await end.Task.WaitAsync(cancellationToken);
            return new(0, Ended: true);
        }

        public Task<bool> WaitForAdmissionAsync(CancellationToken cancellationToken) => Task.FromResult(true);

        public LinkWrite Send(ReadOnlySpan<CanFrame> frames)
        {
            if (Broken)
            {
                Break();
                throw new LinkException(LinkError.Broken, "broken");
            }

            Refusals += Full ? 1 : 0;
            return new(Full ? 0 : frames.Length, 0);
        }

        public Task WaitToSendAsync(CancellationToken cancellationToken) => Task.Delay(1, cancellationToken);

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
