using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;
using Caneth.Sessions;

namespace Caneth.Tests.Diagnostics.Channels;

/// <summary>Nodes of J1939 on a bus: their addresses, what they send and take, and what becomes of it when something goes wrong.</summary>
public sealed class J1939NodeTests
{
    private const uint Proprietary = 0xEF00;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_claims_its_address_and_tells_it_to_who_asks()
    {
        await using var bench = await J1939NodeBench.OpenAsync();
        using var node = await bench.NodeAsync(0xF9);
        Assert.Equal(((byte)0xF9, J1939NodeState.Claimed, "0xF9 on node F9"), (await node.WaitForAddressAsync(Ending), node.State, $"{node}"));
        Assert.Equal("18EEFFF9#0001000000000000", await bench.HearsAsync("18EEFF"));
        foreach (var request in new[] { "18EAFF01#00EE00", "18EAF901#00EE00" })
        {
            await bench.SayAsync(request);
            Assert.Equal("18EEFFF9#0001000000000000", await bench.HearsAsync("18EEFF"));
        }

        // What only it could have it refuses; what is asked of all or of others it does not.
        await bench.SayAsync("18EA0001#ECFE00", "18EAFF01#ECFE00", "18EAF901#ECFE00");
        Assert.Equal("18E8FFF9#01FFFFFF01ECFE00", await bench.HearsAsync("18E8FF"));
        Assert.Empty(bench.Heard());
    }

    // AgIsoStack++ 564, 567, 555; the contention of j1939_hard.py.
    [Fact]
    public async Task Of_two_nodes_that_want_one_address_the_lower_NAME_has_it_and_the_other_one_says_that_it_has_none()
    {
        await using var bench = await J1939NodeBench.OpenAsync();
        using var low = await bench.NodeAsync(0x20, 0x100);
        using var high = await bench.NodeAsync(0x20, 0x200);
        Assert.Equal((J1939NodeState.Claimed, J1939NodeState.CannotClaim), (low.State, high.State));
        await Waiting.AdvanceUntil(bench.Time, TimeSpan.FromMilliseconds(10), () => bench.Heard().Contains("18EEFFFE#0002000000000000"));
        var failed = await Assert.ThrowsAsync<J1939Exception>(() => high.SendAsync(0xFF00, new byte[3], cancellationToken: Ending));
        Assert.Equal(J1939Error.NoAddress, failed.Error);
        Assert.Contains("0x20 is claimed by the NAME 0000000000000100", failed.Message);
        await low.SendAsync(0xFF00, new byte[1], cancellationToken: Ending);
        Assert.Equal("18FF0020#00", await bench.HearsAsync("18FF00"));
    }

