using System.Text;
using Caneth.Logs;

namespace Caneth.Tests.Logs;

/// <summary>What other tools write, and how it is to be read: cases that were met in the field, and their neighbours.</summary>
public class FieldCasesTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void Classic_frames_in_CANFD_lines_are_classic_and_keep_their_raw_DLC() => Assert.Equal(
    [
        new CanFrame(0x123, [0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88]) { Device = "1" },
        new CanFrame(0x123, new CanData([0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88]), 14, FrameFlags.Transmitted, default, "1"),
        new CanFrame(0x1FFFFFFF, default, 5, FrameFlags.Extended | FrameFlags.Remote, default, "2"),
        new CanFrame(0x123, default, 0, FrameFlags.Remote, default, "2"),
        new CanFrame(0x123, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], FrameFlags.Fd | FrameFlags.BitRateSwitch) { Device = "1" },
        new CanFrame(0x124, [0xAA, 0xBB], FrameFlags.Fd) { Device = "1" },
        new CanFrame(0x123, [], FrameFlags.Extended | FrameFlags.Fd | FrameFlags.ErrorState | FrameFlags.Transmitted) { Device = "1" },
        new CanFrame(0x125, [1, 2], FrameFlags.Fd) { Device = "1" },
    ], Read(LogFormats.Asc, """
          0.000000 CANFD   Start of measurement
          0.000000 CANFD   1 Rx          123                                   0 0 8  8 11 22 33 44 55 66 77 88   130000  130        0 0 0 0 0 0
          0.000000 CANFD   1 Tx          123                                   0 0 e  8 11 22 33 44 55 66 77 88   130000  130        0 0 0 0 0 0
          0.000000 CANFD   2 Rx     1FFFFFFFx                                  0 0 5  0   130000  130       10 0 0 0 0 0
          0.000000 CANFD   2 Rx          123                                   0 0 0  0   130000  130       10 0 0 0 0 0
          0.000000 CANFD   1 Rx          123                                   1 0 9 12 01 02 03 04 05 06 07 08 09 0A 0B 0C   130000  130     3000 0 0 0 0 0
          0.000000 CANFD   1 RX          124                                   0 0 2  2 AA BB   130000  130     1000 0 0 0 0 0
          0.000000 CANFD   1 tx          123x                                  0 1 0  0   130000  130     5000 0 0 0 0 0
          0.000000 CANFD   1 Rx          125  1                                0 0 2  2 01 02   0 0 1000 0 0 0 0 0
        """, out _));

    [Fact]
    public void Lines_of_a_CAN_XL_channel_give_the_classic_and_FD_frames_in_them()
    {
        const string Rest = "00000000 000000050005000e 0000000000a00010";
        var frames = Read(LogFormats.Asc, $"""
               0.000000 CANXL   1 Rx   CBFF   984438   4656       123                                  8 8 11 22 33 44 55 66 77 88 123123 00000000 {Rest}
               0.000000 CANXL   1 Tx   CBFF   984438   4656       123                                  e 8 11 22 33 44 55 66 77 88 123123 00000000 {Rest}
               0.000000 CANXL   2 Rx   CEFF   984438   4656 1FFFFFFFx                                  5 0 123123 00000010 {Rest}
               0.000000 CANXL   1 Rx   FBFF   984438   4656       123  Name                            9 12 11 22 33 44 55 66 77 88 99 aa bb cc 8 123123 00003000 {Rest}
               0.000000 CANXL   1 Tx   FEFF   984438   4656      123x                                  0 0 8 123123 00005000 {Rest}
               0.000000 CANXL   2 Rx   XLFF   984438   4656     432  Name e0 0  1 2 1 1f96 00 00000000 e1 89 12cfbd62 02503000 {Rest}
            """, out var told);
        Assert.Equal(
        [
            new CanFrame(0x123, [0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88]) { Device = "1" },
            new CanFrame(0x123, new CanData([0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88]), 14, FrameFlags.Transmitted, default, "1"),
            new CanFrame(0x1FFFFFFF, default, 5, FrameFlags.Extended | FrameFlags.Remote, default, "2"),
            new CanFrame(0x123, [0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xAA, 0xBB, 0xCC], FrameFlags.Fd | FrameFlags.BitRateSwitch) { Device = "1" },
            new CanFrame(0x123, [], FrameFlags.Extended | FrameFlags.Fd | FrameFlags.ErrorState | FrameFlags.Transmitted) { Device = "1" },
        ], frames);
        Assert.Equal(["1 x CAN XL frames, left out"], told);
    }

    [Fact]
    public void Relative_times_begin_anew_with_each_block() => Assert.Equal(
        ["2017-09-30T10:00:01.000000Z", "2017-09-30T10:00:02.000000Z", "2017-09-30T11:00:01.000000Z"],
        Read(LogFormats.Asc, """
            date Sat Sep 30 10:00:00.000 am 2017
            base hex  timestamps relative
            Begin Triggerblock Sat Sep 30 10:00:00.000 am 2017
               1.000000 1  100             Rx   d 1 01
               1.000000 1  101             RX   d 1 02
            End TriggerBlock
            Begin Triggerblock Sat Sep 30 11:00:00.000 am 2017
               1.000000 1  102             rx   d 1 03
            End TriggerBlock
            """, out _).Select(frame => frame.Timestamp.ToString()));

    [Theory]
    [InlineData("mer. août 12 10:00:00.000 2020", 8)]
    [InlineData("lun. févr. 12 10:00:00.000 2020", 2)]
    [InlineData("lun juil 12 10:00:00.000 2020", 7)]
    [InlineData("lun juin 12 10:00:00.000 2020", 6)]
    [InlineData("mar ene 12 10:00:00.000 2020", 1)]
    [InlineData("gio mag 12 10:00:00.000 2020", 5)]
    [InlineData("Die Mrz 12 10:00:00.000 2020", 3)]
    public void Dates_of_other_languages_are_read(string date, int month) => Assert.Equal($"2020-{month:D2}-12T10:00:00.500000Z",
        Assert.Single(Read(LogFormats.Asc, $"date {date}\n   0.5 1 123 Rx d 1 05\n", out _)).Timestamp.ToString());

    [Fact]
    public void The_dates_of_candump_are_local_times()
    {
        var options = new LogReadOptions { TimeZone = Berlin };
        foreach (var line in (string[])
            [
                "(2024-07-06 09:31:30.572475) can0 562#122DF953813CA2",
                " (2024-07-06 09:31:30.572475)  can0  562   [7]  12 2D F9 53 81 3C A2",
            ])
        {
            var frame = Assert.Single(LogText.Read(LogFormats.Candump, line, options));
            Assert.Equal("2024-07-06T07:31:30.572475Z", frame.Timestamp.ToString());
            Assert.Equal("562#122DF953813CA2", frame.ToShortString());
        }
    }

    [Fact]
    public void In_the_hour_that_an_autumn_night_has_twice_time_does_not_go_back() => Assert.Equal(
        ["2024-10-26T23:59:59.000000Z", "2024-10-27T00:30:00.000000Z", "2024-10-27T00:59:59.000000Z", "2024-10-27T01:00:00.000000Z", "2024-10-27T02:00:00.000000Z"],
        LogText.Read(LogFormats.Candump, """
            (2024-10-27 01:59:59.0) can0 123#
            (2024-10-27 02:30:00.0) can0 123#
            (2024-10-27 02:59:59.0) can0 123#
            (2024-10-27 02:00:00.0) can0 123#
            (2024-10-27 03:00:00.0) can0 123#
            """, new() { TimeZone = Berlin }).Select(frame => frame.Timestamp.ToString()));

    [Theory]
    [InlineData("asc")]
    [InlineData("trc")]
    [InlineData("trc1.1")]
    [InlineData("blf")]
    public void A_recording_that_begins_in_either_run_of_that_hour_comes_back_at_its_time(string format)
    {
        var known = LogFormats.ByName(format);
        foreach (var start in (string[])["2024-10-27T00:30:00Z", "2024-10-27T01:30:00Z", "2024-10-27T00:00:00Z", "2024-03-31T01:00:00Z"])
        {
            var frame = new CanFrame(1, [1]) { Timestamp = LogText.Time(start), Device = "1" };
            var content = LogText.WriteBytes(known, [frame], new() { TimeZone = Berlin });
            Assert.Equal(frame.Timestamp, Assert.Single(LogText.Read(known, content, new() { TimeZone = Berlin })).Timestamp);
        }
    }

    [Fact]
    public void What_candump_says_of_frames_that_it_lost_is_counted()
    {
        var frames = Read(LogFormats.Candump, """
            (1605793322.823716) can0 123#11
            DROPCOUNT: dropped 1 CAN frame on 'can0' socket (total drops 1)
            DROPCOUNT: dropped 12 CAN frames on 'can0' socket (total drops 13)
            (1605793322.923716) can0 124#22
            """, out var told);
        Assert.Equal(2, frames.Length);
        Assert.StartsWith("13 x CAN frames", Assert.Single(told), StringComparison.Ordinal);
    }

    [Fact]
    public void Characters_in_the_last_column_of_candump_are_none_of_the_notation() => Assert.Equal(
        ["123#234142", "124#", "125##023"], Read(LogFormats.Candump, """
            (1605793322.823716)  can0  123   [3]  23 41 42   '#AB'
            (1605793322.823716)  can0  124   [0]  '#'
            (1605793322.823716)  can0  125  [01]  23   '#'
            """, out _).Select(frame => frame.ToShortString()));

    [Theory]
    [InlineData("2/15/2017 4:02:24 PM", "2017-02-15T16:02:24")]
    [InlineData("15.2.2017 16:02:24", "2017-02-15T16:02:24")]
    [InlineData("2017-02-15 16:02:24.5", "2017-02-15T16:02:24.5")]
    public void The_start_of_a_TRC_is_read_as_the_country_has_it(string start, string time) => Assert.Equal(LogText.Time(time + "Z"),
        Assert.Single(Read(LogFormats.Trc, $";   Start time: {start}\n     1)        0   0101 1  00\n", out _)).Timestamp);

    [Fact]
    public void A_start_of_a_TRC_that_cannot_be_read_is_told()
    {
        foreach (var line in (string[])[";   Start time: yesterday", ";$STARTTIME=soon", ";$STARTTIME=99999999"])
        {
            var malformed = new List<MalformedEntry>();
            _ = LogText.Read(LogFormats.Trc, $"{line}\n     1)        0   0101 1  00\n", LogText.Utc with { OnMalformed = malformed.Add });
            Assert.Contains("start cannot be read", Assert.Single(malformed).Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Commas_of_the_country_in_a_TRC_are_points() => Assert.Equal("2017-09-30T22:06:14.250900Z",
        Assert.Single(Read(LogFormats.Trc, ";$FILEVERSION=1.1\n;$STARTTIME=43008,920986006946\n     1)      1059,9  Rx     0300  1  00\n", out _))
            .Timestamp.ToString());

    [Fact]
    public void Long_recordings_in_TRC_1_1_are_written_and_read()
    {
        Assert.Equal(["001#01", "004#04"], Read(LogFormats.Trc, ";$FILEVERSION=1.1\n     3)1000001000.0  Rx         0001  1  01 \n     4)14132801000.0  Rx         0004  1  04 \n",
            out _).Select(frame => frame.ToShortString()));
        var start = LogText.Time("2024-01-01T00:00:00Z");
        CanFrame[] frames =
        [
            .. ((int[])[0, 11, 12, 163, 9_000]).Select(day => new CanFrame(1, [1]) { Timestamp = start + TimeSpan.FromDays(day), Device = "1" }),
        ];
        var read = LogText.Read(LogFormats.Trc11, LogText.WriteBytes(LogFormats.Trc11, frames));
        Assert.Equal(frames.Select(frame => frame.Timestamp), read.Select(frame => frame.Timestamp));
    }

    [Fact]
    public void Times_before_1970_in_SavvyCAN_files_are_read()
    {
        CanFrame[] frames = [.. ((string[])["1950-01-01T00:00:00.5Z", "1969-12-31T23:59:59.999999Z", "2199-01-12T13:46:39.25Z"])
            .Select(time => new CanFrame(1, [1]) { Timestamp = LogText.Time(time), Device = "0" })];
        Assert.Equal(frames.Select(frame => frame.Timestamp),
            LogText.Read(LogFormats.Gvret, LogText.WriteBytes(LogFormats.Gvret, frames)).Select(frame => frame.Timestamp));
    }

    [Theory]
    [InlineData("asc")]
    [InlineData("trc")]
    [InlineData("trc1.1")]
    [InlineData("blf")]
    public void Frames_before_the_first_are_written_as_the_start_and_it_is_said(string format)
    {
        var known = LogFormats.ByName(format);
        var start = LogText.Time("2024-01-01T00:00:00Z");
        using var stream = new MemoryStream();
        using var writer = CanLog.Create(stream, known, LogText.WriteUtc);
        writer.Write([new(1, [1]) { Timestamp = start, Device = "1" }, new(2, [2]) { Timestamp = start - TimeSpan.FromHours(1), Device = "1" }]);
        Assert.Equal(["1 x times before the start of the file, written as the start"], writer.Losses.Select(loss => loss.ToString()));
        writer.Flush();
        Assert.All(LogText.Read(known, stream.ToArray()), frame => Assert.Equal(start, frame.Timestamp));
    }

    [Theory]
    [InlineData("asc", "date Sat Sep 30 10:00:00.000 am 2200\n   9000000000.0 1 123 Rx d 1 05\n")]
    [InlineData("trc", ";$FILEVERSION=1.1\n;$STARTTIME=120000.5\n     1)9000000000000.0  Rx         0001  1  01 \n")]
    public void Times_that_no_timestamp_holds_are_given_as_the_last_and_told(string format, string content)
    {
        var frame = Assert.Single(Read(LogFormats.ByName(format), content, out var told));
        Assert.Equal(long.MaxValue, frame.Timestamp.Nanoseconds);
        Assert.Contains("1678 to 2262", Assert.Single(told), StringComparison.Ordinal);
    }

    [Fact]
    public void The_ids_of_a_table_are_in_one_base_for_all()
    {
        Assert.Equal([0x1A0u, 0x120u, 0x120u], Ids("Id,Data\n1A0,01\n120,01\n0x120,01\n"));
        Assert.Equal([0x120u, 0x1A0u], Ids("Id,Data\n120,01\n1A0,01\n"));
        Assert.Equal([0x120u, 0xC0u], Ids("Id,Data\n120,01\n0C0,01\n"));
        Assert.Equal([120u, 0x1A0u, 0u], Ids("Id,Data\n120,01\n0x1A0,01\n0,\n"));
        Assert.Equal([0x120u, 0x1A0u], Ids("Id;Data\n\"120\";01\n\"1A0\";01\n"));

        // Far behind, it shows too late.
        var late = "Id,Data\n" + string.Concat(Enumerable.Repeat("120,01 02 03 04 05 06 07 08\n", 100_000)) + "1A0,01\n";
        Assert.Contains("'1A0' is hexadecimal", Assert.Throws<InvalidDataException>(() => Ids(late)).Message, StringComparison.Ordinal);
        Assert.Contains("'1A0' is hexadecimal", Assert.Throws<InvalidDataException>(() =>
            LogText.Read(LogFormats.JsonLines, "{\"Id\":\"120\"}\n{\"Id\":\"1A0\"}\n")).Message, StringComparison.Ordinal);
        static IEnumerable<uint> Ids(string text) => LogText.Read(LogFormats.Csv, text).Select(frame => frame.Id);
    }

    [Fact]
    public void A_table_of_a_German_spreadsheet_is_read()
    {
        var frames = Read(LogFormats.Csv, """
            Timestamp;Id;Extended;Data
            2024-01-01 00:00:00,5;0x123;FALSCH;01 02
            01.02.2024 03:04:05;0x123;WAHR;01 02
            01.02.2024 03:04:05,25;0x123;vrai;01 02
            """, out _);
        Assert.Equal(["2024-01-01T00:00:00.500000Z", "2024-02-01T03:04:05.000000Z", "2024-02-01T03:04:05.250000Z"],
            frames.Select(frame => frame.Timestamp.ToString()));
        Assert.Equal([false, true, true], frames.Select(frame => frame.Extended));
    }

    [Fact]
    public void Numbers_of_JSON_may_have_exponents() => Assert.Equal(
        ["1970-01-01T00:00:00.000010Z 291", "2023-11-14T22:13:20.000000Z 291", "1970-01-01T00:00:00.001000Z 291"],
        Read(LogFormats.JsonLines, """
            {"Timestamp":1e-05,"Id":291,"Data":"01"}
            {"Timestamp":1.7E9,"Id":2.91e2,"Data":"02"}
            {"Timestamp":0.001,"Id":291.0,"Dlc":1e0,"Data":"02"}
            """, out _).Select(frame => $"{frame.Timestamp} {frame.Id}"));

    [Fact]
    public void Text_in_UTF_16_is_read_with_and_without_a_byte_order_mark()
    {
        const string Text = "(1700000000.000000) can0 000#01\r\n(1700000000.001000) äöü€ 001#02\r\n";
        foreach (var format in (LogFormat[])[LogFormats.Candump])
        {
            foreach (var encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode])
            {
                foreach (var preamble in (byte[][])[encoding.GetPreamble(), []])
                {
                    var frames = LogText.Read(format, [.. preamble, .. encoding.GetBytes(Text)]);
                    Assert.Equal(["can0", "äöü€"], frames.Select(frame => frame.Device));
                }
            }
        }

        var many = string.Concat(Enumerable.Range(0, 50_000).Select(index => $"(1700000000.{index:D6}) can0 {index % 0x800:X3}#{index:X8}\n"));
        Assert.Equal(LogText.Read(LogFormats.Candump, many), LogText.Read(LogFormats.Candump, Encoding.Unicode.GetBytes("\uFEFF" + many)));
    }

    private static CanFrame[] Read(LogFormat format, string text, out string[] told)
    {
        using var reader = CanLog.Open(new MemoryStream(Encoding.UTF8.GetBytes(text.TrimEnd() + "\n")), format, LogText.Utc);
        CanFrame[] frames = [.. reader.ReadAll()];
        Assert.Equal(0, reader.MalformedCount);
        told = [.. reader.Losses.Select(loss => loss.ToString())];
        return frames;
    }
}
