using System.Buffers.Binary;
using Caneth.Logs;

namespace Caneth.Tests.Logs;

/// <summary>MDF files, as loggers and measurement tools write them.</summary>
public class MdfTests
{
    private const long Start = 1_700_000_000_000_000_000;

    [Fact]
    public void Records_of_one_group_are_read_with_times_in_seconds()
    {
        var builder = new MdfBuilder();
        var data = builder.Records([.. Record(0.5, 0x123, 1, 0x11, 0x22), .. Record(1.25, 0x80000123, 2), .. Record(2, 0x98DB33F1, 1, 1, 2, 3, 4, 5, 6, 7, 8)]);
        var content = builder.ToArray(builder.Data(0, builder.Frames(0), data), Start);
        Assert.Equal(["0.5 1 123#1122", "1.25 2 00000123#", "2 1 18DB33F1#0102030405060708"], Describe(content));
    }

    [Fact]
    public void Groups_that_lie_apart_come_in_the_order_of_their_times()
    {
        var builder = new MdfBuilder();
        var one = builder.Records([.. Record(1, 1, 1), .. Record(3, 3, 1), .. Record(5, 5, 1)]);
        var two = builder.Records([.. Record(0, 0, 2), .. Record(3, 4, 2), .. Record(9, 9, 2)]);
        var second = builder.Data(0, builder.Frames(0), two);
        var content = builder.ToArray(builder.Data(second, builder.Frames(0), one), Start);
        Assert.Equal(["0 2 000#", "1 1 001#", "3 1 003#", "3 2 004#", "5 1 005#", "9 2 009#"], Describe(content));
        Assert.Equal([5U, 9U], SkipTo(content, seconds: 10).Select(frame => frame.Id));
    }

