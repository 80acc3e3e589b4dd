using Caneth.Diagnostics;
using Caneth.Logs;

namespace Caneth.Tests.Diagnostics;

/// <summary>Frames of any source become the messages that they carry: each once, the broken ones with their reason.</summary>
public class IsoTpJoinerTests
{
    private static readonly Timestamp Start = Timestamp.Parse("2026-01-31T13:45:00Z");

    private static readonly string[] Vin =
    [
        "7E0#0322F190CCCCCCCC", "7E8#101462F190574341", "7E0#300000CCCCCCCCCC", "7E8#214E455448305433", "7E8#2235543030303137",
    ];

    [Fact]
    public void A_request_and_its_answer_are_two_messages()
    {
        var messages = Join(Vin);
        Assert.Equal(["7E0 22 F1 90", "7E8 62 F1 90 57 43 41 4E 45 54 48 30 54 33 35 54 30 30 30 31 37"], messages.Select(message => $"{message}"));
        Assert.Equal((Start.AddMilliseconds(1), TimeSpan.FromMilliseconds(3), 3, 20L, true),
            (messages[1].Timestamp, messages[1].Duration, messages[1].Frames, messages[1].Length, messages[1].Complete));
        Assert.Equal((Start, TimeSpan.Zero, 1, "can0"), (messages[0].Timestamp, messages[0].Duration, messages[0].Frames, messages[0].Device));
    }

    [Fact]
    public void Messages_of_many_senders_are_parted_and_each_comes_once() =>
        Gen.Select(Gen.Select(Gen.UInt[0x700, 0x7FF], Gen.Byte.Array[1, 100]).Array[1, 12], Gen.Int[0, 1000].Array[50]).Sample((sent, turns) =>
        {
            sent = [.. sent.DistinctBy(one => one.Item1)];
            var queues = sent.Select(one => new Queue<CanFrame>(FramesOf(one.Item1, one.Item2))).ToList();
            var frames = new List<CanFrame>();
            for (var turn = 0; queues.Count > 0; turn++)
            {
                var queue = queues[turns[turn % turns.Length] % queues.Count];
                frames.Add(queue.Dequeue());
                queues.RemoveAll(one => one.Count == 0);
            }

            Assert.Equal(sent.OrderBy(one => one.Item1).Select(one => $"{one.Item1:X} {HexBytes.Format(one.Item2)}"),
                IsoTpJoiner.Join(frames).OrderBy(one => one.Id).Select(one => $"{one.Id:X} {one.Data}"));
        }, iter: 500);

    [Fact]
    public void A_message_of_one_device_is_none_of_another() => Assert.Equal(
        ["can0 True", "can1 True"],
        IsoTpJoiner.Join(Vin[1..].SelectMany(frame => new[] { Frame(frame), Frame(frame) with { Device = "can1" } }))
            .Select(message => $"{message.Device} {message.Complete}"));

    [Fact]
    public void What_breaks_off_comes_with_its_reason()
    {
        Assert.Equal(
            [
                "WrongSequence: The consecutive frame with the number 1 was expected, and the one with 2 came. 6 of 20 bytes came.",
                "Superseded: Another message of the same sender began. 13 of 20 bytes came.",
                "TooLong: It declares 2,147,483,647 bytes, and at most 1,048,576 are taken. 2 of 2,147,483,647 bytes came.",
                "Unfinished: There were no more frames. 6 of 20 bytes came.",
            ],
            Join("7E8#101462F190574341", "7E8#2235543030303137", "7E8#101462F190574341", "7E8#214E455448305433", "7E8#10007FFFFFFF0102", "7E8#101462F190574341")
                .Select(message => $"{message.Error}: {message.Reason}"));
        Assert.Equal("7E8 62 F1 90 57 43 41 (incomplete: There were no more frames. 6 of 20 bytes came.)", $"{Join(Vin[1])[0]}");
    }

