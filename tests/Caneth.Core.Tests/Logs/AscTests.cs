using Caneth.Logs;

namespace Caneth.Tests.Logs;

public class AscTests
{
    private static readonly string Header = """
        date Sam Sep 30 15:06:13.191 2017
        base hex  timestamps absolute
        no internal events logged

        """;

    private static readonly Timestamp Start = LogText.Time("2017-09-30T15:06:13.191Z");

    [Fact]
    public void A_classic_file_is_read()
    {
        // The trigger block says 10:06:13.191 PM, and times count from it.
        CanFrame[] expected =
        [
            Frame("2017-09-30T22:06:15.692Z", "2", new CanFrame(0xC8, [9, 8, 7, 6, 5, 4, 3, 2], FrameFlags.Transmitted)),
            Frame("2017-09-30T22:06:31.067708Z", "1", new CanFrame(0x6F9, [0x05, 0x0C, 0, 0, 0, 0, 0, 0])),
        ];
        Assert.Equal(expected, LogText.ReadFile(SharedData.Find("logs/pythoncan-test_CanMessage.asc")));
        Assert.Equal(expected, LogText.ReadFile(SharedData.Find("logs/pythoncan-test_CanMessage.asc.gz")));
    }

    [Fact]
    public void A_CAN_FD_file_is_read()
    {
        Assert.Equal(
        [
            Frame("2017-09-30T15:06:43.196021Z", "1", new CanFrame(0x300, [0x11, 0xC2, 3, 4, 5, 6, 7, 8], FrameFlags.Fd | FrameFlags.BitRateSwitch)),
            Frame("2017-09-30T15:06:43.196041Z", "2", new CanFrame(0x1C4D80A7, [0x12, 0xC2, 3, 4, 5, 6, 7, 8],
                FrameFlags.Fd | FrameFlags.ErrorState | FrameFlags.Transmitted)),
            Frame("2017-09-30T15:06:43.196071Z", "3", new CanFrame(0x30A, [1, 2, 3, 4, 5, 6, 7, 8],
                FrameFlags.Fd | FrameFlags.BitRateSwitch | FrameFlags.ErrorState)),
        ], LogText.ReadFile(SharedData.Find("logs/pythoncan-test_CanFdMessage.asc")));

        var data = new byte[64];
        (data[0], data[1], data[2], data[3], data[63]) = (0xA1, 2, 3, 4, 0x64);
        var other = data.ToArray();
        other[0] = 0xB1;
        Assert.Equal(
        [
            Frame("2017-09-30T15:06:43.697898Z", "4", new CanFrame(0x4EE, data, FrameFlags.Fd | FrameFlags.ErrorState)),
            Frame("2017-09-30T15:06:44.697898Z", "4", new CanFrame(0x1C4D80A7, other, FrameFlags.Fd | FrameFlags.BitRateSwitch)),
        ], LogText.ReadFile(SharedData.Find("logs/pythoncan-test_CanFdMessage64.asc")));
    }

    [Fact]
    public void Remote_frames_are_read_with_and_without_a_DLC() => Assert.Equal(
    [
        Frame("2017-09-30T15:06:15.701001Z", "2", CanFrame.CreateRemote(0x100)),
        Frame("2017-09-30T15:06:15.711002Z", "3", new CanFrame(0x200, default, 0, FrameFlags.Remote | FrameFlags.Transmitted)),
        Frame("2017-09-30T15:06:15.775921Z", "4", CanFrame.CreateRemote(0x300, 8)),
    ], LogText.ReadFile(SharedData.Find("logs/pythoncan-test_CanRemoteMessage.asc")));

    [Fact]
    public void Error_frames_are_read() => Assert.Equal(
    [
        Frame("2017-09-30T15:06:15.692Z", "1", new CanFrame(0, flags: FrameFlags.Error)),
        Frame("2017-09-30T15:06:16.692Z", "1", new CanFrame(0, flags: FrameFlags.Error)),
        Frame("2017-09-30T15:06:17.692Z", "2", new CanFrame(0, flags: FrameFlags.Error)),
        Frame("2017-09-30T15:06:43.997898Z", "5", new CanFrame(0, flags: FrameFlags.Error | FrameFlags.Transmitted)),
    ], LogText.ReadFile(SharedData.Find("logs/pythoncan-test_CanErrorFrames.asc")));

