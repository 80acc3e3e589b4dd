using Caneth.Diagnostics;
using Caneth.Signals;

namespace Caneth.Tests.Diagnostics;

/// <summary>Messages of several packets go from one address to another, or to all, and are right, or an error.</summary>
public class J1939TransferTests
{
    private const uint Group = 0xEF00;

    [Theory]
    [InlineData(9)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(1785)]
    public void A_message_arrives_whole_at_one_address_and_at_all(int length)
    {
        var message = IsoTpMachinesTests.Counting(length);
        foreach (var to in new byte?[] { J1939Bench.To, null })
        {
            var bench = new J1939Bench();
            Assert.Equal(J1939SendState.Sent, bench.Send(Group, message, to));
            Assert.Equal(message, Assert.Single(bench.Received).Data);
        }
    }

    [Fact]
    public void A_message_of_8_bytes_is_a_frame()
    {
        var bench = new J1939Bench();
        bench.Send(Group, [1, 2, 3, 4, 5, 6, 7, 8]);
        bench.Send(0xFECA, [1], to: null);
        Assert.Equal(["18EF00F9#0102030405060708", "18FECAF9#01"], bench.Frames.Select(one => one.Frame.ToShortString()));
        Assert.Throws<ArgumentOutOfRangeException>(() => bench.Send(Group, new byte[1786]));
    }

    [Fact]
    public void Frames_are_those_of_the_standard()
    {
        var bench = new J1939Bench(maxAtOnce: 2);
        bench.Send(0xFEEC, IsoTpMachinesTests.Counting(18));
        Assert.Equal(
            [
                "1CEC00F9#1012000303ECFE00", "1CECF900#110201FFFFECFE00", "1CEB00F9#0100010203040506", "1CEB00F9#02070809 0A0B0C0D".Replace(" ", ""),
                "1CECF900#110103FFFFECFE00", "1CEB00F9#030E0F1011FFFFFF", "1CECF900#13120003FFECFE00",
            ],
            bench.Frames.Select(one => one.Frame.ToShortString()));
    }

    [Fact]
    public void Packets_to_all_are_50_ms_apart()
    {
        var bench = new J1939Bench();
        bench.Send(0xFECA, new byte[30], to: null);
        Assert.Equal("1CECFFF9#201E0005FFCAFE00", bench.Frames[0].Frame.ToShortString());
        Assert.Equal(Enumerable.Range(0, 6).Select(number => TimeSpan.FromMilliseconds(50 * number)), bench.Frames.Select(one => one.At));
    }

    [Fact]
    public void Whatever_a_bus_loses_and_delays_a_message_is_right_or_an_error() =>
        Gen.Select(Gen.Byte.Array[9, 400].Array[1, 3], Gen.Bool, Gen.Byte[1, 255], Gen.Int[0, 30], Gen.Int[0, 99].Array[20, 300]).Sample((messages, toAll, atOnce, loss, fates) =>
        {
            var number = 0;
            var bench = new J1939Bench(_ => fates[number++ % fates.Length] is var fate && fate < loss ? null : TimeSpan.FromMilliseconds(fate), atOnce);
            var sent = messages.Select(message => bench.Send(Group, message, toAll ? null : J1939Bench.To)).ToList();
            var whole = bench.Received.Where(step => step.Data is not null).Select(step => step.Data!).ToList();
            Assert.All(whole, data => Assert.Contains(messages, message => message.AsSpan().SequenceEqual(data)));
            Assert.InRange(whole.Count, 0, messages.Length);
            Assert.All(bench.Received.Where(step => step.Error is not null), step => Assert.NotEmpty(step.Reason!));

            // Who has it from the receiver itself knows that it arrived.
            Assert.True(toAll || whole.Count >= sent.Count(state => state == J1939SendState.Sent));
            Assert.Null(bench.Receiver.Deadline);
        }, iter: Math.Max(3000, Check.Iter));

    [Fact]
    public void A_packet_that_is_lost_is_asked_for_again()
    {
        var losses = 1;
        var bench = new J1939Bench(frame => frame.Data[0] == 2 && new J1939Id(frame.Id).GroupNumber == 0xEB00 && losses-- > 0 ? null : TimeSpan.Zero);
        Assert.Equal(J1939SendState.Sent, bench.Send(Group, IsoTpMachinesTests.Counting(30)));
        Assert.Equal(IsoTpMachinesTests.Counting(30), Assert.Single(bench.Received).Data);
        Assert.Contains("1CECF900#110402FFFF00EF00", bench.Frames.Select(one => one.Frame.ToShortString()));
    }