    [Fact]
    public void Records_of_several_groups_that_lie_together_come_in_their_order()
    {
        var builder = new MdfBuilder();
        var data = builder.Records([2, .. Record(1, 0x123, 1, 1), 1, .. Record(0.5, 0x124, 1, 2), 3, .. Record(2, 0x125, 1), 9, .. new byte[7], 2, .. Record(3, 0x126, 1)]);
        var lin = builder.Group(0, builder.Channel(0, "LIN_Frame", 0, 8), 7, id: 9);
        var groups = builder.Frames(builder.Frames(builder.Frames(lin, 3, "CAN_RemoteFrame"), 2), 1, "CAN_ErrorFrame");
        var content = builder.ToArray(builder.Data(0, groups, data, idLength: 1), Start);
        Assert.Equal(["1 1 123#01", "0.5 1 20000124#02", "2 1 125#R", "3 1 126#"], Describe(content, out var reader).Select(text => text.Replace("R0", "R", StringComparison.Ordinal)));
        Assert.Equal(["1 x LIN messages, left out"], reader.Losses.Select(loss => loss.ToString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Blocks_may_be_compressed_and_listed_and_records_go_across_them(bool transposed)
    {
        byte[] records = [.. Enumerable.Range(0, 100).SelectMany(index => Record(index, (uint)index, 1, (byte)index))];
        var builder = new MdfBuilder();
        var columns = transposed ? 24 : 0;
        var first = builder.Packed(records[..1000], columns);
        var second = builder.Records(records[1000..1003]);
        var third = builder.Packed(records[1003..2000], columns);
        var last = builder.List(0, third, builder.Packed(records[2000..], columns));
        var list = builder.Block("##HL", [builder.List(last, first, 0, second)], new byte[8]);
        var content = builder.ToArray(builder.Data(0, builder.Frames(0), list), Start);
        Assert.Equal(Enumerable.Range(0, 100).Select(index => $"{index} 1 {index:X3}#{index:X2}"), Describe(content));
    }

    [Theory]
    [InlineData("values of their own")]
    [InlineData("before")]
    [InlineData("after")]
    [InlineData("at the end")]
    public void Data_of_any_length_may_lie_elsewhere(string where)
    {
        var builder = new MdfBuilder();
        byte[][] data = [[1], [], [.. Enumerable.Range(0, 64).Select(value => (byte)value)], [4, 5, 6]];
        byte[][] values = [.. data.Select(value => (byte[])[.. MdfBuilder.Four((uint)value.Length), .. value])];
        var valueGroup = builder.Group(0, 0, 0, id: 7, flags: 1);
        var others = builder.List(0, builder.Packed([.. values[0], .. values[1], .. values[2][..9]], kind: "SD"), builder.Block("##SD", [], [.. values[2][9..], .. values[3]]));
        var parts = builder.Channel(builder.Channel(0, "CAN_DataFrame.EDL", 12, 1), "CAN_DataFrame.DataBytes", 13, 32, kind: 1, type: 10, data: where == "values of their own" ? others : valueGroup);
        parts = builder.Channel(parts, "CAN_DataFrame.ID", 8, 29);
        var group = builder.Group(valueGroup, builder.Master(parts, 0, 64, 1e-6), 17, id: 5);
        var place = 0u;
        byte[][] records = [.. data.Select((value, index) =>
        {
            byte[] record = [5, .. MdfBuilder.Eight(index * 1000), .. MdfBuilder.Four((uint)index), value.Length > 8 ? (byte)1 : (byte)0, .. MdfBuilder.Four(place)];
            place += 4 + (uint)value.Length;
            return record;
        })];
        byte[][] marked = [.. values.Select(value => (byte[])[7, .. value])];
        byte[] content = where switch
        {
            "before" => [.. records.SelectMany((record, index) => (byte[])[.. marked[index], .. record])],
            "after" => [.. records.SelectMany((record, index) => (byte[])[.. record, .. marked[index]])],
            _ => [.. records.SelectMany(record => record), .. where == "at the end" ? marked.SelectMany(value => value) : []],
        };
        var file = builder.ToArray(builder.Data(0, group, builder.Records(content), idLength: 1), Start);
        Assert.Equal(data, Read(file, out _).Select(frame => frame.Data.ToArray()));
        Assert.Equal(2_000_000, Read(file, out _)[2].Timestamp.Nanoseconds - Start);
        Assert.Equal([false, false, true, false], Read(file, out _).Select(frame => frame.Fd));
    }

    [Fact]
    public void What_is_the_same_for_all_frames_of_a_group_may_lie_nowhere_and_a_length_may_be_told_by_a_table()
    {
        var builder = new MdfBuilder();
        var nine = builder.Conversion(1, 9, 0);
        var one = builder.Conversion(1, 1, 0);
        var parts = builder.Channel(0, "CAN_DataFrame.DataBytes", 9, 512, type: 10);
        parts = builder.Channel(parts, "CAN_DataFrame.EDL", 0, 0, kind: 6, conversion: one);
        parts = builder.Channel(parts, "CAN_DataFrame.Dir", 0, 0, kind: 6, conversion: one);
        parts = builder.Channel(parts, "CAN_DataFrame.DataLength", 8, 4, conversion: builder.Conversion(5, 0, 0, 9, 12));
        parts = builder.Channel(parts, "CAN_DataFrame.DLC", 8, 4);
        parts = builder.Channel(parts, "CAN_DataFrame.BRS", 8, 1, bit: 6);
        parts = builder.Channel(parts, "CAN_DataFrame.IDE", 0, 0, kind: 6, conversion: builder.Conversion(1, 0, 0));
        parts = builder.Channel(parts, "CAN_DataFrame.ID", 6, 11);
        parts = builder.Channel(parts, "CAN_DataFrame.BusChannel", 0, 0, kind: 6, conversion: nine);
        var group = builder.Group(0, builder.Master(parts, 0, 48, 1e-6), 73);
        var data = builder.Records([.. MdfBuilder.Eight(1_000_001)[..6], 0x23, 0xF9, 0x49, .. Enumerable.Repeat((byte)0xAA, 64)]);
        var frame = Assert.Single(Read(builder.ToArray(builder.Data(0, group, data), Start), out _));
        Assert.Equal(("123##1AAAAAAAAAAAAAAAAAAAAAAAA", "9", true, 1_000_001_000), (frame.ToShortString(), frame.Device, frame.Transmitted, frame.Timestamp.Nanoseconds - Start));
    }

    [Fact]
    public void Numbers_may_have_their_highest_byte_first_and_be_invalid()
    {
        var builder = new MdfBuilder();
        var parts = builder.Channel(0, "CAN_DataFrame.DataBytes", 12, 16, type: 10);
        parts = builder.Channel(parts, "CAN_DataFrame.Dir", 14, 1, flags: 2, invalidBit: 3);
        parts = builder.Channel(parts, "CAN_DataFrame.ID", 8, 29, type: 1);
        var group = builder.Group(0, builder.Channel(parts, "t", 0, 64, kind: 2, type: 1, conversion: builder.Conversion(1, 0, 1e-9)), 15, invalid: 1);
        byte[] time = [0, 0, 0, 0, 0, 0, 1, 2];
        var content = builder.ToArray(builder.Data(0, group, builder.Records([.. time, 0x18, 0xDB, 0x33, 0xF1, 1, 2, 1, 0, .. time, 0, 0, 1, 0x23, 3, 4, 1, 8])), Start);
        Assert.Equal([("18DB33F1#0102", true), ("123#0304", false)], Read(content, out _).Select(frame => (frame.ToShortString(), frame.Transmitted)));
        Assert.Equal(0x102, Read(content, out _)[0].Timestamp.Nanoseconds - Start);
    }

    [Theory]
    [InlineData(0, 1e-9, 123_456_789L, 123_456_789)]
    [InlineData(0, 1e-12, 123_456_789_999L, 123_456_789)]
    [InlineData(0, 1e-6, 123_456L, 123_456_000)]
    [InlineData(0, 2.5e-8, 4L, 100)]
    [InlineData(2, 1e-9, -5L, -5)]
    [InlineData(0, 1.0 / 3, 1L, 333_333_333)]
    public void Times_are_in_any_unit(int type, double factor, long raw, long nanoseconds)
    {
        var builder = new MdfBuilder();
        var data = builder.Records(MdfBuilder.Record(MdfBuilder.Eight(raw), 1, 1));
        var content = builder.ToArray(builder.Data(0, builder.Frames(0, timeType: (byte)type, factor: factor), data), Start);
        Assert.Equal(nanoseconds, Assert.Single(Read(content, out _)).Timestamp.Nanoseconds - Start);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    public void Times_that_no_timestamp_holds_are_told(double time)
    {
        var builder = new MdfBuilder();
        _ = Read(builder.ToArray(builder.Data(0, builder.Frames(0), builder.Records(Record(time, 1, 1))), Start), out var reader);
        Assert.Contains("times beyond", Assert.Single(reader.Losses).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_start_that_a_clock_showed_is_of_the_zone_that_is_asked_for()
    {
        var builder = new MdfBuilder();
        var content = builder.ToArray(builder.Data(0, builder.Frames(0), builder.Records(Record(0, 1, 1))), Start, timeFlags: 1);
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        Assert.Equal(Start - 3_600_000_000_000, Assert.Single(LogText.Read(LogFormats.Mf4, content, new() { TimeZone = berlin })).Timestamp.Nanoseconds);
        Assert.Equal(Start, Assert.Single(LogText.Read(LogFormats.Mf4, content)).Timestamp.Nanoseconds);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(24)]
    public void A_file_that_its_logger_did_not_finish_is_read_to_its_end(int stated)
    {
        var builder = new MdfBuilder();
        var groups = builder.Data(0, builder.Frames(0, 1), builder.Next + 64, idLength: 1);
        var place = (int)builder.Next;
        _ = builder.Records([.. Enumerable.Range(0, 10).SelectMany(index => (byte[])[1, .. Record(index, (uint)index, 1)]), 1, 2, 3]);
        var content = builder.ToArray(groups, Start, unfinished: 5)[..(place + 24 + 250 + 3)];
        BinaryPrimitives.WriteInt64LittleEndian(content.AsSpan(place + 8), stated);
        var told = new List<MalformedEntry>();
        Assert.Equal(10, LogText.Read(LogFormats.Mf4, content, LogText.Utc with { OnMalformed = told.Add }).Length);
        Assert.Contains("ends inside a record, of which there are 3 bytes", Assert.Single(told).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_that_is_damaged_loses_only_itself()
    {
        byte[] records = [.. Enumerable.Range(0, 1000).SelectMany(index => Record(index, (uint)index, 1, (byte)(index * 7), (byte)(index * 31)))];
        foreach (var columns in (int[])[0, 24])
        {
            var builder = new MdfBuilder();
            var blocks = records.Chunk(4001).Select(chunk => builder.Packed(chunk, columns)).ToArray();
            var content = builder.ToArray(builder.Data(0, builder.Frames(0), builder.List(0, blocks)), Start);

            // After two headers of 24 bytes and the two of zlib, a kind of data that there is not.
            content[(int)blocks[2] + 50] = 0xFF;
            var told = new List<MalformedEntry>();
            var frames = LogText.Read(LogFormats.Mf4, content, LogText.Utc with { OnMalformed = told.Add });
            Assert.Contains("the block is damaged", Assert.Single(told).Reason, StringComparison.Ordinal);
            Assert.Equal(blocks[2], told[0].Offset);
            Assert.Equal([.. Enumerable.Range(0, 333), .. Enumerable.Range(501, 499)], frames.Select(frame => (int)frame.Id));
        }
    }

    [Fact]
    public void Among_records_of_several_groups_what_is_none_is_passed_over()
    {
        var builder = new MdfBuilder();
        byte[] Some(int from) => [.. Enumerable.Range(from, 50).SelectMany(index => (byte[])[1, .. Record(index, (uint)index, 1)])];
        var data = builder.Records([.. Some(0), .. Enumerable.Repeat((byte)0xEE, 77), .. Some(50)]);
        var told = new List<MalformedEntry>();
        var frames = LogText.Read(LogFormats.Mf4, builder.ToArray(builder.Data(0, builder.Frames(0, 1), data, idLength: 1), Start), LogText.Utc with { OnMalformed = told.Add });
        Assert.Equal(Enumerable.Range(0, 100), frames.Select(frame => (int)frame.Id));
        Assert.Contains("77 bytes are no records", Assert.Single(told).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_that_run_in_a_circle_come_to_an_end()
    {
        var builder = new MdfBuilder();
        var data = builder.Records(Record(1, 1, 1));
        var list = builder.Next;
        _ = builder.List(list, [.. Enumerable.Repeat(data, 10)]);
        var channel = builder.Next + 40;
        _ = builder.Channel(channel, "CAN_DataFrame", 0, 8, parts: channel);
        var group = builder.Next;
        _ = builder.Group(group, channel, 24);
        var frames = builder.Frames(group);
        var circle = builder.Next;
        _ = builder.Data(circle, frames, list);
        var read = LogText.Read(LogFormats.Mf4, builder.ToArray(circle, Start));
        Assert.InRange(read.Length, 0, 1000);
    }

    [Fact]
    public void Measured_signals_and_older_versions_are_refused_by_what_they_are()
    {
        var builder = new MdfBuilder();
        var group = builder.Group(0, builder.Master(builder.Channel(0, "EngineSpeed", 8, 16), 4, 64, 1), 10, flags: 0, count: 7);
        var content = builder.ToArray(builder.Data(0, group, builder.Records(new byte[70])));
        Assert.Contains("measured signals", Assert.Throws<InvalidDataException>(() => LogText.Read(LogFormats.Mf4, content)).Message, StringComparison.Ordinal);

        content = builder.ToArray(0, version: 330);
        Assert.Contains("version 3.30", Assert.Throws<InvalidDataException>(() => LogText.Read(LogFormats.Mf4, content)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => LogText.Read(LogFormats.Mf4, "(1.0) can0 123#"));
    }

    [Fact]
    public void Signals_beside_frames_are_counted()
    {
        var builder = new MdfBuilder();
        var signals = builder.Group(0, builder.Master(builder.Channel(0, "EngineSpeed", 8, 16), 4, 64, 1), 10, flags: 0, count: 7);
        var other = builder.Data(0, signals, builder.Records(new byte[70]));
        _ = Read(builder.ToArray(builder.Data(other, builder.Frames(0), builder.Records(Record(1, 1, 1))), Start), out var reader);
        Assert.Equal(["7 x samples of measured signals, left out"], reader.Losses.Select(loss => loss.ToString()));
    }

    [Fact]
    public void Wherever_a_file_is_cut_what_comes_before_is_read_and_the_cut_is_told()
    {
        var frames = Drive.Make(40);
        var content = LogText.WriteBytes(LogFormats.Mf4, frames);
        var from = content.Length - 40 * 24;
        for (var length = 1; length < content.Length; length += length < from - 30 ? 13 : 1)
        {
            var told = new List<MalformedEntry>();
            var read = LogText.Read(LogFormats.Mf4, content[..length], LogText.Utc with { OnMalformed = told.Add });
            Assert.Equal(frames[..Math.Max(0, (length - from) / 24)], read);
            Assert.NotEmpty(told);
        }
    }

    [Fact]
    public void A_file_of_others_is_cut_anywhere_too()
    {
        var builder = new MdfBuilder();
        byte[] records = [.. Enumerable.Range(0, 60).SelectMany(index => Record(index, (uint)index, 1, (byte)index))];
        var group = builder.Data(0, builder.Frames(0), builder.Next + 64);
        _ = builder.List(0, builder.Next + 56);
        _ = builder.Packed(records);
        var content = builder.ToArray(group, Start);
        for (var length = 64; length < content.Length; length++)
        {
            var told = new List<MalformedEntry>();
            var read = LogText.Read(LogFormats.Mf4, content[..length], LogText.Utc with { OnMalformed = told.Add });
            Assert.Equal(Enumerable.Range(0, read.Length), read.Select(frame => (int)frame.Id));
            Assert.True(told.Count > 0 || read.Length == 60);
        }
    }

    [Fact]
    public void What_is_written_says_until_it_is_ended_that_it_is_not_finished()
    {
        var frames = Drive.Make(10);
        using var stream = new MemoryStream();
        using (var writer = CanLog.Create(stream, LogFormats.Mf4, LogText.WriteUtc, leaveOpen: true))
        {
            writer.Write(frames);
            writer.Flush();
            Assert.Equal("UnFinMF 4.10    Caneth  "u8, stream.ToArray().AsSpan(0, 24));
            Assert.Equal(5, stream.ToArray()[60]);
            Assert.Equal(frames, LogText.Read(LogFormats.Mf4, stream.ToArray()));
        }

        var content = stream.ToArray();
        Assert.Equal("MDF     4.10    Caneth  "u8, content.AsSpan(0, 24));
        Assert.Equal((410, 0), (BitConverter.ToUInt16(content, 28), content[60]));

        // The records: a number, nanoseconds since the start, channel, id, DLC, length, data.
        var block = content.Length - 24 - 240;
        Assert.Equal("##DT"u8, content.AsSpan(block, 4));
        Assert.Equal(264, BitConverter.ToInt64(content, block + 8));
        Assert.Equal(HexBytes.Parse("01 E0C8100000000000 01 01010000 08 08 01000000B179379E"), content[(block + 48)..(block + 72)]);
    }

    [Fact]
    public void What_others_have_written_is_not_appended_to()
    {
        using var folder = new TemporaryFolder();
        var builder = new MdfBuilder();
        var content = builder.ToArray(builder.Data(0, builder.Frames(0), builder.Records(Record(1, 1, 1))), Start);
        File.WriteAllBytes(folder.Of("theirs.mf4"), content);
        var refusal = Assert.Throws<InvalidDataException>(() => CanLog.Create(folder.Of("theirs.mf4"), LogText.WriteUtc with { ExistingFile = ExistingFile.Append }));
        Assert.Contains("groups", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllBytes(folder.Of("theirs.mf4")));
    }

    [Fact]
    public void A_long_file_that_cannot_be_read_here_and_there_is_read_all_the_same()
    {
        var frames = Drive.Make(800_000);
        var content = LogText.WriteBytes(LogFormats.Mf4, frames);
        using var reader = CanLog.Open(new Pipe(content), LogFormats.Mf4, LogText.Utc);
        Assert.True(frames.SequenceEqual(reader.ReadAll()));
    }

    private static byte[] Record(double time, uint id, byte channel, params byte[] data) => MdfBuilder.Record(BitConverter.GetBytes(time), id, channel, data);

    private static IEnumerable<string> Describe(byte[] content) => Describe(content, out _);

    private static IEnumerable<string> Describe(byte[] content, out ILogReader reader) => Read(content, out reader)
        .Select(frame => FormattableString.Invariant($"{(frame.Timestamp.Nanoseconds - Start) / 1e9} {frame.Device} {frame.ToShortString()}"));

    private static CanFrame[] Read(byte[] content, out ILogReader reader)
    {
        reader = CanLog.Open(new MemoryStream(content), LogFormats.Mf4, LogText.Utc);
        CanFrame[] frames = [.. reader.ReadAll()];
        Assert.Equal(0, reader.MalformedCount);
        Assert.Equal(content.Length, reader.BytesRead);
        reader.Dispose();
        return frames;
    }

    private static CanFrame[] SkipTo(byte[] content, double seconds)
    {
        using var reader = CanLog.Open(new MemoryStream(content), LogFormats.Mf4, LogText.Utc);
        _ = reader.SkipTo(new Timestamp(Start) + TimeSpan.FromSeconds(seconds));
        return [.. reader.ReadAll()];
    }

    /// <summary>A stream that cannot seek.</summary>
    private sealed class Pipe(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
