using Caneth.Diagnostics;

namespace Caneth.Tests.Diagnostics;

/// <summary>What goes into a sender comes out of a receiver, or an error does; whatever a bus between them does.</summary>
public class IsoTpMachinesTests
{
    private static readonly IsoTpAddress[] Addresses =
    [
        IsoTpAddress.Obd(0), IsoTpAddress.Normal(0x7E0, 0x18DA_F110), IsoTpAddress.NormalFixed(0x10), IsoTpAddress.Extended(0x6F1, 0x612, 0x12),
        IsoTpAddress.Mixed(0x7E0, 0x7E8, 0x55), IsoTpAddress.MixedFixed(0x10, 0x55),
    ];

    private static readonly Gen<IsoTpOptions> Options =
        from padding in Gen.OneOf<byte?>(null, 0xCC, 0x00)
        from length in Gen.OneOf(8, 8, 12, 20, 64)
        from block in Gen.Byte[0, 9]
        from separation in Gen.OneOf(0, 0.2, 1, 5)
        select new IsoTpOptions { Padding = padding, FrameLength = length, BlockSize = block, SeparationTime = TimeSpan.FromMilliseconds(separation) };

    private static readonly Gen<byte[]> Message = Gen.Byte.Array[1, 300];

    [Fact]
    public void Every_message_arrives_whole_over_a_bus_that_loses_nothing() =>
        Gen.Select(Gen.OneOf(Addresses), Options, Options, Gen.OneOf(Message, Gen.Byte.Array[4000, 4400]).Array[1, 3]).Sample((address, tester, unit, messages) =>
        {
            var bench = new IsoTpBench(address, tester, unit, _ => TimeSpan.FromMilliseconds(7));
            foreach (var message in messages)
            {
                Assert.Equal(IsoTpSendState.Sent, bench.Send(message));
            }

            Assert.Equal(messages, bench.Received.Select(one => one.Error is null ? one.Data : []));
        }, iter: 1000);

    [Fact]
    public void Whatever_a_bus_loses_and_delays_a_message_is_right_or_an_error() =>
        Gen.Select(Gen.OneOf(Addresses), Options, Options, Message.Array[1, 3], Gen.Int[0, 30], Gen.Int[0, 99].Array[20, 400]).Sample(
            (address, tester, unit, messages, loss, fates) =>
            {
                var number = 0;
                // Frames overtake each other by a few places only: 16 of them would have the same number again.
                tester = tester with { MinimumGap = TimeSpan.FromMilliseconds(1) };
                var bench = new IsoTpBench(address, tester, unit, _ => fates[number++ % fates.Length] is var fate && fate < loss ? null
                    : TimeSpan.FromMilliseconds(fate % 10));
                Array.ForEach(messages, message => bench.Send(message));
                var whole = bench.Received.Where(one => one.Error is null).Select(one => one.Data).ToList();
                Assert.True(IsPart(whole, messages), "What arrived is not what was sent, in its order.");
                Assert.All(bench.Received.Where(one => one.Error is not null), one => Assert.NotEmpty(one.Reason!));
            }, iter: Math.Max(5000, Check.Iter));

