using Caneth.Logs;

namespace Caneth.Tests.Logs;

public class TrcTests
{
    // The lines of all the versions of one file: offsets in milliseconds and ids; all data zeros. A twelfth is about the bus status.
    private static readonly (double Offset, uint Id, bool Extended)[] Lines =
    [
        (17535.4, 0x100, true), (17700.3, 0x100, true), (17873.8, 0x100, true), (19295.4, 0, false), (19500.6, 0, false),
        (19705.2, 0, false), (20592.7, 0x100, true), (20798.6, 0x100, true), (20956.0, 0x100, true), (21097.1, 0x100, true),
    ];

    [Theory]
    [InlineData("V1_0_BUS1", "2021-12-18T14:28:07.062Z")] // from the comment; the offsets are whole milliseconds
    [InlineData("V1_1", "2021-12-18T14:28:07.062001Z")] // 44548.6028595139 days
    [InlineData("V1_3", "2021-12-18T14:28:07.062001Z")]
    [InlineData("V2_0_BUS1", "2021-12-18T14:28:07.062001Z")]
    [InlineData("V2_1", "2021-12-18T14:28:07.062001Z")]
    public void Every_version_of_a_file_is_read(string version, string startText)
    {
        var first = version.StartsWith("V1_0", StringComparison.Ordinal);
        var start = LogText.Time(startText);
        var direction = first ? FrameFlags.None : FrameFlags.Transmitted;
        var expected = Lines
            .Select(line => new CanFrame(line.Id, new byte[8], direction | (line.Extended ? FrameFlags.Extended : 0)) { Timestamp = At(line.Offset), Device = "1" })
            .Append(CanFrame.CreateRemote(0x704, 1) with { Timestamp = At(48937.6), Device = "1" });

        using var reader = CanLog.Open(SharedData.Find($"logs/pythoncan-test_CanMessage_{version}.trc"), LogText.Utc);
        Assert.Equal(expected, reader.ReadAll());
        Assert.Equal(0, reader.MalformedCount);
        Assert.Equal("1 x changes of the bus status", $"{Assert.Single(reader.Losses)}");
        Timestamp At(double offset) => start + TimeSpan.FromMicroseconds(first ? Math.Floor(offset) * 1000 : Math.Round(offset * 1000));
    }

    [Fact]
    public void A_file_of_two_buses_is_read() => Assert.Equal(
    [
        // 43008.920986006946 days are 2017-09-30 22:06:13.191.
        new CanFrame(0xC8, [9, 8, 7, 6, 5, 4, 3, 2], FrameFlags.Transmitted) { Timestamp = LogText.Time("2017-09-30T22:06:15.692Z"), Device = "2" },
        new CanFrame(0x6F9, [5, 12, 0, 0, 0, 0, 0, 0]) { Timestamp = LogText.Time("2017-09-30T22:06:31.067708Z"), Device = "1" },
    ], LogText.ReadFile(SharedData.Find("logs/pythoncan-test_CanMessage.trc")));

