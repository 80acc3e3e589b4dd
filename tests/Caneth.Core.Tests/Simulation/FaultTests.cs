using System.Net.Sockets;
using Caneth.Links.Gateway;
using Caneth.Simulation;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Simulation;

public class FaultTests
{
    private const int Size = FrameCodec.FrameSize;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DropFirst_takes_the_first_frames_of_each_burst_and_counts_them()
    {
        var time = new FakeTimeProvider();
        await using var simulator = GatewaySimulator.Start(new()
        {
            TimeProvider = time,
            Faults = [new(SimulatorFault.DropFirst, 2)],
        });
        using var recording = simulator.Capture();
        using var client = await TestClient.ConnectAsync(simulator);
        await client.SendAsync(Numbered(0, 5));
        Assert.Equal([2, 3, 4], NumbersOf(await recording.WaitForAsync(3, Ending)));

        await client.SendAsync(Numbered(0, 2));
        Assert.Equal([2, 3, 4, 0, 1], NumbersOf(await recording.WaitForAsync(5, Ending)));

        time.Advance(TimeSpan.FromSeconds(1));
        await client.SendAsync(Numbered(0, 3));
        Assert.Equal([2, 3, 4, 0, 1, 2], NumbersOf(await recording.WaitForAsync(6, Ending)));
        Assert.Equal(4, simulator.Statistics.FramesDroppedFirst);
        await AssertAccountIsClosedAsync(simulator);
    }

    [Fact]
    public async Task DiscardUneven_loses_a_torn_segment_and_takes_a_whole_one()
    {
        await using var simulator = Start("DiscardUneven");
        using var recording = simulator.Capture();
        using var client = await TestClient.ConnectAsync(simulator);
        await client.SendBytesAsync(new byte[Size + 4]);
        await Waiting.Until(() => simulator.Statistics.BytesDiscarded == Size + 4);
        await client.SendAsync(Numbered(0, 3));
        Assert.Equal([0, 1, 2], NumbersOf(await recording.WaitForAsync(3, Ending)));
        await AssertAccountIsClosedAsync(simulator);
    }

    [Fact]
    public async Task Reset_cuts_each_connection_after_exactly_so_many_frames()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows throws away with a reset what has come and was not read yet.");
        await using var simulator = Start("Reset=5");
        for (var round = 0; round < 2; round++)
        {
            using var client = await TestClient.ConnectAsync(simulator);
            simulator.Send(Numbered(0, 8));
            Assert.Equal([0, 1, 2, 3, 4], NumbersOf(await client.ReadFramesAsync(5)));
            await AssertIsResetAsync(client);
        }

