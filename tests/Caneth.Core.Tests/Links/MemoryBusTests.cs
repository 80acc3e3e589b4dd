using Caneth.Links.Memory;
using Caneth.Sessions;
using Caneth.Tests.Sessions;

namespace Caneth.Tests.Links;

/// <summary>Sessions on a bus of this process: no gateway, no TCP, the same promises.</summary>
public class MemoryBusTests
{
    private readonly MemoryBus bus = new("bench");

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_one_sends_the_others_receive_in_order_with_their_own_name_and_time_and_it_does_not_hear_itself()
    {
        await using var sender = await bus.ConnectAsync("sender");
        await using var left = await bus.ConnectAsync("left");
        await using var right = await bus.ConnectAsync("right");
        using var own = sender.Subscribe();
        using var first = left.Subscribe();
        using var second = right.Subscribe();
        var before = (Timestamp)DateTime.UtcNow - TimeSpan.FromSeconds(5);
        await sender.SendAsync(Numbered(0, 3000), cancellationToken: Ending);
        foreach (var (reader, name) in new[] { (first, "left"), (second, "right") })
        {
            var frames = await reader.ReadAsync(3000);
            Assert.Equal(Enumerable.Range(0, 3000), NumbersOf(frames));
            Assert.All(frames, frame => Assert.Equal(name, frame.Device));
            Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.True(pair.First.Timestamp <= pair.Second.Timestamp));
            Assert.InRange(frames[0].Timestamp, before, before + TimeSpan.FromMinutes(1));
        }

