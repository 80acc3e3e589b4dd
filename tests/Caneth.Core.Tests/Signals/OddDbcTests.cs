using System.Text;
using Caneth.Signals;

namespace Caneth.Tests.Signals;

/// <summary>Files that nobody should write: what is understood is kept, each problem is told once and where it is.</summary>
public class OddDbcTests
{
    private const string Signal = " SG_ X : 0|8@1+ (1,0) [0|0] \"\" A\n";

    [Theory]
    [InlineData("BO_ 4294967296 Lost: 8 A", "5:5: Error: expected the id of a message, a number of up to 32 bits, after BO_, but found '4294967296'. The message was left out with its signals.")]
    [InlineData("BO_ -1 Lost: 8 A", "5:5: Error: expected the id of a message, a number of up to 32 bits, after BO_, but found '-1'. The message was left out with its signals.")]
    [InlineData("BO_ 2 Lost: A", "5:13: Error: expected the length of the message in bytes, but found 'A'. The message was left out with its signals.")]
    public void Signals_of_a_message_that_is_not_understood_are_not_those_of_the_message_before(string lost, string problem)
    {
        var database = Parse($"BU_: A\n\nBO_ 1 M: 8 A\n{Signal}{lost}\n{Signal}{Signal}BO_ 3 N: 8 A\n{Signal}");
        Assert.Equal(["M: X", "N: X"], database.Messages.Select(message => $"{message.Name}: {string.Join(' ', message.Signals)}"));
        Assert.Equal([problem], database.Problems.Select(found => found.ToString()));
    }

    [Fact]
    public void A_problem_after_a_text_of_several_lines_is_told_in_its_line()
    {
        foreach (var end in new[] { "\n", "\r\n", "\r" })
        {
            var database = Parse("BU_: A\nCM_ \"one\ntwo\nBO_ 9 No: 8 A\n\";\nBO_ 1 M: 8 A\n SG_ X : 0|0@1+ (1,0) [0|0] \"\" A\n  stray\n".Replace("\n", end, StringComparison.Ordinal));
            Assert.Equal((6, 7), (database.Messages[0].Line, database.Messages[0].Signals[0].Line));
            Assert.Equal([(7, 2, "EmptySignal"), (8, 3, "UnknownStatement")], database.Problems.Select(problem => (problem.Line, problem.Column, problem.Code)));
        }
    }

    [Fact]
    public void A_text_of_several_lines_in_the_place_of_a_node_costs_no_other()
    {
        var database = Parse($"BU_: A \"one\ntwo\"\nBO_ 1 M: 8 A\n{Signal}");
        Assert.Equal(["A"], database.Nodes.Select(node => node.Name));
        Assert.Equal(3, Assert.Single(database.Messages).Line);
        Assert.Equal([(1, 8, "UnknownStatement")], database.Problems.Select(problem => (problem.Line, problem.Column, problem.Code)));
    }

    [Fact]
    public void Of_statements_that_say_the_same_the_last_holds_though_the_first_came_too_early()
    {
        var message = Parse($"BA_DEF_ BO_ \"a\" INT 0 9;\nBA_ \"a\" BO_ 1 1;\nCM_ BO_ 1 \"early\";\nVAL_ 1 X 0 \"early\" ;\nBO_ 1 M: 8 A\n{Signal}"
            + "BA_ \"a\" BO_ 1 2;\nCM_ BO_ 1 \"late\";\nVAL_ 1 X 0 \"late\" ;\n").Messages[0];
        Assert.Equal((2L, "late", "late"), (message.Attributes["a"], message.Comment, message.Signals[0].ToValue(0).Text));
    }

    [Fact]
    public void Lists_of_values_that_look_alike_are_one_list_and_those_that_only_begin_alike_are_not()
    {
        var database = Parse("BO_ 1 M: 8 A\n" + string.Concat(Enumerable.Range(0, 6).Select(index => $" SG_ S{index} : {index * 8}|8@1+ (1,0) [0|0] \"\" A\n"))
            + "VAL_ 1 S0 0 \"Off\" 1 \"On\" ;\nVAL_ 1 S1 0 \"Off\" 1 \"On\" ;\nVAL_ 1 S2 0 \"Off\" 1 \"On\" 2 \"Out\" ;\n"
            + "VAL_ 1 S3 0 \"Off\" 1 \"On\n2\" ;\nVAL_ 1 S4 0 \"Off\" 1 \"On\n3\" ;\nVAL_ 1 S5 0 \"Off\" 1 \"On\"\n2 \"Next\" ;\n");
        Assert.Equal(
            ["0=Off 1=On", "0=Off 1=On", "0=Off 1=On 2=Out", "0=Off 1=On\n2", "0=Off 1=On\n3", "0=Off 1=On 2=Next"],
            database.Messages[0].Signals.Select(signal => string.Join(' ', signal.Values!.Entries.Select(entry => $"{entry.Key}={entry.Value}"))));
        Assert.Same(database.Messages[0].Signals[0].Values!.Entries, database.Messages[0].Signals[1].Values!.Entries);
        Assert.Empty(database.Problems);
    }

    [Fact]
    public void What_names_no_node_message_or_signal_is_told()
    {
        var database = Parse($"BU_: A\nBO_ 1 M: 8 A\n{Signal}CM_ BU_ B \"b\";\nCM_ BO_ 2 \"b\";\nCM_ SG_ 1 Y \"b\";\nSIG_VALTYPE_ 1 : 1;\nSIG_VALTYPE_ 1 X : 1;\n");
        Assert.Equal(
            [
                "3:2: Warning: SIG_VALTYPE_ makes X a float of 32 bits, but it has 8. It is read as an integer.",
                "4:1: Warning: BU_ names no node B. The statement was left out.",
                "5:1: Warning: The file has no message with the id 2. The statement was left out.",
                "6:1: Warning: The message M has no signal Y. The statement was left out.",
                "7:16: Error: expected the id of a message and a signal after SIG_VALTYPE_, but found ':'. The statement was left out.",
            ],
            database.Problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public void Numbers_are_read_as_they_are_written()
    {
        var signal = Parse("BO_ 1 M: 8 A\n SG_ X : +0|64@1- (1E-3,-.5) [-1e+05|5.] \"\" A\n"
            + "VAL_ 1 X -1 \"a\" 9223372036854775807 \"b\" 18446744073709551615 \"c\" 1.0 \"d\" -9223372036854775808 \"e\" 0x10 \"f\" ;\n").Messages[0].Signals[0];
        Assert.Equal((1e-3, -.5, -1e5, 5), (signal.Factor, signal.Offset, signal.Minimum, signal.Maximum));
        Assert.Equal([-1, long.MaxValue, -1, 1, long.MinValue], signal.Values!.Entries.Select(entry => entry.Key));
    }

    private static CanDatabase Parse(string text) => CanDatabase.Parse(Encoding.UTF8.GetBytes(text), "odd.dbc");
}