    [Fact]
    public async Task A_node_that_is_driven_out_gives_up_what_it_sends_and_moves_where_it_may()
    {
        await using var bench = await J1939NodeBench.OpenAsync();
        using var node = await bench.NodeAsync(0x80, 1UL << 63);
        var sending = node.SendAsync(Proprietary, new byte[100], 0x05, cancellationToken: Ending);
        await bench.HearsAsync("1CEC0580");
        await bench.SayAsync("18EEFF80#0100000000000000");
        Assert.Equal(J1939Error.NoAddress, (await Assert.ThrowsAsync<J1939Exception>(() => sending)).Error);
        Assert.StartsWith("18EEFF81#", await bench.HearsAsync("18EEFF"));
        await bench.SettleAsync(node);
        Assert.Equal((byte)0x81, node.Address);
        await bench.SayAsync("1CEC8105#110201FFFF00EF00");
        await node.SendAsync(0xFF00, new byte[] { 7 }, cancellationToken: Ending);
        Assert.Equal("18FF0081#07", await bench.HearsAsync("18FF00"));
        Assert.DoesNotContain(bench.Heard(), frame => frame.StartsWith("1CEB", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Messages_of_any_length_go_from_node_to_node_and_to_all()
    {
        await using var bench = await J1939NodeBench.OpenAsync();
        using var left = await bench.NodeAsync(1, 1);
        using var right = await bench.NodeAsync(2, 2, atOnce: 3);
        using var reader = new J1939Reader(right.Session);
        foreach (var (length, to, transport) in new (int, byte?, J1939Transport)[]
        {
            (0, null, J1939Transport.OneFrame), (8, 2, J1939Transport.OneFrame), (9, 2, J1939Transport.Connection), (1785, 2, J1939Transport.Connection), (30, null, J1939Transport.Broadcast),
        })
        {
            var message = IsoTpMachinesTests.Counting(length);
            await bench.RunAsync(left.SendAsync(Proprietary, message, to, cancellationToken: Ending));
            var came = await bench.RunAsync(NextAsync(reader, Proprietary));
            Assert.Equal((Proprietary, (byte)1, to ?? 255, transport), (came.Pgn, came.Source, came.Destination!.Value, came.Transport));
            Assert.Equal(message, came.Data.ToArray());
        }

        Assert.Equal(5, left.MessagesSent);
    }

    [Fact]
    public async Task Messages_to_one_address_and_to_all_go_side_by_side_and_both_ways()
    {
        await using var bench = await J1939NodeBench.OpenAsync();
        using var left = await bench.NodeAsync(1, 1);
        using var right = await bench.NodeAsync(2, 2);
        using var reader = new J1939Reader(bench.Hand);
        var sends = new[]
        {
            left.SendAsync(0xFF01, new byte[20], cancellationToken: Ending), left.SendAsync(0xFF02, new byte[21], 2, cancellationToken: Ending),
            left.SendAsync(0xFF03, new byte[22], 2, cancellationToken: Ending), right.SendAsync(0xFF04, new byte[23], 1, cancellationToken: Ending),
        };
        await bench.RunAsync(Task.WhenAll(sends));
        var came = new List<(uint Group, int Length)>();
        while (came.Count < 4)
        {
            var message = await bench.RunAsync(NextAsync(reader));
            Assert.True(message.Complete);
            came.Add((message.Pgn, message.Length));
        }

        Assert.Equal([(0xFF01, 20), (0xFF02, 21), (0xFF03, 22), (0xFF04, 23)], came.Order().ToArray());
    }

    // python-can-j1939 72, 73, and the lost packet of j1939_hard.py; then its second RTS.
    [Fact]
    public async Task A_packet_that_is_lost_is_asked_for_again_and_a_new_message_takes_the_place_of_the_old()
    {
        await using var bench = await J1939NodeBench.OpenAsync();
        using var node = await bench.NodeAsync(0);
        using var reader = new J1939Reader(node.Session);
        await bench.SayAsync("1CEC00F9#1028000610 00EF00".Replace(" ", ""));
        Assert.Equal("1CECF900#110601FFFF00EF00", await bench.HearsAsync("1CECF9"));
        var packets = Enumerable.Range(0, 6).Select(number => $"1CEB00F9#{number + 1:X2}{string.Concat(Enumerable.Range(number * 7, 7).Select(value => $"{value:X2}"))}").ToArray();
        await bench.SayAsync([.. packets.Where((_, index) => index != 2)]);
        Assert.Equal("1CECF900#110403FFFF00EF00", await bench.HearsAsync("1CECF9"));
        await bench.SayAsync(packets[2..]);
        Assert.Equal("1CECF900#13280006FF00EF00", await bench.HearsAsync("1CECF9"));
        Assert.Equal(Enumerable.Range(0, 40).Select(value => (byte)value), (await NextAsync(reader, Proprietary)).Data.ToArray());

        await bench.SayAsync("1CEC00F9#102800061000EF00", "1CEC00F9#101400031000EF00");
        await bench.HearsAsync("1CECF900#110601");
        Assert.Equal("1CECF900#110301FFFF00EF00", await bench.HearsAsync("1CECF9"));
        await bench.SayAsync(packets[..3]);
        Assert.Equal("1CECF900#13140003FF00EF00", await bench.HearsAsync("1CECF9"));
        Assert.Equal(J1939Error.Superseded, (await NextAsync(reader, Proprietary)).Error);
        Assert.Equal(20, (await NextAsync(reader, Proprietary)).Data.Count);
    }

    // Open-SAE-J1939 80: T1, T2 and T3.
    [Fact]
    public async Task A_sender_that_stops_is_asked_again_and_then_told_and_a_receiver_that_says_nothing_too()
    {
        await using var bench = await J1939NodeBench.OpenAsync();
        using var node = await bench.NodeAsync(0);
        await bench.SayAsync("1CEC00F9#102800061000EF00");
        await bench.HearsAsync("1CECF900#110601");
        await bench.RunAsync(bench.HearsAsync("1CECF900#110601"));
        await bench.RunAsync(bench.HearsAsync("1CECF900#110601"));
        Assert.Equal("1CECF900#FF03FFFFFF00EF00", await bench.RunAsync(bench.HearsAsync("1CECF900")));
        var sending = node.SendAsync(Proprietary, new byte[20], 0xF9, cancellationToken: Ending);
        await bench.HearsAsync("1CECF900#10");
        var failed = await Assert.ThrowsAsync<J1939Exception>(() => bench.RunAsync(sending));
        Assert.Equal((J1939Error.NoAnswer, "PGN 61184 was not sent whole to 0xF9. The receiver did not answer within 1.25 s."), (failed.Error, failed.Message));
        Assert.Equal("1CECF900#FF03FFFFFF00EF00", await bench.HearsAsync("1CECF900"));
    }

    [Fact]
    public async Task A_receiver_may_ask_for_patience_and_again_and_break_off()
    {
        await using var bench = await J1939NodeBench.OpenAsync();
        using var node = await bench.NodeAsync(0);
        var sending = node.SendAsync(Proprietary, new byte[20], 0xF9, cancellationToken: Ending);
        await bench.HearsAsync("1CECF900#10");
        await bench.SayAsync("1CEC00F9#1100FFFFFF00EF00");
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await bench.SayAsync("1CEC00F9#110301FFFF00EF00");
        await bench.HearsAsync("1CEBF900#03");
        await bench.SayAsync("1CEC00F9#110202FFFF00EF00");
        Assert.StartsWith("1CEBF900#02", await bench.HearsAsync("1CEBF900"));
        Assert.StartsWith("1CEBF900#03", await bench.HearsAsync("1CEBF900"));
        Assert.False(sending.IsCompleted);
        await bench.SayAsync("1CEC00F9#FF02FFFFFF00EF00");
        var failed = await Assert.ThrowsAsync<J1939Exception>(() => sending);
        Assert.Equal(J1939Error.Aborted, failed.Error);
        Assert.Contains("0xF9 broke it off: it needed its resources for something else (2).", failed.Message);
    }

    [Fact]
    public async Task Whoever_gives_up_tells_the_receiver_and_the_next_message_goes()
    {
        await using var bench = await J1939NodeBench.OpenAsync();
        using var node = await bench.NodeAsync(0);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        var sending = node.SendAsync(Proprietary, new byte[20], 0xF9, cancellationToken: stop.Token);
        await bench.HearsAsync("1CECF900#10");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal("1CECF900#FFFAFFFFFF00EF00", await bench.HearsAsync("1CECF900"));
        sending = node.SendAsync(Proprietary, new byte[9], 0xF9, cancellationToken: Ending);
        await bench.HearsAsync("1CECF900#10");
        await bench.SayAsync("1CEC00F9#13090002FF00EF00");
        await sending;
    }

    [Fact]
    public async Task A_break_ends_what_is_under_way_and_afterwards_the_address_is_claimed_again_and_nothing_else_is_said()
    {
        await using var bench = await J1939NodeBench.OpenAsync();
        using var node = await bench.NodeAsync(0x20);
        var sending = node.SendAsync(Proprietary, new byte[100], 0xF9, cancellationToken: Ending);
        await bench.HearsAsync("1CECF920#10");
        bench.Bus.Interrupt();
        Assert.Equal(J1939Error.LinkLost, (await Assert.ThrowsAsync<J1939Exception>(() => sending)).Error);
        Assert.Equal(J1939NodeState.Disconnected, node.State);
        Assert.Equal(J1939Error.LinkLost, (await Assert.ThrowsAsync<J1939Exception>(() => node.SendAsync(0xFF00, new byte[1], cancellationToken: Ending))).Error);
        bench.Bus.Resume();
        await Waiting.AdvanceUntil(bench.Time, TimeSpan.FromMilliseconds(20),
            () => bench.Hand.State == CanSessionState.Connected && node.State == J1939NodeState.Claimed);
        await node.SendAsync(0xFF00, new byte[1], cancellationToken: Ending);
        await Waiting.Until(() => node.MessagesSent == 1);
        Assert.All(bench.Heard(), frame => Assert.True(frame.StartsWith("18EEFF20", StringComparison.Ordinal) || frame == "18FF0020#00", frame));
    }

    [Fact]
    public async Task Everything_ends_with_the_node_and_with_its_session()
    {
        await using var bench = await J1939NodeBench.OpenAsync();
        foreach (var closesSession in new[] { false, true })
        {
            var node = await bench.NodeAsync(0x20);
            var sending = node.SendAsync(Proprietary, new byte[100], 0xF9, cancellationToken: Ending);
            var asking = node.RequestAsync(0xFEEC, 0, Ending);
            await bench.HearsAsync("18EA0020");
            if (closesSession)
            {
                await node.Session.CloseAsync(Ending);
            }
            else
            {
                node.Dispose();
            }

            await Assert.ThrowsAnyAsync<Exception>(() => sending.WaitAsync(TimeSpan.FromSeconds(20), Ending));
            await Assert.ThrowsAnyAsync<Exception>(() => asking.WaitAsync(TimeSpan.FromSeconds(20), Ending));
            await Waiting.Until(() => node.IsOver);
            Assert.Equal((J1939NodeState.Closed, (byte?)null), (node.State, node.Address));
            await Assert.ThrowsAnyAsync<Exception>(() => node.SendAsync(0xFF00, new byte[1], cancellationToken: Ending));
            await node.Session.DisposeAsync();
        }
    }

    [Fact]
    public async Task What_cannot_be_sent_is_refused_before_anything_is()
    {
        await using var bench = await J1939NodeBench.OpenAsync();
        using var node = await bench.NodeAsync(0x20);
        foreach (var (group, length, to, text) in new (uint, int, byte?, string)[]
        {
            (0x40000, 1, null, "0 to 262143"), (0xFF00, 1786, null, "0 to 1785 bytes"), (0xEF05, 1, null, "Give 0xEF00, and the destination apart"),
            (0xEF00, 1, 254, "who has none"), (0xEF00, 1, 0x20, "itself"), (0xFECA, 8, 1, "goes to all"), (0xEE00, 8, null, "on its own"), (0xEC00, 8, 1, "on its own"),
        })
        {
            Assert.Contains(text, (await Assert.ThrowsAnyAsync<ArgumentException>(() => node.SendAsync(group, new byte[length], to, cancellationToken: Ending))).Message);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new J1939Node(node.Session, new() { Address = 254 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new J1939Node(node.Session, new() { MaxPacketsAtOnce = 0 }));
        Assert.DoesNotContain(bench.Heard(), frame => !frame.StartsWith("18EEFF", StringComparison.Ordinal));
    }

    // Any loss of transport gives the message or an error, never wrong data.
    [Fact]
    public async Task Whatever_is_lost_between_two_nodes_a_message_is_right_or_an_error()
    {
        await using var bench = await J1939NodeBench.OpenAsync();
        using var node = await bench.NodeAsync(0);
        using var reader = new J1939Reader(node.Session);
        var random = new Random(1939);
        for (var round = 0; round < 40; round++)
        {
            var message = new byte[random.Next(9, 120)];
            random.NextBytes(message);
            var frames = new J1939Frames(0xF9, 0);
            var packets = J1939Control.PacketsOf(message.Length);
            var announcement = new J1939Control { Kind = J1939ControlKind.RequestToSend, GroupNumber = Proprietary, Length = message.Length, Packets = (byte)packets, MaxAtOnce = 255 };
            var order = Enumerable.Range(1, packets).Concat(Enumerable.Range(1, packets)).Where(_ => random.Next(3) > 0).OrderBy(_ => random.Next(4));
            CanFrame[] transfer = [frames.Control(announcement), .. order.Select(number => frames.Packet(number, message))];
            await bench.Hand.SendAsync(transfer, cancellationToken: Ending);
            await bench.SayAsync("18FEF1F9#0000000000000000");
            J1939Message came;
            do
            {
                came = await NextAsync(reader);
                Assert.True(came.Pgn != Proprietary || came.Data.AsSpan().SequenceEqual(message) || !came.Complete, $"Round {round}: {came}");
            }
            while (came.Pgn != 0xFEF1);
        }
    }

    private static async Task<J1939Message> NextAsync(J1939Reader reader, uint? group = null)
    {
        while (await reader.WaitToReadAsync(Ending))
        {
            while (reader.TryRead(out var message))
            {
                if (group is null ? message.Pgn is not (0xEE00 or 0xEA00) : message.Pgn == group)
                {
                    return message;
                }
            }
        }

        throw new InvalidOperationException("The session ended.");
    }
}