        await Waiting.Until(() => simulator.Statistics.FramesUnsent == 6);
        Assert.Equal(10, simulator.Statistics.FramesSent);
        await AssertAccountIsClosedAsync(simulator);
    }

    [Fact]
    public async Task Reset_without_a_number_acts_at_once_on_idle_clients()
    {
        await using var simulator = GatewaySimulator.Start();
        using var client = await TestClient.ConnectAsync(simulator);
        simulator.Faults.Set("Reset");
        await AssertIsResetAsync(client);
    }

    [Fact]
    public async Task CloseOrderly_sends_the_end_and_still_takes_what_is_in_flight()
    {
        await using var simulator = Start("CloseOrderly=3");
        using var recording = simulator.Capture();
        using var client = await TestClient.ConnectAsync(simulator);
        simulator.Send(Numbered(0, 5));
        Assert.Equal(3 * Size, (await client.ReadToEndAsync()).Length);
        Assert.Equal(0, simulator.Clients);

        await client.SendAsync(Numbered(0, 4));
        Assert.Equal(4, (await recording.WaitForAsync(4, Ending)).Length);
        client.Socket.Shutdown(SocketShutdown.Send);
        await Waiting.Until(() => simulator.Statistics.FramesUnsent == 2);
        await AssertAccountIsClosedAsync(simulator);
    }

    [Fact]
    public async Task HalfOpen_neither_reads_nor_writes_nor_closes_until_it_is_over()
    {
        await using var simulator = Start("HalfOpen=2");
        using var recording = simulator.Capture();
        using var silenced = await TestClient.ConnectAsync(simulator);
        simulator.Send(Numbered(0, 4));
        Assert.Equal([0, 1], NumbersOf(await silenced.ReadFramesAsync(2)));
        await Waiting.Until(() => simulator.Statistics.FramesSent == 2);
        await silenced.SendAsync(Numbered(0, 3));

        // A client with fewer frames is served as ever; what it sent after the silent one is on the bus alone.
        using var other = await TestClient.ConnectAsync(simulator);
        var marker = new CanFrame(0x200, [9, 0, 0, 0]);
        await other.SendAsync(marker);
        Assert.Equal([9], NumbersOf(await recording.WaitForAsync(1, Ending)));
        simulator.Send(marker);
        Assert.Equal(marker, await other.ReadFrameAsync());
        Assert.Equal(0, silenced.Socket.Available);

        simulator.Faults.Clear();
        Assert.Equal([2, 3, 9, 9], NumbersOf(await silenced.ReadFramesAsync(4)));
        Assert.Equal([9, 0, 1, 2], NumbersOf(await recording.WaitForAsync(4, Ending)));
    }

    [Fact]
    public async Task HalfOpen_is_silent_even_when_the_client_closes()
    {
        await using var simulator = Start("HalfOpen");
        using (var client = await TestClient.ConnectAsync(simulator))
        {
            simulator.Send(Numbered(0, 4));
            Assert.Equal(4, simulator.Statistics.FramesQueued);
        }

        Assert.Equal(1, simulator.Clients);
        simulator.Faults.Clear();
        await simulator.IsEmptyAsync();
    }

    [Fact]
    public async Task ZeroWindow_makes_the_sends_of_a_client_stand_still_and_loses_nothing()
    {
        await using var simulator = Start("ZeroWindow");
        using var recording = simulator.Capture();
        using var client = await TestClient.ConnectAsync(simulator);
        client.Socket.Blocking = false;
        var frame = new byte[Size];
        FrameCodec.Encode(new CanFrame(1), frame);
        var sent = 0L;
        SocketError error;
        do
        {
            // One frame at a time, so that what the window still takes is whole or nothing.
            sent += client.Socket.Send(frame, SocketFlags.None, out error);
        }
        while (error == SocketError.Success);

        Assert.Equal(SocketError.WouldBlock, error);
        simulator.Send(new CanFrame(0x77));
        client.Socket.Blocking = true;
        Assert.Equal(0x77u, (await client.ReadFrameAsync()).Id);

        simulator.Faults.Clear();
        Assert.Equal(sent / Size, (await recording.WaitForAsync((int)(sent / Size), Ending)).Length);
    }

    [Fact]
    public async Task ReservedBits_and_LongDlc_add_bad_frames_between_good_ones()
    {
        await using var simulator = Start("ReservedBits=4", "LongDlc=6");
        using var client = await TestClient.ConnectAsync(simulator);
        simulator.Send(Numbered(0, 24));
        var bytes = await client.ReadBytesAsync((24 + 6 + 4) * Size);
        var frames = bytes.Chunk(Size).ToArray();
        Assert.Equal(6, frames.Count(frame => (frame[0] & 0x30) != 0));
        Assert.Equal(4, frames.Count(frame => (frame[0] & 0x0F) > 8));
        var good = frames.Where(frame => FrameCodec.TryDecode(frame, out _)).SelectMany(frame => frame).ToArray();
        Assert.Equal(Enumerable.Range(0, 24), NumbersOf(TestClient.Decode(good)));
        await Waiting.Until(() => simulator.Statistics.FramesDamaged == 10);
        await AssertAccountIsClosedAsync(simulator);
    }

    [Fact]
    public async Task Garbage_comes_between_frames_and_a_decoder_can_find_its_way_back()
    {
        await using var simulator = Start("Garbage=5/50");
        using var client = await TestClient.ConnectAsync(simulator);
        simulator.Send(Numbered(0, 200));
        var bytes = await client.ReadBytesAsync(200 * Size + 4 * 5);
        Assert.Equal(Enumerable.Range(0, 50), NumbersOf(TestClient.Decode(bytes[..(50 * Size)])));
        Assert.Equal(Enumerable.Range(50, 50), NumbersOf(TestClient.Decode(bytes.AsSpan(50 * Size + 5, 50 * Size).ToArray())));
        await Waiting.Until(() => simulator.Statistics.GarbageBytes == 20);
        await AssertAccountIsClosedAsync(simulator);
    }

    [Fact]
    public async Task Padding_changes_bytes_and_no_message()
    {
        await using var simulator = Start("Padding=2");
        using var client = await TestClient.ConnectAsync(simulator);
        var frames = Numbered(0, 10);
        simulator.Send(frames);
        var bytes = await client.ReadBytesAsync(10 * Size);
        Assert.Equal(frames, TestClient.Decode(bytes));
        Assert.Equal(5, bytes.Chunk(Size).Count(frame => frame.AsSpan(9).ContainsAnyExcept((byte)0)));
        await Waiting.Until(() => simulator.Statistics.FramesPadded == 5);
    }

    [Fact]
    public async Task Stale_frames_come_first_to_a_new_client()
    {
        await using var simulator = Start("Stale=3");
        simulator.Send(Numbered(0, 2000));
        using var client = await TestClient.ConnectAsync(simulator);
        simulator.Send(new CanFrame(0x7FF, [1, 0, 0, 0]));
        Assert.Equal([1997, 1998, 1999, 1], NumbersOf(await client.ReadFramesAsync(4)));
        await Waiting.Until(() => simulator.Statistics.FramesSent == 1);
        Assert.Equal(3, simulator.Statistics.FramesStale);
        await AssertAccountIsClosedAsync(simulator);
    }

    [Fact]
    public async Task Split_tears_writes_within_frames_and_loses_nothing()
    {
        // Between the pieces passes a moment, and here only when the first has been read: a busy client would read both at once.
        var time = new FakeTimeProvider();
        await using var simulator = GatewaySimulator.Start(new() { Faults = [FaultSetting.Parse("Split=12")], TimeProvider = time });
        using var client = await TestClient.ConnectAsync(simulator);
        var frame = Numbered(0, 1);
        simulator.Send(frame);
        var first = await client.ReadOnceAsync();
        Assert.InRange(first.Length, 1, Size - 1);
        var rest = client.ReadBytesAsync(Size - first.Length);
        await PassAsync(time, rest);
        Assert.Equal(frame, TestClient.Decode([.. first, .. await rest]));

        simulator.Send(Numbered(0, 1000));
        var frames = client.ReadFramesAsync(1000);
        await PassAsync(time, frames);
        Assert.Equal(Enumerable.Range(0, 1000), NumbersOf(await frames));

        static Task PassAsync(FakeTimeProvider time, Task until) =>
            Waiting.AdvanceUntil(time, TimeSpan.FromMilliseconds(1), () => until.IsCompleted);
    }

    [Fact]
    public async Task RefuseClients_says_so_in_13_bytes_and_closes()
    {
        await using var simulator = Start("RefuseClients");
        using var client = await TestClient.ConnectUnservedAsync(simulator);
        await client.SendAsync(Numbered(0, 1));
        Assert.Equal("Sorry,Limited"u8.ToArray(), await client.ReadToEndAsync());
        Assert.Equal(0, simulator.Clients);
        await Waiting.Until(() => simulator.Statistics.ClientsRefused == 1);

        simulator.Faults.Clear();
        using var welcome = await TestClient.ConnectAsync(simulator);
        await AssertAccountIsClosedAsync(simulator);
    }

    internal static async Task AssertIsResetAsync(TestClient client)
    {
        var error = await Assert.ThrowsAsync<SocketException>(client.ReadOnceAsync);
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }

    internal static GatewaySimulator Start(params string[] faults) =>
        GatewaySimulator.Start(new() { Faults = [.. faults.Select(FaultSetting.Parse)] });

    internal static async Task AssertAccountIsClosedAsync(GatewaySimulator simulator)
    {
        // What a client has read leaves the queue a moment later.
        await Waiting.Until(() => simulator.Statistics.FramesQueued == 0);
        var counted = simulator.Statistics;
        Assert.Equal(counted.BytesReceived,
            Size * (counted.FramesReceived + counted.FramesInvalid) + counted.BytesDiscarded + counted.BytesPartial);
        Assert.Equal(counted.FramesReceived,
            counted.FramesTransmitted + counted.FramesPending + counted.FramesDropped + counted.FramesDroppedFirst);
        Assert.Equal(counted.BytesSent, counted.GarbageBytes + counted.ForeignBytes + Size
            * (counted.FramesSent + counted.FramesStale + counted.FramesDamaged + counted.Heartbeats + counted.ClientsRefused));
    }
}