    [Fact]
    public void A_frame_that_is_too_late_ends_a_message_and_a_flow_control_gives_it_more_time()
    {
        var late = Frame(Vin[3]) with { Timestamp = Start.AddSeconds(5.1) };
        Assert.Equal(["NoConsecutiveFrame"], IsoTpJoiner.Join([Frame(Vin[1]), late]).Select(message => $"{message.Error}"));
        var wait = Frame("7E0#310000") with { Timestamp = Start.AddSeconds(4) };
        var last = Frame(Vin[4]) with { Timestamp = Start.AddSeconds(5.2) };
        Assert.Equal([true], IsoTpJoiner.Join([Frame(Vin[1]), wait, late, last]).Select(message => message.Complete));
        var joiner = new IsoTpJoiner(new() { Timeout = TimeSpan.FromSeconds(1) });
        joiner.Add(Frame(Vin[1]));
        Assert.False(joiner.TryTake(out _));
        joiner.Add(Frame("123#00") with { Timestamp = Start.AddSeconds(1.5) });
        Assert.True(joiner.TryTake(out var message));
        Assert.Equal("No consecutive frame came within 1 s. 6 of 20 bytes came.", message.Reason);
    }

    [Fact]
    public void Frames_without_times_and_with_times_that_go_back_are_joined() => Assert.Equal(
        [true, true, true, true],
        IsoTpJoiner.Join(Vin.Select(frame => CanFrame.Parse(frame)).Concat(Vin.Select((frame, place) => Frame(frame) with { Timestamp = Start.AddDays(-place) })))
            .Select(message => message.Complete));

    [Theory]
    [InlineData(IsoTpAddressing.Normal, "18DA10F1#0322F190", "18DA10F1 22 F1 90")]
    [InlineData(IsoTpAddressing.Extended, "0CDA10F1#0322F190", "0CDA10F1 22 F1 90")]
    [InlineData(IsoTpAddressing.Normal, "18DB33F1#023E80", "18DB33F1 3E 80")]
    [InlineData(IsoTpAddressing.Normal, "18CE10F1#550322F190", "18CE10F1/55 22 F1 90")]
    [InlineData(IsoTpAddressing.Extended, "710#F10322F190", "710/F1 22 F1 90")]
    [InlineData(IsoTpAddressing.Mixed, "7E0#550322F190", "7E0/55 22 F1 90")]
    [InlineData(IsoTpAddressing.Normal, "123#0322F190", null)]
    [InlineData(IsoTpAddressing.Normal, "00000123#0322F190", null)]
    [InlineData(IsoTpAddressing.Normal, "7E0#R3", null)]
    public void An_id_says_whether_a_frame_is_of_ISO_TP_and_where_its_address_is(IsoTpAddressing addressing, string frame, string? message) =>
        Assert.Equal(message is null ? [] : [message], IsoTpJoiner.Join([Frame(frame)], new() { Addressing = addressing }).Select(one => $"{one}"));

    [Fact]
    public void Addresses_under_one_id_are_speakers_of_their_own() => Assert.Equal(
        ["6F1/12 0 1 2 3 4 5 6 7", "6F1/40 9 9"],
        IsoTpJoiner.Join(new[] { "6F1#1210080001020304", "6F1#40020909", "6F1#1221050607" }.Select(Frame), new() { Addressing = IsoTpAddressing.Extended, Filter = FrameFilter.ForId(0x6F1) })
            .OrderBy(one => one.Address).Select(one => $"{one.HexId}/{one.Address:X2} {string.Join(' ', one.Data.ToArray())}"));

    [Fact]
    public void What_looks_like_ISO_TP_and_was_left_out_is_known()
    {
        var joiner = new IsoTpJoiner();
        foreach (var frame in Vin[1..].Select(frame => Frame(frame.Replace("7E8", "17FE0076"))).Concat(
            [Frame("610#F110146201020304"), Frame("610#F121050607080900"), Frame("610#F122050607080900"), Frame("123#1020304050607080")]))
        {
            joiner.Add(frame);
        }

        Assert.Equal([new IsoTpCandidate(0x610, false, true), new IsoTpCandidate(0x17FE0076, true, false)], joiner.Candidates.OrderBy(one => one.Id));
        Assert.Equal((1L, 0L, 0L), (joiner.FramesSelected, joiner.FramesIgnored, joiner.FramesWithoutBeginning));
        joiner.Add(Frame("7E8#21"));
        joiner.Add(Frame("7E8#45"));
        Assert.Equal((3L, 1L, 1L), (joiner.FramesSelected, joiner.FramesIgnored, joiner.FramesWithoutBeginning));
    }

