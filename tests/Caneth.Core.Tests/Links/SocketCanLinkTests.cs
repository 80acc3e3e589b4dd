using System.Net.Sockets;
using Caneth.Flow;
using Caneth.Links;
using Caneth.Links.SocketCan;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Links;

/// <summary>What a link makes of what the kernel says: times, own frames, drops, errors, a full queue, an interface that goes.</summary>
public sealed class SocketCanLinkTests
{
    private const int Classic = 16;
    private const long Millisecond = 1_000_000;

    private static readonly CanFrame First = new(0x100, [1]);
    private static readonly CanFrame Second = new(0x200, [2]);

    private readonly FakeCanSocket socket = new();
    private readonly FakeTimeProvider time = new();
    private readonly Tally<LinkCounter> counted = new();
    private readonly List<LinkNotice> notices = [];
    private readonly CanFrame[] room = new CanFrame[8];
    private readonly LinkContext context;
    private Timestamp now = DecoderFeed.Now;

    public SocketCanLinkTests() => context = new(time, () => now, notices.Add) { Device = "bench", Counters = counted };

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Frames_have_the_distances_that_the_kernel_saw_and_never_a_time_after_their_arrival()
    {
        using var link = NewLink();
        socket.Come(Received(First, at: 5 * Millisecond));
        Assert.Equal(1, (await link.ReceiveAsync(room, Ending)).Frames);
        now = now.AddMilliseconds(10);
        socket.Come(Received(First, at: 7 * Millisecond), Received(Second, at: 12 * Millisecond));
        var read = await link.ReceiveAsync(room, Ending);
        Assert.Equal((2, false), (read.Frames, read.More));
        Assert.Equal([First, Second], room[..2].Select(frame => frame with { Timestamp = default, Device = null }));
        Assert.Equal([2 * Millisecond, 7 * Millisecond], room[..2].Select(frame => frame.Timestamp.Nanoseconds - DecoderFeed.Now.Nanoseconds));
        Assert.All(room[..2], frame => Assert.Equal("bench", frame.Device));
        Assert.Equal((2L, 48L), (link.Receptions, counted[LinkCounter.BytesReceived]));
    }

    [Fact]
    public async Task Times_of_arrival_are_there_where_the_kernel_says_none_and_where_they_are_wanted()
    {
        using var link = NewLink(new() { KernelTimes = false });
        socket.Come(Received(First), Received(Second, at: 7 * Millisecond));
        await link.ReceiveAsync(room, Ending);
        Assert.All(room[..2], frame => Assert.Equal(DecoderFeed.Now, frame.Timestamp));
    }

    [Fact]
    public async Task What_comes_back_confirms_and_is_not_received()
    {
        using var link = NewLink();
        Assert.Equal(0, link.FramesConfirmed);
        Send(link, First, Second);
        Assert.Equal([First, Second], socket.Sent);
        socket.Come(Received(First, isOwn: true), Received(new(0x300)));
        Assert.Equal(1, (await link.ReceiveAsync(room, Ending)).Frames);
        Assert.Equal((0x300u, 1L), (room[0].Id, link.FramesConfirmed));
    }

    [Fact]
    public async Task What_never_comes_back_does_not_hold_up_what_does()
    {
        using var link = NewLink();
        Send(link, First, Second, First);
        socket.Come(Received(Second, isOwn: true));
        Assert.Equal(0, (await link.ReceiveAsync(room, Ending)).Frames);
        Assert.Equal(2, link.FramesConfirmed);
    }

    [Fact]
    public void Nothing_is_confirmed_where_that_is_not_wanted()
    {
        using var link = NewLink(new() { OwnFrames = false });
        Send(link, First);
        Assert.Null(link.FramesConfirmed);
    }

    [Fact]
    public async Task A_full_queue_is_waited_for_and_told_of_once_when_nothing_leaves()
    {
        using var link = NewLink();
        socket.IsFull = true;
        await TryAsync(TimeSpan.Zero);
        await TryAsync(TimeSpan.FromMilliseconds(999));
        Assert.Empty(notices);
        await TryAsync(TimeSpan.FromMilliseconds(1));
        await TryAsync(TimeSpan.FromSeconds(10));
        Assert.Matches("acknowledges.*txqueuelen", Assert.Single(notices).Message);
        socket.IsFull = false;
        Send(link, First);
        socket.IsFull = true;
        await TryAsync(TimeSpan.FromSeconds(10));
        Assert.Single(notices);

        async Task TryAsync(TimeSpan after)
        {
            time.Advance(after);
            Assert.Equal(new LinkWrite(0, 0), link.Send([First]));
            await link.WaitToSendAsync(Ending);
        }
    }