    [Fact]
    public void A_file_with_everything_is_read()
    {
        using var reader = CanLog.Open(SharedData.Find("logs/pythoncan-logfile.asc"), LogText.Utc);
        var frames = reader.ReadAll().ToArray();

        // Ids and kinds as the lines of the file say them one by one; python-can reads these 20 too.
        Assert.Equal(
        [
            "1 error", "1 error", "2 error", "2 100#R0", "3 200#R0", "4 300#R8",
            "1 18EBFF00#01A00FA6603BD140", "1 18EBFF00#021FDE8025DFC02B", "1 18EBFF00#03E1004BFFFF3C0F", "1 18EBFF00#04004BFFFFFFFFFF",
            "1 6F9#050C000000000000", "1 6F8#FF000CFE00000000",
            "2 18EBFF00#01A00FA6603BD140", "2 18EBFF00#021FDE8025DFC02B", "2 18EBFF00#03E1004BFFFF3C0F", "2 18EBFF00#04004BFFFFFFFFFF",
            "2 300##10102030405060708", "3 00050005#R5", $"4 4EE##001020304{new string('0', 118)}64", "5 error",
        ], frames.Select(frame => $"{frame.Device} {(frame.Error ? "error" : frame.ToShortString())}"));
        Assert.Equal(Start + TimeSpan.FromSeconds(30.806898), frames[^1].Timestamp);
        Assert.Equal([3, 4, 5, 17, 19], frames.Select((frame, index) => frame.Transmitted ? index : -1).Where(index => index >= 0));
        Assert.Equal(0, reader.MalformedCount);
        Assert.Equal("2 x events of the kind 'J1939TP', which are not CAN frames", $"{Assert.Single(reader.Losses)}");

        var errors = LogText.ReadFile(SharedData.Find("logs/pythoncan-logfile_errorframes.asc"));
        Assert.Equal(12, errors.Length);
        Assert.Equal(3, errors.Count(frame => frame.Error));
        Assert.Equal(2, errors.Count(frame => frame.Remote));
    }

    [Fact]
    public void A_long_file_is_read()
    {
        var frames = LogText.ReadFile(SharedData.Find("logs/pythoncan-issue_1256.asc"));

        // The file has 1,461 lines, four of them of the header; counts of ids by awk and uniq.
        Assert.Equal(1457, frames.Length);
        Assert.Equal((795, 265, 159, 80, 79, 79), (Count(0x64), Count(0x11), Count(0x12), Count(0x66), Count(0x65), Count(0x10)));
        Assert.Equal(Frame("2014-05-27T16:09:35.019968Z", "1", new CanFrame(0x64, [0x64, 0, 0, 0])), frames[0]);
        Assert.Equal(Frame("2014-05-27T16:09:42.960498Z", "1", new CanFrame(0x12, [0, 1, 0, 0])), frames[^1]);
        int Count(uint id) => frames.Count(frame => frame.Id == id);
    }

    [Fact]
    public void A_raw_DLC_above_8_is_kept()
    {
        var frames = LogText.ReadFile(SharedData.Find("logs/pythoncan-issue_1299.asc"));

        Assert.Equal(4, frames.Length);
        Assert.Equal(Frame("2022-04-28T10:45:05.738671Z", "1",
            new CanFrame(0x3FF, new CanData(0x55, 0xAA, 1, 2, 3, 4, 5, 6), 13, FrameFlags.Transmitted)), frames[2]);
    }

    [Fact]
    public void A_small_extended_id_is_extended() => Assert.Equal(
        [Frame("2017-09-30T15:06:13.191Z", "1", new CanFrame(0x123, [0x68], FrameFlags.Extended))],
        LogText.ReadFile(SharedData.Find("logs/pythoncan-single_frame_us_locale.asc")));

    [Theory]
    [InlineData("Sat Sep 30 03:06:13.191 pm 2017")]
    [InlineData("Sat Sep 30 03:06:13.191 PM 2017")]
    [InlineData("Sam Sep 30 15:06:13.191 2017")]
    [InlineData("30.09.2017 15:06:13.191")]
    public void Dates_are_read_in_English_and_German_with_12_and_24_hours(string date) =>
        Assert.Equal(Start, Assert.Single(LogText.Read(LogFormats.Asc, $"date {date}\n0.0 1 1 Rx d 0\n")).Timestamp);

