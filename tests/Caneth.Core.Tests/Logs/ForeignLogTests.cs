using System.Text;
using Caneth.Logs;

namespace Caneth.Tests.Logs;

/// <summary>Logs of other tools that share an extension with a format, told by their contents.</summary>
public class ForeignLogTests
{
    private const string Busmaster = """
        ***BUSMASTER Ver 2.4.0***
        ***PROTOCOL CAN***
        ***NOTE: PLEASE DO NOT EDIT THIS DOCUMENT***
        ***[START LOGGING SESSION]***
        ***START DATE AND TIME 8:9:2014 23:59:58:65***
        ***HEX***
        ***SYSTEM MODE***
        ***START CHANNEL BAUD RATE***
        ***CHANNEL 1 - Kvaser - Kvaser Leaf Light HS #0 (Channel 0), Serial Number- 0, Firmware- 0x00000037 0x00020000 - 500000 bps***
        ***END CHANNEL BAUD RATE***
        ***START DATABASE FILES (DBF/DBC)***
        ***END OF DATABASE FILES (DBF/DBC)***
        ***<Time><Tx/Rx><Channel><CAN ID><Type><DLC><DataBytes>***
        23:59:58:9420 Rx 1 0x023 s 1 40
        23:59:59:9999 Tx 2 0x18DB33F1 x 8 03 E0 00 00 C0 00 00 FF
        00:00:00:0001 Rx 1 0x408 sr 4
        0:0:0:20 Rx 1 0x12345678 xr 0
        00:00:01:0000 Rx 1 0x100 s-fd 12 00 01 02 03 04 05 06 07 08 09 0A 0B
        00:00:02:0000 Rx 1 0x000 ERR Stuff error
        ***END DATE AND TIME 9:9:2014 0:0:2:1***
        ***[STOP LOGGING SESSION]***
        """;

    [Fact]
    public void A_log_of_BUSMASTER_is_read_where_candump_is()
    {
        Assert.Equal(
        [
            "2014-09-08T23:59:58.942000Z 1 023#40", "2014-09-08T23:59:59.999900Z 2 18DB33F1#03E00000C00000FF T", "2014-09-09T00:00:00.000100Z 1 408#R4",
            "2014-09-09T00:00:00.002000Z 1 12345678#R0", "2014-09-09T00:00:01.000000Z 1 100##0000102030405060708090A0B", "2014-09-09T00:00:02.000000Z 1 20000000#",
        ], Describe(LogFormats.Candump, Busmaster));
    }

    [Theory]
    [InlineData("ABSOLUTE MODE", "2014-09-08T23:59:58.165000Z", "2014-09-08T23:59:58.365000Z")]
    [InlineData("RELATIVE MODE", "2014-09-08T23:59:58.165000Z", "2014-09-08T23:59:58.465000Z")]
    public void Its_times_may_count_from_the_start_or_from_the_line_before(string mode, string first, string second)
    {
        var text = $"***BUSMASTER Ver 3.2.2***\n***START DATE AND TIME 8:9:2014 23:59:58:065***\n***HEX***\n***{mode}***\n"
            + "00:00:00:1000 Rx 1 0x123 s 1 40\n00:00:00:3000 Rx 1 0x123 s 1 40\n";
        Assert.Equal([first, second], LogText.Read(LogFormats.Candump, text).Select(frame => $"{frame.Timestamp}"));
    }

    [Fact]
    public void Its_numbers_may_be_decimal() => Assert.Equal(
        ["1970-01-01T00:00:00.100000Z 1 17F#100A"], Describe(LogFormats.Candump, "***BUSMASTER Ver 3.2.2***\n***DEC***\n00:00:00:1000 Rx 1 383 s 2 016 010\n"));

