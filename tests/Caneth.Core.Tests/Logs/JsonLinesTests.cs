using Caneth.Logs;

namespace Caneth.Tests.Logs;

public class JsonLinesTests
{
    private static readonly CanFrame Frame = new(0x123, [1, 2, 0xAB]) { Timestamp = LogText.Time("2026-01-31T13:45:00.123456Z"), Device = "can0" };

    [Fact]
    public void A_frame_is_an_object_with_the_flags_that_are_true() => Assert.Equal("""
        {"Timestamp":"2026-01-31T13:45:00.123456Z","Device":"can0","Id":291,"Dlc":3,"Data":"01 02 AB"}
        {"Timestamp":"2026-01-31T13:45:00.123456Z","Id":291,"Dlc":5,"Data":"","Extended":true,"Remote":true}

        """.ReplaceLineEndings("\n"), LogText.Write(LogFormats.JsonLines, Frame, CanFrame.CreateRemote(0x123, 5, extended: true) with { Timestamp = Frame.Timestamp }));

    [Theory]
    [InlineData("""{"Id":291,"Data":[1,2,171]}""")]
    [InlineData("""{ "id" : "0x123", "data" : "0102ab", "comment": {"by": ["me", null]}, "remote": false }""")]
    [InlineData("""{"I\u0064":291,"\u0064lc":3,"Data":"01 02 AB","Error\u0053tate":false}""")]
    [InlineData("""{"timestamp":1769867100.123456,"device":null,"id":291,"dlc":3,"data":"01 02 AB"}""")]
    public void Objects_of_other_tools_are_read(string text) =>
        Assert.True(Assert.Single(LogText.Read(LogFormats.JsonLines, text)).HasSameContent(Frame));

    [Fact]
    public void A_time_may_be_a_number_of_seconds() => Assert.Equal(Frame.Timestamp,
        Assert.Single(LogText.Read(LogFormats.JsonLines, """{"Timestamp":1769867100.123456,"Id":1}""")).Timestamp);
}