    [Fact]
    public void Whatever_comes_is_bounded_and_nothing_comes_twice() =>
        Gen.Select(Gen.Int, Gen.Bool).Sample((seed, addressed) =>
        {
            var joiner = new IsoTpJoiner(new() { Filter = FrameFilter.All, Addressing = addressed ? IsoTpAddressing.Mixed : IsoTpAddressing.Normal });
            var (frames, used) = (AnyFrame.Make(300, seed), 0);
            foreach (var frame in frames)
            {
                joiner.Add(frame);
                while (joiner.TryTake(out var message))
                {
                    used += message.Frames;
                    Assert.True(message.Complete == (message.Data.Count == message.Length));
                }
            }

            joiner.End();
            while (joiner.TryTake(out var message))
            {
                used += message.Frames;
                Assert.Equal(IsoTpError.Unfinished, message.Error);
            }

            Assert.InRange(used, 0, frames.Length);
            Assert.Equal(0, joiner.Receptions);
        }, iter: 500);

    [Fact]
    public void Whoever_begins_messages_without_end_does_not_fill_the_memory()
    {
        var joiner = new IsoTpJoiner(new() { Filter = FrameFilter.All });
        var displaced = 0;
        for (var id = 0u; id < 20_000; id++)
        {
            joiner.Add(new CanFrame(0x10000 + id, [0x1F, 0xFF, 1, 2, 3, 4, 5, 6]) with { Timestamp = Start.AddMicroseconds(id) });
            displaced += joiner.TryTake(out var message) && message.Error == IsoTpError.Displaced ? 1 : 0;
        }

        Assert.Equal(IsoTpJoiner.MaxReceptions, joiner.Receptions);
        Assert.Equal(20_000 - IsoTpJoiner.MaxReceptions, displaced);
    }

    [Fact]
    public void Bytes_that_are_held_are_bounded_too()
    {
        const int Bytes = 1 << 20;
        var joiner = new IsoTpJoiner(new() { Filter = FrameFilter.All });
        var held = 0L;
        for (var id = 0u; id < 70; id++)
        {
            var data = new byte[64];
            new byte[] { 0x10, 0, 0, Bytes >> 16, 0, 0 }.CopyTo(data, 0);
            joiner.Add(new CanFrame(0x10000 + id, data, FrameFlags.Fd));
            held += 58;
            for (var number = 1; held < (id + 1L) * 530_000; number++)
            {
                data[0] = (byte)(0x20 | number & 0xF);
                joiner.Add(new CanFrame(0x10000 + id, data, FrameFlags.Fd));
                held += 63;
            }
        }

        Assert.InRange(joiner.Receptions, 60, 64);
        Assert.True(joiner.TryTake(out var given));
        Assert.Equal(IsoTpError.Displaced, given.Error);
    }

    [Theory]
    [InlineData("isotp-normal.log", IsoTpAddressing.Normal, 79)]
    [InlineData("isotp-fixed29.log", IsoTpAddressing.Normal, 77)]
    [InlineData("isotp-ext.log", IsoTpAddressing.Extended, 77)]
    [InlineData("isotp-mixed.log", IsoTpAddressing.Mixed, 77)]
    public void Captures_of_another_stack_are_joined_whole(string file, IsoTpAddressing addressing, int count)
    {
        var options = new IsoTpJoinOptions { Addressing = addressing, Filter = file.Contains("ext") ? new([new(0x6F1), new(0x610)]) : null };
        var messages = IsoTpJoiner.Join(Read(SharedData.Find($"captures/{file}")), options).ToList();
        Assert.Equal(count, messages.Count);
        Assert.All(messages, message => Assert.True(message.Complete, $"{message}"));
        Assert.Contains(messages, message => message.ToString().EndsWith("62 F1 90 57 43 41 4E 45 54 48 30 54 33 35 54 30 30 30 31 37", StringComparison.Ordinal));
    }

    internal static IEnumerable<CanFrame> Read(string path)
    {
        using var log = CanLog.Open(path);
        var room = new CanFrame[64];
        for (var count = log.Read(room); count > 0; count = log.Read(room))
        {
            foreach (var frame in room[..count])
            {
                yield return frame;
            }
        }
    }

    private static IEnumerable<CanFrame> FramesOf(uint id, byte[] message)
    {
        var bench = new IsoTpBench(IsoTpAddress.Normal(id, 0x123));
        bench.Send(message);
        return bench.Sent.Select(sent => sent.Frame);
    }

    private static CanFrame Frame(string text) => CanFrame.Parse(text) with { Timestamp = Start, Device = "can0" };

    private static List<IsoTpMessage> Join(params string[] frames) =>
        [.. IsoTpJoiner.Join(frames.Select((frame, place) => Frame(frame) with { Timestamp = Start.AddMilliseconds(place) }))];
}