    [Theory]
    [InlineData("0:0:0:0 Rx 1 0x800 s 0", "type")]
    [InlineData("0:0:0:0 Rx 1 0x100 q 0", "type")]
    [InlineData("0:0:0:0 Rx 1 0x100 s 9 1 2 3 4 5 6 7 8 9", "no classic frame")]
    [InlineData("0:0:0:0 Rx 1 0x100 s 2 1", "2 bytes")]
    [InlineData("0:0:60:0 Rx 1 0x100 s 0", "time")]
    [InlineData("0:0:0 Rx 1 0x100 s 0", "time")]
    [InlineData("0:0:0:0 RX 1 0x100 s 0", "direction")]
    [InlineData("0:0:0:0 Rx 1 0x20000000 x 0", "id")]
    public void What_is_wrong_in_it_is_told(string line, string reason)
    {
        var told = new List<MalformedEntry>();
        Assert.Single(LogText.Read(LogFormats.Candump, $"{Busmaster.Split("23:59:58:9420")[0]}{line}\n0:0:0:0 Rx 1 0x100 s 0\n", LogText.Utc with { OnMalformed = told.Add }));
        Assert.Contains(reason, Assert.Single(told).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LIN")]
    [InlineData("J1939")]
    public void A_log_of_it_of_another_kind_is_told(string protocol) => Assert.Contains(protocol, Assert.Throws<InvalidDataException>(() =>
        LogText.Read(LogFormats.Candump, $"***BUSMASTER Ver 3.2.2***\n***PROTOCOL {protocol}***\n")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_trace_of_CanHacker_is_read_where_TRC_is() => Assert.Equal(
        [
            "1970-01-01T00:00:11.201000Z 1 0F1#34010040", "1970-01-01T00:00:11.202000Z 1 1E5#4E002DAFFDFFD200",
            "1970-01-01T00:01:40.500000Z 1 00004000#3647", "1970-01-01T00:01:41.000000Z 1 123#R2",
        ], Describe(LogFormats.Trc, """
            Time     ID        DLC       Data                    Comment
            11,201   0F1      4           34 01 00 40             
            11,202   1E5      8           4E 00 2D AF FD FF D2 00 a comment
            100.500 00004000 2 36 47
            101.000 123 2 RTR
            """));

    [Fact]
    public void The_CSV_of_python_can_is_read_where_CSV_is() => Assert.Equal(
        [
            "2016-04-01T14:16:42.000000Z  123#1122", "2016-04-01T14:16:42.123456Z  00000123#R8", "1970-01-01T00:00:00.000010Z  20000080#",
            "2016-04-01T14:16:43.000000Z  100##0000102030405060708090A0B",
        ], Describe(LogFormats.Csv, """
            timestamp,arbitration_id,extended,remote,error,dlc,data
            1459520202.0,0x123,0,0,0,2,ESI=
            1459520202.123456,0x123,1,1,0,8,
            1e-05,0x80,0,0,1,0,
            1459520203.0,0x100,0,0,0,12,AAECAwQFBgcICQoL
            """));

    [Theory]
    [InlineData("1.0,0x123,0,0,0,2,ESIz")]
    [InlineData("1.0,0x123,0,0,0,2,ESI")]
    [InlineData("1.0,0x123,2,0,0,2,ESI=")]
    [InlineData("1.0,0x20000000,1,0,0,2,ESI=")]
    [InlineData("1.0,123h,0,0,0,2,ESI=")]
    [InlineData("x,0x123,0,0,0,2,ESI=")]
    [InlineData("1.0,0x123,0,1,0,2,ESI=,")]
    [InlineData("1.0,0x123,0,0,0,9,AAECAwQFBgcI")]
    public void What_is_wrong_in_that_is_told(string line)
    {
        var told = 0;
        Assert.Single(LogText.Read(LogFormats.Csv, $"timestamp,arbitration_id,extended,remote,error,dlc,data\n{line}\n1.0,0x123,0,0,0,2,ESI=\n",
            LogText.Utc with { OnMalformed = _ => told++ }));
        Assert.Equal(1, told);
    }

    [Theory]
    [InlineData("ID,Data Bytes\n00000123,11 22 \n4f5,ff 34\n18DB33F1,\n", "123#1122|4F5#FF34|18DB33F1#")]
    [InlineData("ID,Data Bytes\n120,11\n", "120#11")]
    [InlineData("ID,Data\n0x120,11 22\n1A0,\n", "120#1122|1A0#")]
    public void The_generic_CSV_of_SavvyCAN_is_read_where_CSV_is(string text, string frames) =>
        Assert.Equal(frames.Split('|'), LogText.Read(LogFormats.Csv, text).Select(frame => frame.ToShortString()));

    [Theory]
    [InlineData("Time,ID,Data\n1.5,0x123,01\n", "1970-01-01T00:00:01.500000Z  123#01")]
    [InlineData("Time;Bus;ID;Data\n1769867100,123456;can1;0x123;01\n", "2026-01-31T13:45:00.123456Z can1 123#01")]
    [InlineData("Time,Timestamp,ID,Data\n7,2026-01-31T13:45:00.123456Z,0x123,01\n", "2026-01-31T13:45:00.123456Z  123#01")]
    [InlineData("Time Stamp,Channel,ID,Data\n1769867100.123456,2,0x123,01\n", "2026-01-31T13:45:00.123456Z 2 123#01")]
    public void A_table_may_have_times_in_seconds_and_the_names_that_others_use(string text, string frame) =>
        Assert.Equal([frame], Describe(LogFormats.Csv, text));

    [Theory]
    [InlineData("candump", Busmaster, "BUSMASTER")]
    [InlineData("trc", "Time     ID        DLC       Data                    Comment\n11,201   0F1      1           34\n", "CanHacker")]
    [InlineData("csv", "timestamp,arbitration_id,extended,remote,error,dlc,data\n1.0,0x123,0,0,0,2,ESI=\n", "arbitration_id")]
    public void Nothing_is_appended_to_them(string format, string content, string named)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Of("theirs");
        File.WriteAllText(path, content);
        var refusal = Assert.Throws<InvalidDataException>(() =>
            CanLog.Create(path, LogText.WriteUtc with { Format = LogFormats.ByName(format), ExistingFile = ExistingFile.Append }));
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(path));
    }

    [Theory]
    [InlineData("drive.TDMS", "TDMS")]
    [InlineData("drive.mdf", "MDF before version 4")]
    [InlineData("drive.zip", "an archive")]
    public void A_format_that_is_known_and_not_read_is_named_by_its_extension(string path, string name) =>
        Assert.Contains($"that of {name}", Assert.Throws<ArgumentException>(() => LogFormats.ForPath(path)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("SQLite format 3\0\u0010\0", "a log of the format sqlite.")]
    [InlineData("MDF     4.10", "a log of the format mf4.")]
    [InlineData("PAR1\u0015\u0004", "Parquet, which is not read.")]
    [InlineData("PK\u0003\u0004 and so on\n\n", "an archive")]
    [InlineData("TDSm\u000e\0\0\0", "TDMS")]
    public void And_by_what_it_begins_with(string content, string name) => Assert.Contains($"it is {name}",
        Assert.Throws<InvalidDataException>(() => LogText.Read(LogFormats.Candump, Encoding.UTF8.GetBytes(content))).Message, StringComparison.Ordinal);

    private static IEnumerable<string> Describe(LogFormat format, string text)
    {
        var told = new List<MalformedEntry>();
        var frames = LogText.Read(format, text, LogText.Utc with { OnMalformed = told.Add });
        Assert.Empty(told);
        return frames.Select(frame => $"{frame.Timestamp} {frame.Device} {frame.ToShortString()}{(frame.Transmitted ? " T" : "")}");
    }
}