        Assert.True(own.Take().IsEmpty);
        Assert.Equal((3000L, 0L), (sender.FramesSent, sender.FramesReceived));
        Assert.Equal(("memory://bench", "bench", 0), ($"{sender.Address}", sender.HostName, sender.Port));
    }

    [Fact]
    public async Task Every_kind_of_frame_goes_over_a_bus_that_carries_all()
    {
        await using var sender = await bus.ConnectAsync("sender");
        await using var receiver = await bus.ConnectAsync("receiver");
        using var reader = receiver.Subscribe();
        CanFrame[] sent =
        [
            new(0x123, [1, 2]),
            new(0x1234567, [3]),
            CanFrame.CreateRemote(0x7E0, 8),
            new(2, Enumerable.Range(0, 64).Select(value => (byte)value).ToArray(), FrameFlags.Fd),
            new(1, new CanData(new byte[8]), 9, FrameFlags.None),
            new(4, new byte[8], FrameFlags.Error),
        ];
        await sender.SendAsync(sent, cancellationToken: Ending);
        Assert.All(sent.Zip(await reader.ReadAsync(sent.Length)), pair => Assert.True(pair.First.HasSameContent(pair.Second)));
    }

    [Fact]
    public async Task What_the_bus_does_not_carry_is_refused_with_the_reason_before_anything_is_queued()
    {
        var plain = new MemoryBus("plain", new() { Carrier = "the bus of the test", RemoteFrames = false, Fd = true, MaxFramesPerWrite = 8 });
        plain.Interrupt();
        await using var session = CanSession.Open(new() { Connector = plain.CreateConnector });
        (CanFrame Frame, string What, string Reason)[] refused =
        [
            (CanFrame.CreateRemote(1, 2), "it is a remote frame", "the bus of the test carries no remote frames"),
            (new(4, new byte[8], FrameFlags.Error), "it is an error frame", "the bus of the test carries no error frames"),
            (new(1, new CanData(new byte[8]), 9, FrameFlags.None), "its DLC is 9", "the bus of the test carries no DLC above 8"),
        ];
        foreach (var (frame, what, reason) in refused)
        {
            Assert.False(session.Capabilities.Carries(frame, out var why));
            Assert.Equal(reason, why);
            Func<Task>[] sends =
            [
                () => session.SendAsync(frame, Ending).AsTask(),
                () => session.SendAsync(new[] { Numbered(1), frame }, cancellationToken: Ending).AsTask(),
                () => session.CreateSender().PostAsync(frame, Ending),
                () => session.RequestAsync(frame, FrameFilter.All, Ending),
            ];
            foreach (var send in sends)
            {
                Assert.Contains(what, (await Assert.ThrowsAsync<ArgumentException>(send)).Message);
            }
        }

        Assert.Contains("at most 8 ", (await Assert.ThrowsAsync<ArgumentException>(
            () => session.SendAsync(Numbered(0, 9), atomic: true, Ending).AsTask())).Message);
        Assert.True(session.Capabilities.Carries(new(2, new byte[12], FrameFlags.Fd), out _));
        Assert.Equal(0, session.FramesPending);
    }

    [Fact]
    public async Task An_interrupted_bus_is_connected_to_again_and_what_waited_is_sent_once()
    {
        await using var sender = await bus.ConnectAsync("sender");
        await using var receiver = await bus.ConnectAsync("receiver");
        using var reader = receiver.Subscribe();
        await sender.SendAsync(Numbered(0), Ending);
        await reader.ReadAsync(1);
        bus.Interrupt();
        Assert.Contains("the bus was interrupted", (await receiver.HappensAsync(SessionEventKind.Lost)).Message);
        await sender.HappensAsync(SessionEventKind.ConnectFailed);
        var waiting = sender.SendAsync(Numbered(1), Ending).AsTask();
        Assert.False(waiting.IsCompleted);
        sender.ClearSendBuffer();
        await Assert.ThrowsAsync<CanSessionException>(() => waiting);
        bus.Resume();
        await receiver.BecomesAsync(CanSessionState.Connected);
        await sender.BecomesAsync(CanSessionState.Connected);
        await sender.SendAsync(Numbered(2), Ending);
        Assert.Equal([2], NumbersOf(await reader.ReadAsync(1)));
        Assert.Equal((0L, 1L), (sender.Statistics.FramesResent, sender.Reconnects));
    }

    [Fact]
    public async Task A_session_that_takes_nothing_holds_the_sender_back_and_loses_nothing()
    {
        const int Count = 30_000;
        await using var sender = await bus.ConnectAsync("sender");
        await using var receiver = await bus.ConnectAsync("receiver");
        using var reader = receiver.Subscribe(new() { Capacity = 10, Lossless = true });
        var sending = sender.SendAsync(Numbered(0, Count), cancellationToken: Ending).AsTask();
        await Waiting.Until(() => receiver.HeldBackBy is not null && sender.FramesSent >= 4096);
        Assert.False(sending.IsCompleted);
        Assert.Equal(Enumerable.Range(0, Count), NumbersOf(await reader.ReadAsync(Count)));
        await sending;
    }

    [Fact]
    public async Task Closing_delivers_what_was_sent_and_waits_for_nobody()
    {
        await using var receiver = await bus.ConnectAsync("receiver");
        using var reader = receiver.Subscribe();
        for (var round = 0; round < 50; round++)
        {
            var sender = await bus.ConnectAsync("sender");
            var sends = Numbered(0, 300).Select(frame => sender.SendAsync(frame, Ending).AsTask()).ToArray();
            await sender.DisposeAsync();
            await Task.WhenAll(sends);
            Assert.Equal(Enumerable.Range(0, 300), NumbersOf(await reader.ReadAsync(300)));
            Assert.Equal(0, sender.Statistics.FramesUnconfirmed);
        }
    }
}

internal static class MemoryBusExtensions
{
    /// <summary>Connects a session to the bus that comes back quickly.</summary>
    public static Task<CanSession> ConnectAsync(
        this MemoryBus bus, string name, Func<SessionOptions, SessionOptions>? change = null)
    {
        var options = new SessionOptions
        {
            Connector = bus.CreateConnector,
            Name = name,
            ReconnectDelay = TimeSpan.FromMilliseconds(50),
            ReconnectDelayMax = TimeSpan.FromMilliseconds(50),
        };
        return CanSession.ConnectAsync(change?.Invoke(options) ?? options, TestContext.Current.CancellationToken);
    }

    /// <summary>Puts frames on the bus without waiting for them.</summary>
    public static void Post(this CanSession session, params CanFrame[] frames) =>
        _ = session.SendAsync(frames, cancellationToken: TestContext.Current.CancellationToken).AsTask();
}
