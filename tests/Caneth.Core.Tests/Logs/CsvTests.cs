using Caneth.Logs;

namespace Caneth.Tests.Logs;

public class CsvTests
{
    private const string Header =
        "\"Timestamp\",\"Device\",\"Id\",\"Extended\",\"Remote\",\"Dlc\",\"Data\",\"Error\",\"Fd\",\"BitRateSwitch\",\"ErrorState\",\"Transmitted\"\n";

    private static readonly CanFrame Frame = new(0x123, [1, 2, 0xAB]) { Timestamp = LogText.Time("2026-01-31T13:45:00.123456Z"), Device = "can0" };

    [Fact]
    public void The_columns_are_the_properties_of_a_frame_in_their_order_without_what_another_says() => Assert.Equal(Header, string.Join(',',
        typeof(CanFrame).GetProperties().Where(property => property.Name != nameof(CanFrame.HexId)).Select(property => $"\"{property.Name}\"")) + "\n");

    [Fact]
    public void A_frame_is_written_as_Export_Csv_writes_it()
    {
        Assert.Equal(
            Header + "\"2026-01-31T13:45:00.123456Z\",\"can0\",\"291\",\"False\",\"False\",\"3\",\"01 02 AB\",\"False\",\"False\",\"False\",\"False\",\"False\"\n",
            LogText.Write(LogFormats.Csv, Frame));
        Assert.Equal(
            Header + "\"1970-01-01T00:00:00.000000001Z\",,\"291\",\"True\",\"True\",\"8\",\"\",\"False\",\"False\",\"False\",\"False\",\"False\"\n",
            LogText.Write(LogFormats.Csv, CanFrame.CreateRemote(0x123, 8, extended: true) with { Timestamp = new(1) }));
    }

    [Theory]
    [InlineData("Id,Data\n0x123,01 02 AB\n")]
    [InlineData("\"Id\",\"HexId\",\"Data\"\n\"291\",\"123\",\"01 02 AB\"\n")]
    [InlineData("Id;Data;Timestamp\r\n291;0102AB;\r\n")]
    [InlineData("#TYPE Caneth.CanFrame\n\"Data\",\"Comment\",\"id\"\n\"01-02-ab\",\"a \"\"b\"\", c\",\"291\"\n")]
    [InlineData("Id\tDlc\tData\tFd\n123h\t3\t01\n291\t3\t01 02 AB\t0\n")]
    public void Tables_of_other_tools_are_read(string text) =>
        Assert.True(Assert.Single(LogText.Read(LogFormats.Csv, text)).HasSameContent(Frame));

    [Fact]
    public void A_column_is_known_by_its_name_and_not_by_a_number() =>
        Assert.True(Assert.Single(LogText.Read(LogFormats.Csv, "1,Id,5,Data,7\nx,291,y,0102AB,z\n")).HasSameContent(Frame));

    [Theory]
    [InlineData("2026-01-31T13:45:005Z")]
    [InlineData("2026-01-31T13:45:000.5Z")]
    [InlineData("2026-01-31T13:45:00-.5Z")]
    public void A_second_of_three_digits_is_no_time_after_one_of_the_same_second_either(string time)
    {
        var malformed = new List<long>();
        var options = LogText.Utc with { OnMalformed = entry => malformed.Add(entry.Line) };
        var frames = LogText.Read(LogFormats.Csv, $"Timestamp,Id,Data\n2026-01-31T13:45:00.123456Z,291,0102AB\n{time},7,\n", options);
        Assert.Equal(Frame.Timestamp, Assert.Single(frames).Timestamp);
        Assert.Equal([3], malformed);
    }

    [Fact]
    public void A_name_with_commas_and_quotation_marks_comes_back()
    {
        var frame = Frame with { Device = "my \"CAN\", left" };
        Assert.Equal(frame, Assert.Single(LogText.Read(LogFormats.Csv, LogText.Write(LogFormats.Csv, frame))));
    }

    [Fact]
    public void The_drive_is_the_same_from_SavvyCAN_and_from_candump()
    {
        // The times of the CSV are microseconds since the logger started; the other file was made 1,443,000,000 s later.
        var options = LogText.Utc with { StartTime = new Timestamp(1_443_000_000_000_000_000) };
        var savvyCan = LogText.ReadFile(SharedData.Find("logs/thinkcity-gvret.csv"), options);
        var candump = LogText.ReadFile(SharedData.Find("logs/thinkcity.log"));

        Assert.Equal(12_974, savvyCan.Length);
        Assert.All(savvyCan, frame => Assert.Equal("0", frame.Device));
        Assert.Equal(candump, savvyCan.Select(frame => frame with { Device = "can0" }));
    }

    [Fact]
    public void A_frame_is_written_as_SavvyCAN_writes_it() => Assert.Equal("""
        Time Stamp,ID,Extended,Dir,Bus,LEN,D1,D2,D3,D4,D5,D6,D7,D8
        1769867100123456,00000123,false,Rx,0,3,01,02,AB,00,00,00,00,00,
        1769867100123456,00000123,true,Tx,1,8,01,02,03,04,05,06,07,08,

        """.ReplaceLineEndings("\n"), LogText.Write(LogFormats.Gvret, Frame,
        new CanFrame(0x123, [1, 2, 3, 4, 5, 6, 7, 8], FrameFlags.Extended | FrameFlags.Transmitted) { Timestamp = Frame.Timestamp, Device = "can1" }));
}
