using System.Text;
using Caneth.Signals;

namespace Caneth.Tests.Signals;

public class TrafficCheckTests
{
    private const string Car = """
        BU_: A
        BO_ 192 EngineData: 4 A
         SG_ Speed : 0|8@1+ (2,0) [0|100] "km/h" A
         SG_ Gear : 8|4@1+ (1,0) [0|8] "" A
         SG_ Rolling_Counter : 16|4@1+ (1,0) [0|15] "" A
         SG_ Mode : 24|8@1+ (1,0) [0|255] "" A
        BO_ 200 Lights: 2 A
        BO_ 201 Silent: 2 A
        BO_ 202 OnDemand: 2 A
        VAL_ 192 Gear 0 "Park" 3 "Drive" 15 "Not available" ;
        VAL_ 192 Mode 0 "off" 1 "on" ;
        BA_DEF_ BO_ "GenMsgCycleTime" INT 0 10000;
        BA_DEF_ BO_ "GenMsgSendType" ENUM "Cyclic","OnChange";
        BA_ "GenMsgCycleTime" BO_ 192 10;
        BA_ "GenMsgCycleTime" BO_ 200 100;
        BA_ "GenMsgCycleTime" BO_ 201 100;
        BA_ "GenMsgCycleTime" BO_ 202 100;
        BA_ "GenMsgSendType" BO_ 202 1;
        """;

    [Fact]
    public void Traffic_that_is_as_the_database_says_has_no_problems()
    {
        var problems = Check(Drive(index => [(byte)(index % 50), (byte)(index % 2 == 0 ? 15 : 3), (byte)(index % 16), (byte)(index % 2)]));
        Assert.All(problems, problem => Assert.Equal("NotSeen", problem.Code));
    }

    [Theory]
    [InlineData("OutOfRange", "Speed", ProblemSeverity.Warning, "within 0 and 100 km/h; 10 of 100 values are not. The lowest was 0, the highest 400.")]
    [InlineData("DeadCounter", "Rolling_Counter", ProblemSeverity.Warning, "it was 7 in all 100")]
    [InlineData("UnlistedValue", "Mode", ProblemSeverity.Info, "99 of 99 values have no text, the first of them 9.")]
    [InlineData("CycleTimeDiffers", null, ProblemSeverity.Warning, "0x0C0 of can0: it should come every 10 ms, and comes every 20 ms.")]
    [InlineData("FrameTooShort", null, ProblemSeverity.Warning, "should have 4 bytes; 1 of 100 frames have fewer, down to 3.")]
    [InlineData("FrameTooLong", null, ProblemSeverity.Info, "should have 4 bytes; 1 of 100 frames have more, up to 5.")]
    public void What_differs_is_told_with_how_often(string code, string? signal, ProblemSeverity severity, string text)
    {
        var frames = Drive(index => index switch
        {
            50 => [0, 3, 7],
            51 => [0, 3, 7, 9, 0],
            _ => [(byte)(index % 10 == 9 ? 200 : 0), 3, 7, 9],
        }, 20).ToArray();
        var problem = Assert.Single(Check(frames), problem => problem.Code == code);
        Assert.Equal((severity, "EngineData", signal), (problem.Severity, problem.Message, problem.Signal));
        Assert.Contains(text, problem.Text, StringComparison.Ordinal);
        Assert.InRange(problem.Line, 2, 6);
    }

    [Fact]
    public void A_message_that_once_stayed_away_is_told_and_so_is_one_that_never_came_unless_it_comes_on_demand()
    {
        var frames = Drive(index => [0, 3, (byte)(index % 16), 0]).Select((frame, index) => index < 90 ? frame : frame with { Timestamp = frame.Timestamp + TimeSpan.FromMilliseconds(40) });
        var problems = Check(frames);
        Assert.Contains("once stayed away for 50 ms", Assert.Single(problems, problem => problem.Code == "CycleTimeGap").Text, StringComparison.Ordinal);
        Assert.Equal(["Lights", "Silent"], problems.Where(problem => problem.Code == "NotSeen").Select(problem => problem.Message));
    }

    [Fact]
    public void An_id_that_the_database_does_not_know_is_told_with_count_length_and_period()
    {
        var frames = Enumerable.Range(0, 5).Select(index => new CanFrame(0x555, new byte[2 + index % 2]) { Timestamp = new Timestamp(index * 100_000_000L), Device = "can1" })
            .Append(new CanFrame(0x555, default, FrameFlags.Extended)).Append(CanFrame.CreateRemote(0x123));
        Assert.Equal([
            "The database does not know 0x555 of can1: 5 frames of 2 to 3 bytes, one every 100 ms.",
            "The database does not know 0x00000555: 1 frame of 0 bytes."],
            Check(frames).Where(problem => problem.Code == "UnknownId").Select(problem => problem.Text));
    }

    [Fact]
    public void However_many_ids_come_the_memory_is_bounded()
    {
        var check = new TrafficCheck(CanDatabase.Parse(Encoding.UTF8.GetBytes(Car), "car.dbc"));
        for (var id = 0u; id < 100_000; id++)
        {
            check.Add(new CanFrame(id, default, FrameFlags.Extended));
        }

        Assert.Equal(20_001, check.GetProblems().Count(problem => problem.Code is "UnknownId" or "TooManyIds"));
        Assert.Equal((100_000, 0), (check.FrameCount, check.KnownFrameCount));
    }

    [Fact]
    public void A_log_is_held_against_its_database()
    {
        var check = new TrafficCheck(CanDatabase.Load(SharedData.Find("dbc/thinkcity.dbc")));
        using (var log = Caneth.Logs.CanLog.Open(SharedData.Find("logs/thinkcity.log")))
        {
            var frames = new CanFrame[1000];
            while (log.Read(frames) is var count and > 0)
            {
                foreach (ref readonly var frame in frames.AsSpan(0, count))
                {
                    check.Add(frame);
                }
            }
        }

        Assert.InRange(check.KnownFrameCount, 1, check.FrameCount);
        Assert.All(check.GetProblems(), problem => Assert.True(problem.Text.Length > 20, problem.Text));
    }

    /// <summary>A hundred frames of EngineData, one every so many milliseconds.</summary>
    private static IEnumerable<CanFrame> Drive(Func<int, byte[]> data, int milliseconds = 10) => Enumerable.Range(0, 100)
        .Select(index => new CanFrame(192, data(index)) { Timestamp = new Timestamp(index * milliseconds * 1_000_000L), Device = "can0" });

    private static IReadOnlyList<DatabaseProblem> Check(IEnumerable<CanFrame> frames)
    {
        var check = new TrafficCheck(CanDatabase.Parse(Encoding.UTF8.GetBytes(Car), "car.dbc"));
        foreach (var frame in frames)
        {
            check.Add(frame);
        }

        return check.GetProblems();
    }
}
