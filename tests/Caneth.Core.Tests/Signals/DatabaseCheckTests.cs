using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Caneth.Signals;

namespace Caneth.Tests.Signals;

public class DatabaseCheckTests
{
    [Fact]
    public void A_database_without_a_mistake_has_no_problems()
    {
        Assert.Empty(Check("""
            BU_: ECM TCM
            BO_ 192 EngineData: 8 ECM
             SG_ Speed : 0|16@1+ (0.25,0) [0|16383.75] "rpm" TCM
             SG_ Torque : 16|12@1- (-0.5,0) [-1023.5|1024] "Nm" TCM
             SG_ Mode M : 32|4@1+ (1,0) [0|15] "" TCM
             SG_ A m1 : 40|8@1+ (1,0) [0|255] "" TCM
             SG_ B m2 : 47|16@0+ (1,0) [0|65535] "" TCM
            BO_ 193 Long: 12 ECM
            VAL_ 192 Mode 0 "off" 1 "on" ;
            BA_DEF_ BO_ "VFrameFormat" ENUM "StandardCAN","StandardCAN_FD";
            BA_ "VFrameFormat" BO_ 193 1;
            """));
    }

    [Theory]
    [InlineData("SG_ X : 56|16@1+ (1,0) [0|0] \"\" A", "BeyondMessage", ProblemSeverity.Warning, "byte 9 of a message of 8 bytes")]
    [InlineData("SG_ X : 0|8@1+ (1,0) [0|0] \"\" A\n SG_ Y : 7|8@0+ (1,0) [0|0] \"\" A", "OverlappingSignals", ProblemSeverity.Warning, "shares bits with X")]
    [InlineData("SG_ X : 0|8@1+ (1,0) [0|0] \"\" A\n SG_ Y : 7|8@1+ (1,0) [0|0] \"\" A", "OverlappingSignals", ProblemSeverity.Warning, "shares bits with X")]
    [InlineData("SG_ X : 0|8@1+ (1,0) [0|300] \"\" A", "RangeBeyondBits", ProblemSeverity.Info, "0 to 300 is wider than its 8 bits, which hold 0 to 255")]
    [InlineData("SG_ X : 0|8@1- (1,0) [200|300] \"\" A", "RangeBeyondBits", ProblemSeverity.Warning, "No value is within its range of 200 to 300: its 8 bits hold -128 to 127")]
    [InlineData("SG_ X : 0|8@1+ (1,0) [9|3] \"\" A", "ReversedRange", ProblemSeverity.Warning, "[9|3]")]
    [InlineData("SG_ X : 0|8@1+ (0,1) [0|0] \"\" A", "ZeroFactor", ProblemSeverity.Warning, "factor is 0")]
    [InlineData("SG_ X : 0|8@1+ (1,0) [0|0] \"\" B", "UnlistedNode", ProblemSeverity.Info, "received by B")]
    [InlineData("SG_ X : 0|8@1+ (1,0) [0|0] \"\" A\n SG_ x : 8|8@1+ (1,0) [0|0] \"\" A", "SimilarNames", ProblemSeverity.Info, "X and x")]
    [InlineData("SG_ S M : 0|4@1+ (1,0) [0|0] \"\" A\n SG_ X m16 : 8|8@1+ (1,0) [0|0] \"\" A", "MultiplexValueTooLarge", ProblemSeverity.Warning, "S is 16, but that has 4 bits")]
    [InlineData("SG_ X m1 : 8|8@1+ (1,0) [0|0] \"\" A", "MissingMultiplexer", ProblemSeverity.Warning, "X")]
    [InlineData("SG_ X : 0|4@1+ (1,0) [0|0] \"\" A\nVAL_ 1 X 16 \"much\" ;", "ValueBeyondBits", ProblemSeverity.Info, "16 (much) does not fit its 4 bits")]
    [InlineData("SG_ X : 0|4@1+ (1,0) [0|0] \"\" A\nVAL_ 1 X 1 \"a\" 2 \"a\" ;", "DuplicateText", ProblemSeverity.Info, "1 and 2 are both called a")]
    [InlineData("SG_ X : 0|8@1+ (1,0) [0|10] \"\" A\nBA_DEF_ SG_ \"GenSigStartValue\" INT 0 0;\nBA_ \"GenSigStartValue\" SG_ 1 X 20;", "StartValueOutOfRange", ProblemSeverity.Warning, "start value of 20 (raw 20) is not within 0 to 10")]
    [InlineData("\nBA_DEF_ BO_ \"C\" INT 0 100;\nBA_ \"C\" BO_ 1 200;", "AttributeOutOfRange", ProblemSeverity.Info, "C is 200, which is not within 0 to 100")]
    [InlineData("\nBA_DEF_ BO_ \"E\" ENUM \"a\",\"b\";\nBA_ \"E\" BO_ 1 7;", "AttributeNotListed", ProblemSeverity.Warning, "E is 7, which is none of: a, b")]
    [InlineData("\nSIG_GROUP_ 1 G 1 : X;", "UnknownSignal", ProblemSeverity.Warning, "group G names X")]
    [InlineData("\nBO_ 2 M: 8 A", "DuplicateMessageName", ProblemSeverity.Warning, "lines 2 and 4")]
    [InlineData("\nBO_ 1 N: 8 A", "DuplicateMessage", ProblemSeverity.Warning, "1 is used twice")]
    [InlineData("\nBO_ 2 N: 9 A", "OddLength", ProblemSeverity.Warning, "No frame has 9 bytes")]
    [InlineData("\nBO_ 2 N: 8 C", "UnlistedNode", ProblemSeverity.Info, "sent by C")]
    public void What_is_likely_to_be_a_mistake_is_told_with_its_place(string rest, string code, ProblemSeverity severity, string text)
    {
        var problem = Assert.Single(Check($"BU_: A\nBO_ 1 M: 8 A\n {rest}\n"), problem => problem.Code == code);
        Assert.Equal(severity, problem.Severity);
        Assert.Contains(text, problem.Text, StringComparison.Ordinal);
        Assert.InRange(problem.Line, 2, 6);
        Assert.InRange(problem.Column, 1, 10);

        // However long the names are, what is said of them can be read.
        var longer = Regex.Replace(rest, @"\b(X|x|Y|S|G|E|C|B|N|a|b|much)\b", $"$1{new string('z', 100_000)}");
        Assert.All(Check($"BU_: A\nBO_ 1 M: 8 A\n {longer}\n"), one => Assert.InRange(one.Text.Length, 1, 400));
    }

