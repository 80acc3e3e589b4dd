using Caneth.Logs;

namespace Caneth.Tests.Logs;

public class RoundTripTests
{
    public static TheoryData<string> Formats => [.. LogFormats.All.Where(format => format.CanWrite).Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Frames_of_every_kind_come_back_as_they_were(string format)
    {
        var carrier = LogFrames.Carriers.Single(carrier => carrier.Format.Name == format);
        carrier.Recording.Sample(frames =>
        {
            using var stream = new MemoryStream();
            using (var writer = CanLog.Create(stream, carrier.Format, LogText.WriteUtc))
            {
                writer.Write(frames);
                writer.Flush();
                Assert.Empty(writer.Losses);
                Assert.Equal((frames.Length, frames.Length), (writer.FramesWritten, writer.FramesFlushed));
            }

            using var reader = CanLog.Open(new MemoryStream(stream.ToArray()), carrier.Format, LogText.Utc);
            Assert.Equal(frames, reader.ReadAll());
            Assert.Equal(0, reader.MalformedCount);
            Assert.Empty(reader.Losses);
        });
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_a_format_cannot_carry_is_named_and_counted(string format)
    {
        CanFrame[] frames =
        [
            new CanFrame(0x123, new CanData(new byte[8]), 12, FrameFlags.None) { Device = "can1" },
            new CanFrame(0x123, new byte[3], FrameFlags.Fd | FrameFlags.BitRateSwitch) { Device = "can1" },
            new CanFrame(0x123, new byte[2], FrameFlags.Error | FrameFlags.Transmitted) { Device = "can1" },
            CanFrame.CreateRemote(0x123, 3) with { Device = "can1" },
        ];
        Dictionary<string, string[]> expected = new()
        {
            ["candump"] = [],
            ["asc"] =
            [
                "4 x the channel's name 'can1', written as 2", "1 x the class and the data of error frames", "1 x the direction of error frames",
            ],
            ["trc"] = ["4 x the channel's name 'can1', written as 2", "1 x raw DLCs of 9 to 15, written as 8", "1 x the class of error frames"],
            ["trc1.1"] =
            [
                "3 x the channel", "1 x raw DLCs of 9 to 15, written as 8", "1 x CAN FD frames, left out", "1 x the direction of error frames",
            ],
            ["blf"] = ["4 x the channel's name 'can1', written as 2", "1 x the direction of error frames"],
            ["csv"] = [],
            ["gvret"] =
            [
                "1 x raw DLCs of 9 to 15, written as 8", "2 x the channel's name 'can1', written as 1", "1 x BRS and ESI of CAN FD frames",
                "1 x that CAN FD frames with up to 8 bytes are not classic frames", "1 x error frames, left out", "1 x remote frames, left out",
            ],
            ["jsonl"] = [],
            ["pcapng"] = ["1 x the length of the data of error frames, written as 8"],
            ["mf4"] = ["4 x the channel's name 'can1', written as 2"],
            ["pcap"] = ["4 x the channel", "1 x the direction", "1 x the length of the data of error frames, written as 8"],
        };

        using var writer = CanLog.Create(new MemoryStream(), LogFormats.ByName(format), LogText.WriteUtc);
        writer.Write(frames);

        Assert.Equal(expected[format].Order(), writer.Losses.Select(loss => loss.ToString()).Order());
        Assert.Equal(frames.Length - writer.Losses.Where(loss => loss.What.EndsWith("left out", StringComparison.Ordinal)).Sum(loss => loss.Count),
            writer.FramesWritten);
    }

    [Fact]
    public void Channels_keep_their_numbers_and_names_get_the_nearest()
    {
        string?[] devices = ["2", "can0", null, "can1", "192.168.0.7:20001", "2"];
        var frames = devices.Select((device, index) => new CanFrame((uint)index) { Device = device }).ToArray();

        // can1 would be 2, which is taken; a frame without a channel is of the first.
        Assert.Equal(["2", "1", "1", "3", "4", "2"],
            LogText.Read(LogFormats.Asc, LogText.WriteBytes(LogFormats.Asc, frames)).Select(frame => frame.Device));
    }

    [Fact]
    public void Headers_are_in_the_zone_that_is_asked_for()
    {
        var frame = new CanFrame(0x123, [1]) { Timestamp = LogText.Time("2017-09-30T13:06:13.191Z"), Device = "1" };
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        foreach (var format in (LogFormat[])[LogFormats.Asc, LogFormats.Trc, LogFormats.Trc11, LogFormats.Blf])
        {
            var content = LogText.WriteBytes(format, [frame], new LogWriteOptions { TimeZone = berlin });
            Assert.Equal(frame, Assert.Single(LogText.Read(format, content, new LogReadOptions { TimeZone = berlin })));
            Assert.Equal(LogText.Time("2017-09-30T15:06:13.191Z"), Assert.Single(LogText.Read(format, content)).Timestamp);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Reading_and_writing_allocate_nothing_per_frame(string format)
    {
        const int Few = 10_000;
        const int Many = 60_000;
        var few = Allocated(LogFormats.ByName(format), Few);
        var many = Allocated(LogFormats.ByName(format), Many);

        // The smallest object has 24 bytes. A container of BLF, of some two thousand frames, costs a few objects: packing it takes 1.5 KB, on
        // the thread that writes where no other got to it.
        Assert.InRange((many.Write - few.Write) / (double)(Many - Few), double.MinValue, 1);
        Assert.InRange((many.Read - few.Read) / (double)(Many - Few), double.MinValue, 0.5);
    }

    private static (long Write, long Read) Allocated(LogFormat format, int count)
    {
        var path = Path.GetTempFileName();
        try
        {
            var frames = Enumerable.Range(0, 100).Select(index => new CanFrame(0x100u + (uint)index, [1, 2, 3, 4, 5, 6, 7, (byte)index])
            {
                Timestamp = new Timestamp(1_700_000_000_000_000_000 + index * 1_000_000),
                Device = "1",
            }).ToArray();
            var room = new CanFrame[frames.Length];
            return (Allocations.Of(Write), Allocations.Of(Read));

            void Write()
            {
                using var writer = CanLog.Create(path, LogText.WriteUtc with { Format = format });
                for (var written = 0; written < count; written += frames.Length)
                {
                    writer.Write(frames);
                }
            }

            void Read()
            {
                using var reader = CanLog.Open(path, LogText.Utc with { Format = format });
                while (reader.Read(room) > 0)
                {
                }

                Assert.Equal(count, reader.FramesRead);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }
}
