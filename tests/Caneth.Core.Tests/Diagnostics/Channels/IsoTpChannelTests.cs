using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;
using Caneth.Sessions;

namespace Caneth.Tests.Diagnostics.Channels;

/// <summary>Whole messages between two sides: in order, complete, at the pace that the other side asks for; and errors by their own names.</summary>
public sealed class IsoTpChannelTests
{
    private const int LongLength = 60;

    // What tells of a failure at once; the waits for what does not come are a second.
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(700);

    // Times of frames are those of the wall clock, which the system corrects now and then by some millionths.
    private static readonly TimeSpan ClockGrain = TimeSpan.FromMicroseconds(5);

    private static readonly IsoTpOptions Impatient = new()
    {
        FlowControlTimeout = TimeSpan.FromMilliseconds(50),
        ConsecutiveFrameTimeout = TimeSpan.FromMilliseconds(50),
    };

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(4095)]
    [InlineData(20_000)]
    public async Task A_message_of_any_length_comes_whole_both_ways(int length)
    {
        await using var bench = await ChannelBench.OpenAsync();
        using var tester = new IsoTpChannel(bench.Tester, ChannelBench.Address);
        using var unit = new IsoTpChannel(bench.Unit, ChannelBench.Address.Reverse());
        var message = Bytes(length);
        await tester.SendAsync(message, Ending);
        Assert.Equal(message, (await FirstAsync(unit)).Data.ToArray());
        await unit.SendAsync(message, Ending);
        Assert.Equal(message, (await FirstAsync(tester)).Data.ToArray());
        Assert.Equal((1L, 1L, 0L, 0L), (tester.MessagesSent, tester.MessagesReceived, tester.MessagesIncomplete, tester.MessagesDropped));
    }

    [Fact]
    public async Task Messages_of_both_ways_at_once_do_not_disturb_each_other()
    {
        await using var bench = await ChannelBench.OpenAsync();
        using var tester = new IsoTpChannel(bench.Tester, ChannelBench.Address, new() { BlockSize = 3 });
        using var unit = new IsoTpChannel(bench.Unit, ChannelBench.Address.Reverse(), new() { BlockSize = 5 });
        var (there, back) = (Bytes(3000), Bytes(2000));
        await Task.WhenAll(tester.SendAsync(there, Ending), unit.SendAsync(back, Ending));
        Assert.Equal(there, (await FirstAsync(unit)).Data.ToArray());
        Assert.Equal(back, (await FirstAsync(tester)).Data.ToArray());
    }

    [Fact]
    public async Task Messages_that_are_given_at_once_go_one_after_another()
    {
        await using var bench = await ChannelBench.OpenAsync();
        using var tester = new IsoTpChannel(bench.Tester, ChannelBench.Address);
        using var unit = new IsoTpChannel(bench.Unit, ChannelBench.Address.Reverse());
        byte[][] messages = [Bytes(100), Bytes(5), Bytes(200)];
        await Task.WhenAll(messages.Select(message => tester.SendAsync(message, Ending)));
        foreach (var message in messages)
        {
            Assert.Equal(message, (await FirstAsync(unit)).Data.ToArray());
        }
    }

    // Reports 1, 2 and 3: the time is kept from the moment when the frame before was written, on this side of the gateway.
    [Theory]
    [InlineData(0x01, 1.0)]
    [InlineData(0xF1, 0.1)]
    [InlineData(0x7F, 127.0)]
    [InlineData(0x80, 127.0)]
    [InlineData(0x05, 5.0)]
    public async Task The_time_between_frames_that_the_other_side_asks_for_is_never_undershot(byte asked, double milliseconds)
    {
        var frames = milliseconds > 100 ? 3 : milliseconds > 1 ? 20 : 60;
        await using var bench = await ChannelBench.OpenAsync();
        bench.Answer(FlowControl(0, asked));
        using var sent = bench.Tester.Subscribe(new() { IncludeSent = true });
        using var tester = new IsoTpChannel(bench.Tester, ChannelBench.Address);
        await tester.SendAsync(Bytes(6 + 7 * frames), Ending);
        var times = sent.Take().ToArray().Where(frame => frame.Transmitted && frame.Data[0] >> 4 == 2).Select(frame => frame.Timestamp).ToList();
        Assert.Equal(frames, times.Count);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromMilliseconds(milliseconds) - ClockGrain,
            $"{(pair.Second - pair.First).TotalMilliseconds} ms"));
    }

    // Report 5, and the two ways to be slower than the control unit asks for.
    [Fact]
    public async Task The_user_can_be_slower_than_the_other_side_asks_for()
    {
        await using var bench = await ChannelBench.OpenAsync();
        bench.Answer(FlowControl(0, 1));
        using var sent = bench.Tester.Subscribe(new() { IncludeSent = true });
        using var tester = new IsoTpChannel(bench.Tester, ChannelBench.Address,
            new() { MinimumGap = TimeSpan.FromMilliseconds(2), GatewayJitter = TimeSpan.FromMilliseconds(3) });
        await tester.SendAsync(Bytes(LongLength), Ending);
        var times = sent.Take().ToArray().Where(frame => frame.Transmitted && frame.Data[0] >> 4 == 2).Select(frame => frame.Timestamp).ToList();
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromMilliseconds(4) - ClockGrain));
    }

    // F1: a gateway holds 600 frames and drops the rest without a word.
    [Fact]
    public async Task No_more_frames_are_on_their_way_than_a_gateway_holds()
    {
        const int InFlight = 20;
        const int BitRate = 1_000_000;
        await using var bench = await ChannelBench.OpenAsync();
        bench.Answer(FlowControl(0, 0));
        using var sent = bench.Tester.Subscribe(new() { IncludeSent = true });
        using var tester = new IsoTpChannel(bench.Tester, ChannelBench.Address, new() { FramesInFlight = InFlight, BitRate = BitRate });
        await tester.SendAsync(Bytes(6 + 7 * 200), Ending);
        var frames = sent.Take().ToArray();
        var granted = frames.First(frame => !frame.Transmitted).Timestamp;
        var times = frames.Where(frame => frame.Transmitted && frame.Data[0] >> 4 == 2).Select(frame => frame.Timestamp).ToList();
        Assert.Equal(200, times.Count);
        var frameTime = TimeSpan.FromSeconds(BitTiming.MostBitsOf(new CanFrame(0x7E0, new byte[8])) / (double)BitRate);
        for (var index = InFlight; index < times.Count; index++)
        {
            Assert.True(times[index] - granted >= (index + 1 - InFlight) * frameTime - ClockGrain, $"Frame {index} left after {times[index] - granted}.");
        }
    }

    // Reports 8, 9, 10, 11: at once or when the time is over, and by its own name.
    [Theory]
    [InlineData("32 00 00", IsoTpError.Overflow, "no room")]
    [InlineData("33 00 00", IsoTpError.InvalidFlowStatus, "status 3")]
    [InlineData("31 00 00", IsoTpError.TooManyWaits, "more than 2 times")]
    public async Task What_the_other_side_refuses_fails_at_once_and_nothing_more_is_sent(string flowControl, IsoTpError error, string text)
    {
        await using var bench = await ChannelBench.OpenAsync();
        bench.Answer([.. Enumerable.Repeat(CanFrame.Parse($"7E8#{flowControl.Replace(" ", "")}"), 3)]);
        using var tester = new IsoTpChannel(bench.Tester, ChannelBench.Address, new() { MaxWaits = 2 });
        var failed = await Assert.ThrowsAsync<IsoTpException>(() => tester.SendAsync(Bytes(LongLength), Ending).WaitAsync(AtOnce, Ending));
        Assert.Equal(error, failed.Error);
        Assert.Contains(text, failed.Message);
        Assert.Contains("7E0 -> 7E8", failed.Message);
        Assert.Equal(1, bench.Tester.FramesSent);
        Assert.Equal(0, tester.MessagesSent);
    }

    [Fact]
    public async Task Where_no_flow_control_comes_it_says_so_and_nothing_more_is_sent()
    {
        await using var bench = await ChannelBench.OpenAsync();
        using var tester = new IsoTpChannel(bench.Tester, ChannelBench.Address, Impatient);
        var failed = await Assert.ThrowsAsync<IsoTpException>(() => tester.SendAsync(Bytes(LongLength), Ending));
        Assert.Equal(IsoTpError.NoFlowControl, failed.Error);
        Assert.Contains("6 of 60 bytes", failed.Message);
        Assert.NotNull(failed.Recommendation);

        // The next message is not the worse for it.
        await tester.SendAsync(Bytes(3), Ending);
        Assert.Equal(2, bench.Tester.FramesSent);
    }

    // Report 8: after a later block, too.
    [Fact]
    public async Task Where_the_flow_control_after_a_block_does_not_come_it_says_so()
    {
        await using var bench = await ChannelBench.OpenAsync();
        bench.Answer(FlowControl(2, 0));
        using var tester = new IsoTpChannel(bench.Tester, ChannelBench.Address, Impatient);
        var failed = await Assert.ThrowsAsync<IsoTpException>(() => tester.SendAsync(Bytes(LongLength), Ending));
        Assert.Equal(IsoTpError.NoFlowControl, failed.Error);
        Assert.Contains("20 of 60 bytes", failed.Message);
    }

    // Report 7: the next frame is waited for by a timer, whether a frame comes or not.
    [Fact]
    public async Task A_message_that_breaks_off_is_received_as_far_as_it_came()
    {
        await using var bench = await ChannelBench.OpenAsync();
        using var tester = new IsoTpChannel(bench.Tester, ChannelBench.Address, Impatient);
        await bench.Unit.SendAsync(CanFrame.Parse("7E8#101462F190574341"), Ending);
        var message = await FirstAsync(tester);
        Assert.Equal(IsoTpError.NoConsecutiveFrame, message.Error);
        Assert.Equal((20L, "62 F1 90 57 43 41"), (message.Length, message.Data.ToString()));
        Assert.Equal(1, tester.MessagesIncomplete);
    }

    // Report 16, and scenario 11: what is declared is not believed, and the other side hears that it is too long.
    [Fact]
    public async Task A_message_that_is_too_long_is_refused_with_an_overflow()
    {
        await using var bench = await ChannelBench.OpenAsync();
        using var tester = new IsoTpChannel(bench.Tester, ChannelBench.Address);
        await bench.Unit.SendAsync(CanFrame.Parse("7E8#10007FFFFFFF0102"), Ending);
        Assert.Equal(IsoTpError.TooLong, (await FirstAsync(tester)).Error);
        var frames = await bench.FramesAsync(2);
        Assert.Equal("7E0#320000CCCCCCCCCC", frames[1].ToShortString());
    }

    // Reports 13 and 19: one flow control, to the sender alone, of 8 bytes.
    [Fact]
    public async Task A_first_frame_gets_one_flow_control()
    {
        await using var bench = await ChannelBench.OpenAsync();
        using var tester = new IsoTpChannel(bench.Tester, ChannelBench.Address);
        await bench.Unit.SendAsync(
            new[] { CanFrame.Parse("7E8#100A62F190574341"), CanFrame.Parse("7E9#100A62F190574341"), CanFrame.Parse("7E8#2101020304CCCCCC") },
            cancellationToken: Ending);
        Assert.Equal("62 F1 90 57 43 41 01 02 03 04", (await FirstAsync(tester)).Data.ToString());
        await tester.SendAsync(Bytes(1), Ending);
        var ofTester = (await bench.FramesAsync(5)).Where(frame => frame.Id == 0x7E0).Select(frame => frame.ToShortString());
        Assert.Equal(["7E0#300000CCCCCCCCCC", "7E0#0100CCCCCCCCCCCC"], ofTester);
    }

    // Report 23.
    [Fact]
    public async Task Whoever_else_reads_takes_nothing_away()
    {
        await using var bench = await ChannelBench.OpenAsync();
        using var other = bench.Tester.Subscribe();
        using var tester = new IsoTpChannel(bench.Tester, ChannelBench.Address);
        using var second = new IsoTpChannel(bench.Tester, IsoTpAddress.Normal(0x7E1, 0x7E9));
        bench.Answer(FlowControl(0, 0));
        await tester.SendAsync(Bytes(LongLength), Ending);
        Assert.True(await other.WaitToReadAsync(Ending));
        Assert.Equal("7E8#300000", other.Take().Span[0].ToShortString());
    }

    [Fact]
    public async Task What_is_queued_of_a_message_that_is_cancelled_is_never_sent()
    {
        await using var bench = await ChannelBench.OpenAsync();
        bench.Answer(FlowControl(0, 50));
        using var tester = new IsoTpChannel(bench.Tester, ChannelBench.Address);
        using var stop = new CancellationTokenSource();
        var sending = tester.SendAsync(Bytes(LongLength), stop.Token);
        await bench.FramesAsync(3);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        var before = bench.Tester.FramesSent;
        await tester.SendAsync(Bytes(1), Ending);
        Assert.Equal(before + 1, bench.Tester.FramesSent);
    }

    [Fact]
    public async Task A_message_under_way_ends_with_the_connection_and_no_frame_of_it_is_sent_later()
    {
        await using var bench = await ChannelBench.OpenAsync();
        bench.Answer(FlowControl(0, 20));
        using var tester = new IsoTpChannel(bench.Tester, ChannelBench.Address);
        var sending = tester.SendAsync(Bytes(500), Ending);
        await bench.FramesAsync(4);
        bench.Bus.Interrupt();
        var lost = await Assert.ThrowsAsync<IsoTpException>(() => sending.WaitAsync(AtOnce, Ending));
        Assert.Equal(IsoTpError.LinkLost, lost.Error);

        var refused = await Assert.ThrowsAsync<IsoTpException>(() => tester.SendAsync(Bytes(3), Ending));
        Assert.Contains("reconnecting", refused.Message);

        bench.Bus.Resume();
        await bench.ConnectedAsync();
        bench.Forget();
        await tester.SendAsync(Bytes(2), Ending);
        Assert.Equal("7E0#020007CCCCCCCCCC", (await bench.FramesAsync(1))[0].ToShortString());
    }

    [Fact]
    public async Task A_message_that_is_being_received_ends_with_the_connection()
    {
        await using var bench = await ChannelBench.OpenAsync();
        using var tester = new IsoTpChannel(bench.Tester, ChannelBench.Address);
        await bench.Unit.SendAsync(CanFrame.Parse("7E8#101462F190574341"), Ending);
        await bench.FramesAsync(2);
        bench.Bus.Interrupt();
        Assert.Equal(IsoTpError.LinkLost, (await FirstAsync(tester)).Error);
        bench.Bus.Resume();
    }

    [Fact]
    public async Task It_ends_with_its_session()
    {
        await using var bench = await ChannelBench.OpenAsync();
        using var tester = new IsoTpChannel(bench.Tester, ChannelBench.Address);
        await bench.Tester.CloseAsync(Ending);
        Assert.True(tester.IsOver);
        Assert.Empty(await tester.ReceiveAsync(Ending).ToListAsync(Ending));
        await Assert.ThrowsAsync<CanSessionException>(() => tester.SendAsync(Bytes(1), Ending));
        using var late = new IsoTpChannel(bench.Tester, ChannelBench.Address);
        Assert.True(late.IsOver);
    }

    [Fact]
    public async Task What_is_under_way_ends_with_it()
    {
        await using var bench = await ChannelBench.OpenAsync();
        var tester = new IsoTpChannel(bench.Tester, ChannelBench.Address);
        var sending = tester.SendAsync(Bytes(LongLength), Ending);
        tester.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => sending);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => tester.SendAsync(Bytes(1), Ending));
        Assert.Empty(await tester.ReceiveAsync(Ending).ToListAsync(Ending));
        Assert.Equal(0, bench.Tester.ReaderCount);
    }

    [Fact]
    public async Task Of_messages_that_nobody_receives_the_latest_are_kept_and_the_others_counted()
    {
        await using var bench = await ChannelBench.OpenAsync();
        using var tester = new IsoTpChannel(bench.Tester, ChannelBench.Address);
        using var unit = new IsoTpChannel(bench.Unit, ChannelBench.Address.Reverse());
        for (var number = 0; number < 300; number++)
        {
            await unit.SendAsync(new[] { (byte)(number >> 8), (byte)number }, Ending);
        }

        await Waiting.Until(() => tester.MessagesDropped == 44);
        Assert.Equal(300, tester.MessagesReceived);
        Assert.Equal("00 2C", (await FirstAsync(tester)).Data.ToString());
    }

    internal static CanFrame FlowControl(byte blockSize, byte separationTime) => new(0x7E8, [0x30, blockSize, separationTime]);

    internal static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(index => (byte)(index * 7))];

    internal static async Task<IsoTpMessage> FirstAsync(IsoTpChannel channel)
    {
        await foreach (var message in channel.ReceiveAsync(Ending))
        {
            return message;
        }

        throw new InvalidOperationException("The channel has ended.");
    }
}
