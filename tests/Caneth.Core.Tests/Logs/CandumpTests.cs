using Caneth.Logs;

namespace Caneth.Tests.Logs;

public class CandumpTests
{
    private static readonly Timestamp Time = new(1_443_000_166_064_000_000);

    [Fact]
    public void A_whole_drive_is_read()
    {
        var frames = LogText.ReadFile(SharedData.Find("logs/thinkcity.log"));

        // Counted with wc, sort and uniq; the first and the last line as they are in the file.
        Assert.Equal(12_974, frames.Length);
        Assert.Equal(180, frames.Select(frame => frame.Id).Distinct().Count());
        Assert.All(frames, frame => Assert.Equal("can0", frame.Device));
        Assert.Equal(new CanFrame(0x21A, [0xFE, 0x36, 0x12, 0xFE, 0x69, 0x05, 0x07, 0xAD]) { Timestamp = Time, Device = "can0" }, frames[0]);
    }

    public static TheoryData<string, CanFrame> Lines => new()
    {
        { "(1443000166.064000) can0 123#", new CanFrame(0x123) },
        { "(1443000166.064000) can0 123#0102", new CanFrame(0x123, [1, 2]) },
        { "(1443000166.064000) can0 00000123#0102", new CanFrame(0x123, [1, 2], FrameFlags.Extended) },
        { "(1443000166.064000) can0 12345678#FF T", new CanFrame(0x12345678, [0xFF], FrameFlags.Transmitted) },
        { "(1443000166.064000) can0 123#R", CanFrame.CreateRemote(0x123) },
        { "(1443000166.064000) can0 123#R5", CanFrame.CreateRemote(0x123, 5) },
        { "(1443000166.064000) can0 123#R8_9", CanFrame.CreateRemote(0x123, 9) },
        { "(1443000166.064000) can0 123#1122334455667788_E", new CanFrame(0x123, new CanData(0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88), 14, FrameFlags.None) },
        { "(1443000166.064000) can0 123##0", new CanFrame(0x123, [], FrameFlags.Fd) },
        { "(1443000166.064000) can0 123##3000102030405060708090A0B", new CanFrame(0x123, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], FrameFlags.Fd | FrameFlags.BitRateSwitch | FrameFlags.ErrorState) },
        { "(1443000166.064000) can0 20000004#0004000000000000", new CanFrame(4, [0, 4, 0, 0, 0, 0, 0, 0], FrameFlags.Error) },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public void Each_kind_of_line_is_read_and_written(string line, CanFrame message)
    {
        var frame = message with { Timestamp = Time, Device = "can0" };
        Assert.Equal(frame, Assert.Single(LogText.Read(LogFormats.Candump, line)));
        Assert.Equal(line + "\n", LogText.Write(LogFormats.Candump, frame));
    }

    [Theory]
    [InlineData("(1443000166.064000) can0 123#01.02")]
    [InlineData("(1443000166.064000) can0 123#0102 R")]
    [InlineData("(1443000166.064000000)  can0   123#0102\r")]
    [InlineData("(1443000166.064) can0 123#0102")]
    [InlineData(" (1443000166.064000)  can0  123   [2]  01 02")]
    [InlineData(" (1443000166.064000)  can0  RX - -  123   [2]  01 02   '..'")]
    [InlineData(" (2015-09-23 09:22:46.064000)  can0  123   [2]  01 02")]
    public void The_same_frame_is_read_in_every_spelling(string line) => Assert.Equal(
        new CanFrame(0x123, [1, 2]) { Timestamp = Time, Device = "can0" }, Assert.Single(LogText.Read(LogFormats.Candump, line)));

    [Fact]
    public void The_screen_of_candump_is_read()
    {
        const string Screen = """
             (000.000000)  can0  12345678   [8]  01 02 03 04 05 06 07 08
             (000.000001)  can1  123   [3]  remote request
             (001.500000)  can0  20000004   [8]  00 04 00 00 00 00 00 00   ERRORFRAME
            	controller-problem{rx-error-warning}
             (001.600000)  vcan0  TX B E  123  [12]  00 01 02 03 04 05 06 07 08 09 0A 0B
            """;

        CanFrame[] expected =
        [
            new CanFrame(0x12345678, [1, 2, 3, 4, 5, 6, 7, 8]) { Timestamp = new(0), Device = "can0" },
            CanFrame.CreateRemote(0x123, 3) with { Timestamp = new(1_000), Device = "can1" },
            new CanFrame(4, [0, 4, 0, 0, 0, 0, 0, 0], FrameFlags.Error) { Timestamp = new(1_500_000_000), Device = "can0" },
            new CanFrame(0x123, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
                FrameFlags.Fd | FrameFlags.BitRateSwitch | FrameFlags.ErrorState | FrameFlags.Transmitted)
            {
                Timestamp = new(1_600_000_000),
                Device = "vcan0",
            },
        ];
        Assert.Equal(expected, LogText.Read(LogFormats.Candump, Screen));

        var start = new Timestamp(1_000_000_000_000_000_000);
        Assert.Equal(expected.Select(frame => frame with { Timestamp = new(start.Nanoseconds + frame.Timestamp.Nanoseconds) }),
            LogText.Read(LogFormats.Candump, Screen, LogText.Utc with { StartTime = start }));
    }

    [Fact]
    public void Nanoseconds_are_written_on_request()
    {
        var frame = new CanFrame(1) { Timestamp = new(1_443_000_166_064_000_123), Device = "can0" };
        Assert.Equal("(1443000166.064000) can0 001#\n", LogText.Write(LogFormats.Candump, frame));

        var content = LogText.WriteBytes(LogFormats.Candump, [frame], new LogWriteOptions { Nanoseconds = true });
        Assert.Equal("(1443000166.064000123) can0 001#\n"u8, content);
        Assert.Equal(frame, Assert.Single(LogText.Read(LogFormats.Candump, content)));
    }

    [Fact]
    public void A_name_that_an_interface_cannot_have_is_changed_and_counted()
    {
        using var stream = new MemoryStream();
        using var writer = CanLog.Create(stream, LogFormats.Candump);
        writer.Write([new CanFrame(1) { Device = "my car" }, new CanFrame(2) { Device = "my car" }, new CanFrame(3) { Device = "can0" }]);

        Assert.Equal("2 x the channel's name 'my car', written as 'my_car'", $"{Assert.Single(writer.Losses)}");
    }
}