    // Lines as PEAK's description of the format has them in its examples.
    [Theory]
    [InlineData("1.1", "     6)      1349.2  Error      0008  4  00 19 08 08", 1349.2, "1", 8u, "00 19 08 08", FrameFlags.Error)]
    [InlineData("1.1", "     2)      1298.9  Tx         0400  2  00 00", 1298.9, "1", 0x400u, "00 00", FrameFlags.Transmitted)]
    [InlineData("1.2", "     2)      1283.231  3  Rx         0300  2  00 07", 1283.231, "3", 0x300u, "00 07", FrameFlags.None)]
    [InlineData("2.0", "      5      1334.416 FD     0500 Tx 12 01 02 03 04 05 06 07 08 09 0A 0B 0C", 1334.416, "1", 0x500u,
        "01 02 03 04 05 06 07 08 09 0A 0B 0C", FrameFlags.Fd | FrameFlags.Transmitted)]
    [InlineData("2.0", "      6      1334.522 ER          Rx    04 00 02 00 00", 1334.522, "1", 0u, "04 00 02 00 00", FrameFlags.Error)]
    [InlineData("2.1", "      5      1334.416 BI 1      0500 Tx -  9    01 02 03 04 05 06 07 08 09 0A 0B 0C", 1334.416, "1", 0x500u,
        "01 02 03 04 05 06 07 08 09 0A 0B 0C", FrameFlags.Fd | FrameFlags.BitRateSwitch | FrameFlags.ErrorState | FrameFlags.Transmitted)]
    [InlineData("2.1", "      6      1334.222 ER 1         - Rx -  5    04 00 02 00 00", 1334.222, "1", 0u, "04 00 02 00 00", FrameFlags.Error)]
    [InlineData("2.1", "     12      1335.156 DT 2  18EFC034 Tx -  2    01 02", 1335.156, "2", 0x18EFC034u, "01 02", FrameFlags.Transmitted)]
    public void Lines_are_read_as_PEAK_describes_them(
        string version, string line, double offset, string bus, uint id, string data, FrameFlags flags) => Assert.Equal(
            new CanFrame(id, HexBytes.Parse(data), flags) { Timestamp = new Timestamp((long)Math.Round(offset * 1000) * 1000), Device = bus },
            Assert.Single(LogText.Read(LogFormats.Trc, $";$FILEVERSION={version}\n{line}\n")));

    [Fact]
    public void What_is_no_frame_is_counted()
    {
        const string Text = """
            ;$FILEVERSION=2.1
            ;$STARTTIME=41766.4648963872
            ;$COLUMNS=N,O,T,B,I,d,R,L,D
                  7      1334.224 EV 1  User-defined event for bus 1
                  8      1334.225 EV -  User-defined event for all busses
                  9      1334.231 ST 1         - Rx -  4    00 00 00 08
                 11      1334.643 EC 1         - Rx -  2    02 02
            """;
        using var reader = CanLog.Open(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Text)), LogFormats.Trc);
        Assert.Empty(reader.ReadAll());
        Assert.Equal(["1 x changes of the bus status", "1 x changes of the error counters", "2 x events of the user"],
            reader.Losses.Select(loss => loss.ToString()).Order());
        Assert.Equal(0, reader.MalformedCount);
    }

    [Fact]
    public void Version_2_1_is_written_as_PEAK_describes_it()
    {
        var lines = LogText.Write(LogFormats.Trc,
            Frame("2017-09-30T22:06:13.191Z", new CanFrame(0x300, [0, 7])),
            Frame("2017-09-30T22:06:15.692Z", new CanFrame(0x500, new byte[12], FrameFlags.Fd | FrameFlags.Transmitted)),
            Frame("2017-09-30T22:06:15.692001Z", CanFrame.CreateRemote(0x18EFC034, 3))).Split("\r\n");

        Assert.Equal(";$FILEVERSION=2.1", lines[0]);
        Assert.StartsWith(";$STARTTIME=43008.92098600694", lines[1], StringComparison.Ordinal);
        Assert.Equal(";$COLUMNS=N,O,T,B,I,d,R,L,D", lines[2]);
        Assert.Equal(
        [
            "      1         0.000 DT 1      0300 Rx -  2    00 07",
            "      2      2501.000 FD 1      0500 Tx -  9    00 00 00 00 00 00 00 00 00 00 00 00",
            "      3      2501.001 RR 1  18EFC034 Rx -  3",
            "",
        ], lines[^4..]);
    }

    [Fact]
    public void Version_1_1_is_written_on_request()
    {
        var lines = LogText.Write(LogFormats.Trc11,
            Frame("2017-09-30T22:06:13.191Z", new CanFrame(0x300, [0, 7], FrameFlags.Transmitted)),
            Frame("2017-09-30T22:06:15.6929Z", CanFrame.CreateRemote(0x18EFC034, 3))).Split("\r\n");

        Assert.Equal(";$FILEVERSION=1.1", lines[0]);
        Assert.Equal(
        [
            "     1)         0.0  Tx         0300  2  00 07 ",
            "     2)      2501.9  Rx     18EFC034  3  RTR ",
            "",
        ], lines[^3..]);
    }

    private static CanFrame Frame(string time, CanFrame frame) => frame with { Timestamp = LogText.Time(time), Device = "1" };
}