    [Fact]
    public void Frames_that_nobody_sent_neither_crash_a_receiver_nor_fill_its_memory() =>
        Gen.Select(Gen.OneOf(Addresses), Gen.Byte.Array[0, 8].Array[1, 200]).Sample((address, frames) =>
        {
            var endpoint = new IsoTpEndpoint(address, new() { MaxLength = 5000 });
            endpoint.Sender.Begin(new byte[100], TimeSpan.Zero);
            var room = new CanFrame[8];
            foreach (var data in frames)
            {
                byte[] bytes = address.ReceiveAddress is { } own ? [own, .. data.Take(7)] : data;
                endpoint.Sender.Fill(room, TimeSpan.Zero);
                endpoint.OnFrame(new(address.ReceiveId, bytes, address.ReceiveExtended ? FrameFlags.Extended : 0), TimeSpan.Zero, out _);
                Assert.InRange(endpoint.Receiver.Held, 0, 5000);
            }
        }, iter: 2000);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(100_000)]
    public void The_length_of_a_message_is_in_4_12_or_32_bits(int length)
    {
        var message = Counting(length);
        var bench = new IsoTpBench(IsoTpAddress.Obd(0));
        Assert.Equal(IsoTpSendState.Sent, bench.Send(message));
        Assert.Equal(message, Assert.Single(bench.Received).Data);
        var first = bench.Sent[0].Frame.Data.ToString();
        Assert.StartsWith(length switch
        {
            <= 7 => $"{length:X2} 00",
            <= 4095 => $"1{length >> 8:X} {length & 0xFF:X2} 00",
            _ => $"10 00 00 {length >> 16:X2} {length >> 8 & 0xFF:X2} {length & 0xFF:X2} 00",
        }, first, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, "07 00 01 02 03 04 05 06")]
    [InlineData(8, "00 08 00 01 02 03 04 05 06 07 CC CC")]
    [InlineData(62, "00 3E 00 01")]
    [InlineData(63, "10 3F 00 01")]
    public void Frames_of_CAN_FD_carry_more_and_have_lengths_that_there_are(int length, string begin)
    {
        var bench = new IsoTpBench(IsoTpAddress.Obd(0), new() { FrameLength = 64, BitRateSwitch = true }, new() { FrameLength = 64 });
        Assert.Equal(IsoTpSendState.Sent, bench.Send(Counting(length)));
        Assert.Equal(Counting(length), Assert.Single(bench.Received).Data);
        Assert.StartsWith(begin, bench.Sent[0].Frame.Data.ToString(), StringComparison.Ordinal);
        Assert.All(bench.Sent, sent => Assert.True(sent.Frame is { Fd: true, BitRateSwitch: true }));
    }

    [Theory]
    [InlineData(0xCC, "7E0#0322F190CCCCCCCC")]
    [InlineData(0x00, "7E0#0322F19000000000")]
    [InlineData(null, "7E0#0322F190")]
    public void Short_frames_are_filled_up_or_not(int? padding, string expected)
    {
        var bench = new IsoTpBench(IsoTpAddress.Obd(0), new() { Padding = (byte?)padding });
        bench.Send([0x22, 0xF1, 0x90]);
        Assert.Equal(expected, Assert.Single(bench.Sent).Frame.ToShortString());
    }

    [Fact]
    public void Addresses_are_in_the_ids_or_before_the_data()
    {
        Assert.Equal(
            ["7E0#013E", "7E0#013E", "18DA10F1#013E", "6F1#12013E", "7E0#55013E", "18CE10F1#55013E"],
            Addresses.Select(address =>
            {
                var bench = new IsoTpBench(address, new() { Padding = null });
                bench.Send([0x3E]);
                Assert.Single(bench.Received);
                return bench.Sent[0].Frame.ToShortString();
            }));
        Assert.Equal("6F1/12 -> 612/F1", $"{Addresses[3]}");
        Assert.Equal("18DAF110 -> 7E0", $"{Addresses[1].Reverse()}");
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new IsoTpEndpoint(IsoTpAddress.Obd(0), new() { FrameLength = 9 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new IsoTpEndpoint(IsoTpAddress.Obd(0), new() { SeparationTime = TimeSpan.FromMilliseconds(128) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => IsoTpAddress.Obd(8));
        Assert.Throws<ArgumentException>(() => new IsoTpEndpoint(IsoTpAddress.Obd(0)).Sender.Begin(default, default));
    }

    internal static byte[] Counting(int length) => [.. Enumerable.Range(0, length).Select(number => (byte)number)];

    /// <summary>Whether the parts are of the whole, in their order.</summary>
    private static bool IsPart(List<byte[]> parts, byte[][] whole)
    {
        var next = 0;
        return parts.TrueForAll(part =>
        {
            next = Array.FindIndex(whole, next, one => one.AsSpan().SequenceEqual(part)) + 1;
            return next > 0;
        });
    }
}