    [Fact]
    public void A_packet_to_all_that_is_lost_ends_the_message()
    {
        var bench = new J1939Bench(frame => frame.Data[0] == 2 ? null : TimeSpan.Zero);
        bench.Send(Group, new byte[30], to: null);
        var step = Assert.Single(bench.Received);
        Assert.Equal((J1939Error.MissingPacket, "The packet with the number 2 was expected, and the one with 3 came. 1 of 5 packets came."), (step.Error!.Value, step.Reason));
    }

    [Fact]
    public void Packets_to_all_that_stop_end_the_message_after_750_ms()
    {
        var bench = new J1939Bench(frame => frame.Data[0] is > 2 and < 32 ? null : TimeSpan.Zero);
        bench.Send(Group, new byte[30], to: null);
        Assert.Equal("No packet came within 0.75 s. 2 of 5 packets came.", Assert.Single(bench.Received).Reason);
    }

    [Fact]
    public void A_receiver_that_says_nothing_ends_it_after_1_25_s_and_is_told()
    {
        var bench = new J1939Bench(frame => new J1939Id(frame.Id).Source == J1939Bench.From ? TimeSpan.Zero : null);
        Assert.Equal(J1939SendState.Failed, bench.Send(Group, new byte[30]));
        Assert.Equal((J1939Error.NoAnswer, "The receiver did not answer within 1.25 s."), (bench.Sender.Error!.Value, bench.Sender.Reason));
        Assert.Contains("1CEC00F9#FF03FFFFFF00EF00", bench.Frames.Select(one => one.Frame.ToShortString()));
        Assert.Equal(J1939Error.Aborted, Assert.Single(bench.Received).Error);
    }

    [Fact]
    public void A_receiver_may_ask_for_patience_and_an_abort_ends_it()
    {
        var (sender, now, room) = (new J1939Sender(1), TimeSpan.Zero, new CanFrame[8]);
        sender.Begin(Group, new byte[30], 2, now);
        Assert.Equal(1, sender.Fill(room, now));
        var clear = new J1939Control { Kind = J1939ControlKind.ClearToSend, GroupNumber = Group };
        for (var hold = 0; hold < 3; hold++)
        {
            now += TimeSpan.FromMilliseconds(500);
            Assert.Null(sender.OnControl(clear, now));
            Assert.Equal(now + TimeSpan.FromMilliseconds(1050), sender.Deadline);
        }

        Assert.Null(sender.OnControl(clear with { Packets = 2, NextPacket = 4 }, now));
        Assert.Equal(2, sender.Fill(room, now));
        Assert.Equal([4, 5], room[..2].Select(frame => (int)frame.Data[0]));
        sender.OnControl(clear with { Kind = J1939ControlKind.Abort, AbortReason = 2 }, now);
        Assert.Equal((J1939SendState.Failed, "0x02 broke it off: it needed its resources for something else (2)."), (sender.State, sender.Reason));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void A_packet_that_there_is_not_is_not_sent(byte number)
    {
        var (sender, room) = (new J1939Sender(1), new CanFrame[8]);
        sender.Begin(Group, new byte[30], 2, default);
        sender.Fill(room, default);
        Assert.NotNull(sender.OnControl(new() { Kind = J1939ControlKind.ClearToSend, GroupNumber = Group, Packets = 1, NextPacket = number }, default));
        Assert.Equal((J1939SendState.Failed, 0), (sender.State, sender.Fill(room, default)));
    }

    [Fact]
    public void Control_frames_are_read_as_they_are_written() =>
        Gen.Select(Gen.Enum<J1939ControlKind>(), Gen.Int[9, 1785], Gen.UInt[0, 0x3FFFF], Gen.Byte, Gen.Byte).Sample((kind, length, group, some, other) =>
        {
            group = new J1939Id(group << 8).GroupNumber;
            var control = kind switch
            {
                J1939ControlKind.ClearToSend => new J1939Control { Kind = kind, GroupNumber = group, Packets = some, NextPacket = other },
                J1939ControlKind.Abort => new J1939Control { Kind = kind, GroupNumber = group, AbortReason = some },
                _ => new J1939Control
                {
                    Kind = kind, GroupNumber = group, Length = length, Packets = (byte)J1939Control.PacketsOf(length),
                    MaxAtOnce = kind == J1939ControlKind.RequestToSend ? some : (byte)0xFF,
                },
            };
            Assert.True(J1939Control.TryRead(control.ToData(), out var read));
            Assert.Equal(control, read);
        }, iter: 500);

    [Theory]
    [InlineData("20080002FFCAFE00")] // fits a frame
    [InlineData("20FA06FFFFCAFE00")] // too long
    [InlineData("200E0003FFCAFE00")] // one packet too many
    [InlineData("21000000FFCAFE00")] // an unknown kind
    [InlineData("200E0002FFCAFE")]
    public void What_cannot_be_announced_is_no_announcement(string data) => Assert.False(J1939Control.TryRead(new(HexBytes.Parse(data)), out _));
}
