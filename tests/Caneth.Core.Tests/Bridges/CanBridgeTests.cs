using System.Diagnostics;
using Caneth.Bridges;
using Caneth.Links.Memory;
using Caneth.Sessions;
using Caneth.Tests.Links;
using Caneth.Tests.Sessions;

namespace Caneth.Tests.Bridges;

/// <summary>Two buses are one, as far as it is wanted, and no frame goes in a circle.</summary>
public sealed class CanBridgeTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_on_one_bus_goes_to_the_other_and_does_not_come_back()
    {
        await using var bench = await BridgeBench.OpenAsync();
        var bridge = bench.Join(0, 1);
        bench.Gateways[0].Send(new CanFrame(1, [1]));
        Assert.Equal(["001#01"], await bench.OnBusAsync(1, 1));
        bench.Gateways[1].Send(new CanFrame(2, [2]));
        Assert.Equal(["002#02"], await bench.OnBusAsync(0, 1));

        // What this process sends is on the bus, too.
        await bench.Sessions[0].SendAsync(new CanFrame(3), Ending);
        Assert.Equal(["001#01", "003#"], await bench.OnBusAsync(1, 2));
        Assert.Equal(["002#02", "003#"], await bench.OnBusAsync(0, 2));
        Assert.Equal((2L, 1L, 0L, BridgeState.Running), (bridge.FramesForwarded, bridge.FramesReturned, bridge.FramesDropped, bridge.State));
        await bridge.DisposeAsync();
        Assert.Equal(BridgeState.Stopped, bridge.State);
        bench.Gateways[0].Send(new CanFrame(4));
        await bench.Sessions[1].SendAsync(new CanFrame(5), Ending);
        Assert.Equal(["001#01", "003#", "005#"], await bench.OnBusAsync(1, 3));
    }

    [Fact]
    public async Task Ids_are_chosen_and_changed_and_back_on_the_way_back()
    {
        await using var bench = await BridgeBench.OpenAsync();
        bench.Join(0, 1, new() { Filter = new([IdFilter.Range(0x100, 0x1FF)]), IdMap = new Dictionary<uint, uint> { [0x123] = 0x18DA10F1, [0x124] = 0x7E0 } });
        bench.Gateways[0].Send([new CanFrame(0x200), new CanFrame(0x123, [1]), new CanFrame(0x124, [2]), new CanFrame(0x125, [3])]);
        Assert.Equal(["18DA10F1#01", "7E0#02", "125#03"], await bench.OnBusAsync(1, 3));
        bench.Gateways[1].Send([new CanFrame(0x7E1), new CanFrame(0x7E0, [2]), new CanFrame(0x18DA10F1, [1])]);
        Assert.Equal(["124#02", "123#01"], await bench.OnBusAsync(0, 2));
    }

    [Fact]
    public async Task One_way_nothing_goes_back()
    {
        await using var bench = await BridgeBench.OpenAsync();
        bench.Join(0, 1, new() { OneWay = true });
        using var seen = bench.Sessions[1].Subscribe();
        bench.Gateways[1].Send(new CanFrame(1));
        await seen.ReadAsync(1);
        bench.Gateways[0].Send(new CanFrame(2));
        Assert.Equal(["002#"], await bench.OnBusAsync(1, 1));
        Assert.Equal(0, bench.Buses[0].Count);
    }

    [Fact]
    public async Task A_full_bus_goes_both_ways_whole_in_order_and_soon()
    {
        const int Count = 8000;
        await using var bench = await BridgeBench.OpenAsync();
        var bridge = bench.Join(0, 1, new() { MaxAge = TimeSpan.FromSeconds(30) });
        var there = SendAsync(0);
        var back = SendAsync(1);
        await Task.WhenAll(there, back);
        Assert.Equal(Enumerable.Range(0, Count), NumbersOf(await bench.Buses[1].WaitForAsync(Count, Ending)));
        Assert.Equal(Enumerable.Range(0, Count), NumbersOf(await bench.Buses[0].WaitForAsync(Count, Ending)));
        Assert.Equal((8000L, 8000L, 0L), (bridge.FramesForwarded, bridge.FramesReturned, bridge.FramesDropped));

        async Task SendAsync(int gateway)
        {
            foreach (var piece in Numbered(0, Count).Chunk(80))
            {
                await bench.Gateways[gateway].SendAsync(piece, Ending);
            }
        }
    }

    [Fact]
    public async Task What_waits_too_long_is_dropped_and_counted()
    {
        await using var bench = await BridgeBench.OpenAsync();
        var bridge = bench.Join(0, 1, new() { OneWay = true, MaxAge = TimeSpan.FromMilliseconds(700) });
        bench.Gateways[1].StopListening();
        bench.Gateways[1].DisconnectClients(reset: true);
        await bench.Sessions[1].BecomesAsync(CanSessionState.Reconnecting);
        bench.Gateways[0].Send(new CanFrame(1));

        // It may be too old before it comes to the other session, where the machine does something else.
        await Waiting.Until(() => bench.Sessions[1].Statistics.FramesWithdrawn + bridge.FramesTooOld == 1);
        bench.Gateways[1].Resume();
        await bench.Sessions[1].BecomesAsync(CanSessionState.Connected);
        bench.Gateways[0].Send(new CanFrame(2));
        Assert.Equal(["002#"], await bench.OnBusAsync(1, 1));
        await Waiting.Until(() => bridge.FramesTooOld == 1 && bridge.FramesForwarded == 1 && bridge.EventsAfter().Count > 0);
        Assert.Contains("longer than 0.7 s", Assert.Single(bridge.EventsAfter()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_long_a_frame_waits_does_not_depend_on_the_clock_of_another_computer()
    {
        await using var bench = await BridgeBench.OpenAsync(1);
        using var peer = new Peer();
        await using var open = peer.Open("socketcand://127.0.0.1:PORT/can0?time=remote");
        await peer.AcceptAsync();
        await peer.SayAsync("< hi >< ok >< ok >");
        await using var bridge = CanBridge.Start(open.Session, bench.Sessions[0]);
        foreach (var time in new[] { "1000000000.0", "9000000000.0" })
        {
            await peer.SayAsync($"< frame 123 {time} 11 >");
        }

        Assert.Equal(["123#11", "123#11"], await bench.OnBusAsync(0, 2));
        Assert.Equal((2L, 0L), (bridge.FramesForwarded, bridge.FramesDropped));
    }

    [Fact]
    public async Task No_more_frames_a_second_go_than_may()
    {
        await using var bench = await BridgeBench.OpenAsync();
        var bridge = bench.Join(0, 1, new() { OneWay = true, MaxFrameRate = 1000, MaxAge = TimeSpan.FromSeconds(10) });
        var clock = Stopwatch.StartNew();
        await bench.Gateways[0].SendAsync(Numbered(0, 200), Ending);
        await bench.Buses[1].WaitForAsync(200, Ending);
        Assert.InRange(clock.ElapsedMilliseconds, 150, long.MaxValue);
        Assert.Equal(0, bridge.FramesDropped);
    }

    [Fact]
    public async Task A_loop_of_bridges_is_refused_and_a_chain_is_not()
    {
        await using var bench = await BridgeBench.OpenAsync(3);
        bench.Join(0, 1);
        bench.Join(1, 2);
        var refused = Assert.Throws<InvalidOperationException>(() => bench.Join(2, 0));
        Assert.Contains("other bridges already lead from 'a' to 'c'", refused.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => bench.Join(2, 0, new() { OneWay = true }));
        Assert.Throws<InvalidOperationException>(() => bench.Join(1, 0, new() { OneWay = true }));
        Assert.Contains("was given twice", Assert.Throws<ArgumentException>(() => bench.Join(1, 1)).Message, StringComparison.Ordinal);
        bench.Gateways[0].Send(new CanFrame(1));
        Assert.Equal(["001#"], await bench.OnBusAsync(2, 1));
        bench.Gateways[2].Send(new CanFrame(2));
        Assert.Equal(["002#"], await bench.OnBusAsync(0, 1));
        Assert.Equal(["001#", "002#"], await bench.OnBusAsync(1, 2));
    }

    [Fact]
    public async Task A_bridge_that_has_ended_makes_room_for_another()
    {
        await using var bench = await BridgeBench.OpenAsync();
        await bench.Join(0, 1).DisposeAsync();
        Assert.Equal(BridgeState.Running, bench.Join(1, 0).State);
    }

    [Fact]
    public async Task A_circle_that_nobody_can_see_ends_the_bridge()
    {
        await using var bench = await BridgeBench.OpenAsync(1);
        await using var again = await TestSession.ConnectAsync(TestSession.To(bench.Gateways[0]) with { Name = "again" }, bench.Gateways[0]);
        await using var bridge = CanBridge.Start(bench.Sessions[0], again);
        bench.Gateways[0].Send([.. Enumerable.Repeat(new CanFrame(0x123, [1]), 20)]);
        await bridge.Completion.WaitAsync(Ending);
        Assert.Contains("123#01 went over it 300 times within 0.1 s", Assert.Single(bridge.EventsAfter(), one => one.Kind == BridgeEventKind.Loop).Message, StringComparison.Ordinal);
        Assert.NotNull(bridge.LastError);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public async Task It_ends_with_either_of_its_devices(int device, bool oneWay)
    {
        await using var bench = await BridgeBench.OpenAsync();
        var bridge = bench.Join(0, 1, new() { OneWay = oneWay });
        await bench.Sessions[device].CloseAsync(Ending);
        await bridge.Completion.WaitAsync(Ending);
        Assert.Contains($"because '{bench.Sessions[device].Name}' is closed", Assert.Single(bridge.EventsAfter()).Message, StringComparison.Ordinal);
        Assert.Equal(BridgeState.Stopped, bridge.State);
    }

    [Fact]
    public async Task What_the_other_side_cannot_carry_is_counted_and_told()
    {
        await using var bench = await BridgeBench.OpenAsync(1);
        var bus = new MemoryBus("fd");
        await using var fd = await CanSession.ConnectAsync(new SessionOptions { Name = "fd", Connector = bus.CreateConnector }, Ending);
        await using var other = await CanSession.ConnectAsync(new SessionOptions { Name = "other", Connector = bus.CreateConnector }, Ending);
        await using var bridge = CanBridge.Start(fd, bench.Sessions[0]);
        await other.SendAsync(CanFrame.Parse("123##00102"), Ending);
        await other.SendAsync(CanFrame.Parse("123#01"), Ending);
        Assert.Equal(["123#01"], await bench.OnBusAsync(0, 1));
        Assert.Equal((1L, 1L), (bridge.FramesNotCarried, bridge.FramesDropped));
        Assert.Contains("carries no CAN FD frames", Assert.Single(bridge.EventsAfter()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_are_checked_where_they_are_given()
    {
        await using var bench = await BridgeBench.OpenAsync();
        Assert.Throws<ArgumentOutOfRangeException>(() => bench.Join(0, 1, new() { MaxAge = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(() => bench.Join(0, 1, new() { MaxFrameRate = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => bench.Join(0, 1, new() { IdMap = new Dictionary<uint, uint> { [1] = 3, [2] = 3 } }));
        Assert.Equal(BridgeState.Running, bench.Join(0, 1, new() { OneWay = true, IdMap = new Dictionary<uint, uint> { [1] = 3, [2] = 3 } }).State);
    }
}
