using System.IO.Compression;
using System.Text;
using Caneth.Logs;
using Caneth.Logs.Blf;

namespace Caneth.Tests.Logs;

public class SkipTests
{
    private const int FirstBatch = 2048;
    private const long Second = 1_000_000_000;

    public static TheoryData<string> Formats => [.. LogFormats.All.Where(format => format.CanWrite).Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void With_disorder_of_up_to_five_seconds_no_frame_is_missed(string format)
    {
        const int Many = 10_000;
        var carrier = LogFrames.Carriers.Single(carrier => carrier.Format.Name == format);
        var recordings =
            from kinds in carrier.Recording
            from step in Gen.Long[1, 20]
            from jitter in Gen.Long[0, 5 * Second].Array[101]
            from run in Gen.OneOf(1, 40, 1500)
            from ordered in Gen.Bool
            from share in Gen.Double[0, 1.1]
            select (Frames: Long(kinds, Many, step * Second / 1000, ordered ? [0] : jitter, run, carrier.Resolution), Share: share);
        recordings.Sample(
            recording =>
            {
                var content = LogText.WriteBytes(carrier.Format, recording.Frames);
                var moment = recording.Frames[0].Timestamp + (recording.Frames[^1].Timestamp - recording.Frames[0].Timestamp) * recording.Share;
                Assert.Equal(ReadAll(content, carrier.Format).Where(frame => frame.Timestamp >= moment), ReadFrom(content, carrier.Format, moment, out _));
            },
            iter: 5);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_few_frames_five_seconds_ahead_of_time_are_not_missed(string format)
    {
        const int Many = 40_000;
        var known = LogFormats.ByName(format);
        var noise = Drive.Make(Many);
        var recordings =
            from step in Gen.Long[100, 250]
            from ahead in Gen.Int[15_000, 30_000]
            from run in Gen.Int[1, 100]
            select (Step: step * Second / 1_000_000, Ahead: ahead, Run: run);
        recordings.Sample(
            recording =>
            {
                CanFrame[] frames = [.. noise.Select((frame, index) => frame with
                {
                    Timestamp = new(index * recording.Step + (index >= recording.Ahead && index < recording.Ahead + recording.Run ? 5 * Second : 0)),
                })];
                var content = LogText.WriteBytes(known, frames);
                var all = ReadAll(content, known);
                var moment = all[recording.Ahead].Timestamp;
                Assert.Equal(all.Where(frame => frame.Timestamp >= moment), ReadFrom(content, known, moment, out _));
            },
            iter: 6);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_lies_before_a_moment_near_the_end_is_not_read(string format)
    {
        var frames = Drive.Make(40_000);
        var content = LogText.WriteBytes(LogFormats.ByName(format), frames);
        var moment = frames[^500].Timestamp;
        Assert.Equal(500, ReadFrom(content, LogFormats.ByName(format), moment, out var reader).Count(frame => frame.Timestamp >= moment));

        // Five seconds are 4,545 of these frames, and some are looked at on the way.
        Assert.InRange(reader.FramesRead, FirstBatch + 500 + 4545, FirstBatch + 500 + 10_000);
        Assert.Equal(0, reader.MalformedCount);
        Assert.Empty(reader.Losses);
        Assert.Equal(content.Length, reader.BytesRead);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Past_the_end_of_a_log_there_is_nothing(string format)
    {
        var frames = Drive.Make(20_000);
        var content = LogText.WriteBytes(LogFormats.ByName(format), frames);
        foreach (var moment in (Timestamp[])[frames[^1].Timestamp + TimeSpan.FromDays(1), new(long.MaxValue)])
        {
            Assert.Empty(ReadFrom(content, LogFormats.ByName(format), moment, out _));
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void In_a_log_that_leaps_back_all_is_found(string format)
    {
        var frames = Drive.Make(30_000);
        CanFrame[] twice = [.. frames, .. frames];
        var content = LogText.WriteBytes(LogFormats.ByName(format), twice);
        foreach (var index in (int[])[29_500, 20_000, 10_000])
        {
            var moment = frames[index].Timestamp;
            Assert.Equal(2 * (frames.Length - index), ReadFrom(content, LogFormats.ByName(format), moment, out _).Length);
        }
    }

    [Theory]
    [InlineData("asc", "date Sat Jan 31 03:00:00.000 pm 2026")]
    [InlineData("asc", "  Begin Triggerblock Sat Jan 31 03:00:00.000 pm 2026")]
    [InlineData("asc", "base hex timestamps relative")]
    [InlineData("trc", ";$STARTTIME=46053.625")]
    public void Where_times_count_from_another_start_in_the_midst_all_is_read(string format, string header)
    {
        var lines = LogText.Write(LogFormats.ByName(format), Drive.Make(30_000)).Split('\n');
        foreach (var line in (int[])[20_000, 29_000])
        {
            var content = Encoding.UTF8.GetBytes(string.Join('\n', [.. lines[..line], header, .. lines[line..]]));
            var all = ReadAll(content, LogFormats.ByName(format));
            foreach (var moment in all.Where((_, index) => index % 7000 == 6999).Select(frame => frame.Timestamp))
            {
                Assert.Equal(all.Where(frame => frame.Timestamp >= moment), ReadFrom(content, LogFormats.ByName(format), moment, out _));
            }
        }
    }

    [Fact]
    public void On_a_slow_bus_all_but_a_few_thousand_frames_are_passed_over()
    {
        var lines = Enumerable.Range(0, 60_000).Select(index => $"({index / 10}.{index % 10}00000) can0 123#{index:X8}\n");
        var content = Encoding.UTF8.GetBytes(string.Concat(lines));
        Assert.Equal(100, ReadFrom(content, LogFormats.Candump, new Timestamp(5990 * Second), out var reader).Length);
        Assert.InRange(reader.FramesRead, 1000, 10_000);
    }

    [Fact]
    public void Bad_lines_behind_what_was_passed_over_are_told_by_their_place()
    {
        var lines = LogText.Write(LogFormats.Candump, Drive.Make(30_000)).Split('\n');
        lines[29_900] = "(not a line";
        var content = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        var told = new List<MalformedEntry>();
        var moment = Drive.Make(30_000)[29_950].Timestamp;
        Assert.Equal(50, ReadFrom(content, LogFormats.Candump, moment, out _, told.Add).Length);

        var entry = Assert.Single(told);
        Assert.Equal((0, content.AsSpan().IndexOf("(not a line"u8)), (entry.Line, entry.Offset));
        Assert.Contains($"at byte {entry.Offset}: ", entry.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_containers_begin_in_the_midst_of_an_object_nothing_is_told()
    {
        const int HeaderLength = 144;
        var frames = Drive.Make(60_000);
        var whole = LogText.WriteBytes(LogFormats.Blf, frames);
        var objects = Objects(whole.AsSpan(HeaderLength));
        var content = new MemoryStream();
        content.Write(whole.AsSpan(0, HeaderLength));
        foreach (var part in objects.Chunk(10_007))
        {
            content.Write(BlfContainer.Pack(part));
        }

        foreach (var index in (int[])[59_000, 50_000, 30_000])
        {
            var read = ReadFrom(content.ToArray(), LogFormats.Blf, frames[index].Timestamp, out var reader);
            Assert.Equal(frames[index..], read);
            Assert.InRange(reader.FramesRead, 0, frames.Length - 10_000);
            Assert.Equal(0, reader.MalformedCount);
        }
    }

    [Fact]
    public void What_cannot_be_searched_is_read()
    {
        var frames = Drive.Make(30_000);
        var text = LogText.WriteBytes(LogFormats.Candump, frames);
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(text);
        }

        var utf16 = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(text))).ToArray();
        foreach (var content in (byte[][])[packed.ToArray(), utf16])
        {
            Assert.Equal(frames[29_000..], ReadFrom(content, LogFormats.Candump, frames[29_000].Timestamp, out var reader));
            Assert.Equal(frames.Length, reader.FramesRead);
        }
    }

    [Fact]
    public void In_the_hour_that_comes_twice_local_times_are_read_as_they_are_in_order()
    {
        var berlin = LogText.Utc with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin") };
        var first = LogText.Time("2025-10-26T00:10:00Z").ToDateTime();
        var lines = Enumerable.Range(0, 30_000).Select(index => first + index * TimeSpan.FromSeconds(0.2))
            .Select(time => $"({TimeZoneInfo.ConvertTimeFromUtc(time, berlin.TimeZone):yyyy-MM-dd HH:mm:ss.ffffff}) can0 123#00\n");
        var content = Encoding.UTF8.GetBytes(string.Concat(lines));
        var moment = LogText.Time("2025-10-26T01:20:00Z");
        Assert.Equal(30_000 - 70 * 60 * 5, ReadFrom(content, LogFormats.Candump, moment, out _, options: berlin).Length);
    }

    /// <summary>Frames in turn, each some time after the one before, but for a jitter that some have in common; every other with noise, that a BLF is long.</summary>
    private static CanFrame[] Long(CanFrame[] kinds, int count, long step, long[] jitter, int run, long resolution)
    {
        var start = kinds[0].Timestamp.Nanoseconds;
        var noise = Drive.Make(count);
        return [.. Enumerable.Range(0, count).Select(index => (index % 2 == 0 ? noise[index] : kinds[index % kinds.Length]) with
        {
            Timestamp = new Timestamp((start + index * step + jitter[index / run % jitter.Length]) / resolution * resolution),
        })];
    }

    private static CanFrame[] ReadAll(byte[] content, LogFormat format) => LogText.Read(format, content);

    /// <summary>The frames of a moment and after it, as a cmdlet reads them: the first batch tells when the log begins.</summary>
    private static CanFrame[] ReadFrom(
        byte[] content, LogFormat format, Timestamp moment, out ILogReader reader, Action<MalformedEntry>? told = null, LogReadOptions? options = null)
    {
        using var opened = reader = CanLog.Open(new MemoryStream(content), format, (options ?? LogText.Utc) with { OnMalformed = told });
        var first = new CanFrame[FirstBatch];
        var count = reader.Read(first);
        var before = reader.BytesRead;
        var passed = reader.SkipTo(moment);
        Assert.InRange(passed, 0, content.Length - Math.Min(before, 1));
        return [.. first[..count].Concat(reader.ReadAll()).Where(frame => frame.Timestamp >= moment)];
    }

    private static byte[] Objects(ReadOnlySpan<byte> containers)
    {
        var objects = new MemoryStream();
        while (containers.Length >= BlfLayout.ContainerHeaderLength && BlfLayout.IsContainer(containers))
        {
            var length = (int)BitConverter.ToUInt32(containers[BlfLayout.LengthOffset..]);
            using var unpacked = new ZLibStream(new MemoryStream(containers[BlfLayout.ContainerHeaderLength..length].ToArray()), CompressionMode.Decompress);
            unpacked.CopyTo(objects);
            containers = containers[Math.Min(containers.Length, length + length % 4)..];
        }

        return objects.ToArray();
    }
}