    [Fact]
    public async Task What_the_kernel_dropped_is_counted_and_told()
    {
        using var link = NewLink();
        socket.Come(Received(First), Received(First) with { Dropped = 3 }, Received(First) with { Dropped = 3 }, Received(First) with { Dropped = 5 });
        Assert.Equal(4, (await link.ReceiveAsync(room, Ending)).Frames);
        Assert.Equal(5, counted[LinkCounter.FramesLost]);
        Assert.Contains("3 frames were lost", Assert.Single(notices).Message, StringComparison.Ordinal);
        Assert.Equal(LinkNoticeKind.FramesLost, notices[0].Kind);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Error_frames_are_counted_and_told_and_received_where_they_are_wanted(bool wanted, int frames)
    {
        using var link = NewLink(new() { ErrorFrames = wanted });
        Assert.True(SocketCanFrame.TryRead(HexBytes.Parse("40000020 08 000000 0000000000000000"), out var busOff));
        socket.Come(Received(busOff));
        Assert.Equal(frames, (await link.ReceiveAsync(room, Ending)).Frames);
        Assert.Contains("off the bus", Assert.Single(notices).Message, StringComparison.Ordinal);
        Assert.Equal(1, counted[LinkCounter.ErrorFrames]);
    }

    [Fact]
    public async Task What_is_no_frame_is_counted()
    {
        using var link = NewLink();
        socket.Come(new(default, 2048, IsFrame: false), Received(First));
        Assert.Equal(1, (await link.ReceiveAsync(room, Ending)).Frames);
        Assert.Equal((1L, 2048L), (counted[LinkCounter.InvalidFrames], counted[LinkCounter.BytesSkipped]));
    }

    [Fact]
    public async Task More_than_there_is_room_for_is_taken_without_waiting()
    {
        using var link = NewLink();
        socket.Come([.. Enumerable.Repeat(Received(First), 17)]);
        var reads = new List<LinkRead>();
        do
        {
            reads.Add(await link.ReceiveAsync(room, Ending));
        }
        while (reads[^1].More);

        Assert.Equal([8, 8, 1], reads.Select(read => read.Frames));
    }

    [Fact]
    public async Task A_wait_that_was_ended_loses_nothing()
    {
        using var link = NewLink();
        using var stop = new CancellationTokenSource();
        var waiting = link.ReceiveAsync(room, stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        socket.Come(Received(First));
        Assert.Equal(1, (await link.ReceiveAsync(room, Ending)).Frames);
    }

    [Fact]
    public async Task The_end_waits_for_what_has_not_come_back()
    {
        using var link = NewLink();
        Send(link, First);
        var receiving = link.ReceiveAsync(room, Ending).AsTask();
        var ending = link.EndSendingAsync(Ending);
        Assert.False(ending.IsCompleted);
        socket.Come(Received(First, isOwn: true));
        Assert.Equal(new LinkRead(0), await receiving);
        receiving = link.ReceiveAsync(room, Ending).AsTask();
        await ending;
        Assert.True((await receiving).Ended);
        Assert.True((await link.ReceiveAsync(room, Ending)).Ended);
    }

    [Fact]
    public async Task An_interface_that_goes_is_a_break_in_words()
    {
        using var link = NewLink();
        socket.Break(new SocketException((int)SocketError.NetworkDown));
        var broken = await Assert.ThrowsAsync<LinkException>(async () => await link.ReceiveAsync(room, Ending));
        Assert.Equal(LinkError.Broken, broken.Error);
        Assert.Contains("'caneth9'", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_said_with_what_to_do()
    {
        var scheme = new SocketCanScheme();
        var connector = scheme.CreateConnector(new("socketcan", "caneth9"), new(), context);
        var refused = await Assert.ThrowsAsync<LinkException>(() => connector.ConnectAsync(TimeSpan.FromSeconds(1), Ending));
        Assert.Equal(LinkError.ConnectFailed, refused.Error);
        Assert.Matches("no interface 'caneth9'|has no CAN|needs the Linux kernel", refused.Message);
        Assert.NotEmpty(refused.Recommendation!);
    }

    [Fact]
    public void What_the_system_says_of_an_interface_is_known()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "SocketCAN is for Linux.");
        Assert.Equal((true, 0), (CanInterface.IndexOf("lo") > 0, CanInterface.IndexOf("caneth9")));
        Assert.NotEqual(true, CanInterface.IsCan("lo"));
        Assert.Null(CanInterface.IsUp("caneth9"));
        Assert.DoesNotContain("lo", CanInterface.Names());
    }

    private static ReceivedMessage Received(CanFrame frame, long at = 0, bool isOwn = false) => new(frame, Classic, IsOwn: isOwn, Time: at);

    private static void Send(SocketCanLink link, params CanFrame[] frames) =>
        Assert.All(frames, frame => Assert.Equal(new LinkWrite(1, Classic), link.Send([frame])));

    private SocketCanLink NewLink(SocketCanSettings? settings = null)
    {
        settings ??= new();
        return new(socket, "caneth9", settings, new("caneth9", settings, context), context);
    }
}