    [Theory]
    [InlineData("Die Mär 3 00:00:00 2020", "2020-03-03T00:00:00Z")]
    [InlineData("Mit Okt 14 00:00:00.5 2020", "2020-10-14T00:00:00.5Z")]
    [InlineData("Fre Mai 1 12:00:00 am 2020", "2020-05-01T00:00:00Z")]
    [InlineData("Thu Dez 31 12:00:00 pm 2020", "2020-12-31T12:00:00Z")]
    public void Months_and_midnight_are_understood(string date, string expected)
    {
        var text = $"date {date}\n0.0 1 1 Rx d 0\n";
        Assert.Equal(LogText.Time(expected), Assert.Single(LogText.Read(LogFormats.Asc, text)).Timestamp);
        Assert.Equal(LogText.Time(expected),
            Assert.Single(LogText.Read(LogFormats.Asc, System.Text.Encoding.Latin1.GetBytes(text))).Timestamp);
    }

    [Fact]
    public void Decimal_numbers_are_read() => Assert.Equal(
        new CanFrame(291, [16, 255], FrameFlags.Extended),
        Assert.Single(LogText.Read(LogFormats.Asc, "base dec  timestamps absolute\n0.0 1 291x Rx d 2 16 255\n")) with
        {
            Device = null,
            Timestamp = default,
        });

    [Fact]
    public void Relative_times_count_from_the_event_before()
    {
        const string Text = """
            base hex  timestamps relative
            0.5 1 1 Rx d 0
            0.25 1  Statistic: D 2 R 0 XD 0 XR 0 E 0 O 0 B 0.04%
            0.25 1 2 Rx d 0
            """;
        Assert.Equal([500_000_000, 1_000_000_000], LogText.Read(LogFormats.Asc, Text).Select(frame => frame.Timestamp.Nanoseconds));
    }

    [Fact]
    public void Classic_frames_of_a_CAN_FD_channel_are_classic()
    {
        // As CANoe logs them: flags with neither EDL (0x1000) nor 0.
        var frame = Assert.Single(LogText.Read(LogFormats.Asc, Header + "1.0 CANFD 1 Rx 123 0 0 2 2 01 02 140000 73 200000 7a60 0 0 0 0\n"));
        Assert.Equal(new CanFrame(0x123, [1, 2]) { Timestamp = Start + TimeSpan.FromSeconds(1), Device = "1" }, frame);
    }

    [Fact]
    public void Transmit_requests_are_no_frames()
    {
        using var reader = CanLog.Open(new MemoryStream("0.0 1 1 TxRq d 0\n0.1 1 1 Tx d 0\n"u8.ToArray()), LogFormats.Asc);
        Assert.True(Assert.Single(reader.ReadAll()).Transmitted);
        Assert.Equal(1, Assert.Single(reader.Losses).Count);
    }

    [Fact]
    public void A_file_is_written_as_Vectors_tools_write_it()
    {
        CanFrame[] frames =
        [
            Frame("2017-09-30T15:06:13.191250Z", "1", new CanFrame(0x18EBFF00, [1, 0xA0], FrameFlags.Transmitted)),
            Frame("2017-09-30T15:06:14.191Z", "2", CanFrame.CreateRemote(0x64, 8)),
            Frame("2017-09-30T15:06:15.191Z", "1", new CanFrame(0, flags: FrameFlags.Error)),
            Frame("2017-09-30T15:06:16.191Z", "1", new CanFrame(0x4EE, [1, 2], FrameFlags.Fd | FrameFlags.BitRateSwitch)),
        ];
        Assert.Equal("""
            date Sat Sep 30 03:06:13.191 pm 2017
            base hex  timestamps absolute
            internal events logged
            Begin Triggerblock Sat Sep 30 03:06:13.191 pm 2017
               0.000000 Start of measurement
               0.000250 1  18EBFF00x       Tx   d 2 01 A0
               1.000000 2  64              Rx   r 8
               2.000000 1  ErrorFrame
               3.000000 CANFD   1 Rx         4EE                                  1 0 2  2 01 02        0    0     3000        0        0        0        0        0
            End TriggerBlock

            """.ReplaceLineEndings("\n"), LogText.Write(LogFormats.Asc, frames));
    }

    private static CanFrame Frame(string time, string channel, CanFrame frame) =>
        frame with { Timestamp = LogText.Time(time), Device = channel };
}