    [Fact]
    public void However_many_signals_share_bits_what_is_said_of_each_can_be_read()
    {
        var signals = string.Concat(Enumerable.Range(0, 200).Select(number => $" SG_ Signal{number} : 0|8@1+ (1,0) [0|0] \"\" A\n"));
        var problems = Check($"BU_: A\nBO_ 1 M: 8 A\n{signals}");
        Assert.Equal(199, problems.Count);
        Assert.Contains("It shares bits with Signal0, Signal1,", problems[^1].Text, StringComparison.Ordinal);
        Assert.All(problems, one => Assert.InRange(one.Text.Length, 1, 400));
    }

    [Fact(DisplayName = "63: signals of two branches of a multiplexer share no bits, since no frame has both")]
    public void Branches()
    {
        const string Head = "BU_: A\nBO_ 1 M: 8 A\n SG_ S M : 0|4@1+ (1,0) [0|0] \"\" A\n SG_ T m2M : 4|4@1+ (1,0) [0|0] \"\" A\n";
        const string Deep = " SG_ X m1 : 8|8@1+ (1,0) [0|0] \"\" A\n SG_ Y m2 : 8|8@1+ (1,0) [0|0] \"\" A\n SG_ Z m3 : 8|8@1+ (1,0) [0|0] \"\" A\nSG_MUL_VAL_ 1 Z T 3-9;\nSG_MUL_VAL_ 1 X S 0-1;\n";
        var overlaps = Check(Head + Deep).Where(problem => problem.Code == "OverlappingSignals").ToArray();
        Assert.Equal(["Z"], overlaps.Select(problem => problem.Signal)); // with Y, which hangs on the same value as its own multiplexer
        Assert.Contains("with Y:", overlaps[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_public_file_is_checked_in_little_time()
    {
        foreach (var (name, content) in OracleData.AllFiles())
        {
            var database = CanDatabase.Parse(content, name);
            var clock = Stopwatch.StartNew();
            var problems = database.Check();
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"{name}: {clock.Elapsed}");
            Assert.All(problems, problem => Assert.True(problem.Line > 0 && problem.Text.Length > 0, $"{name}: {problem}"));
            Assert.True(problems.Select(problem => problem.Line).SequenceEqual(problems.Select(problem => problem.Line).Order()), name);
        }
    }

    [Fact]
    public void A_message_of_very_many_signals_is_checked_as_far_as_it_goes()
    {
        var text = new StringBuilder("BU_: A\nBO_ 1 M: 8 A\n SG_ S M : 0|32@1+ (1,0) [0|0] \"\" A\n");
        for (var index = 0; index < 20_000; index++)
        {
            text.Append(null, $" SG_ X{index} m{index} : 32|8@1+ (1,0) [0|0] \"\" A\n");
        }

        Assert.Equal(["OverlapsNotChecked"], Check(text.ToString()).Select(problem => problem.Code));
    }

    private static IReadOnlyList<DatabaseProblem> Check(string text) => CanDatabase.Parse(Encoding.UTF8.GetBytes(text), "t.dbc").Check();
}
