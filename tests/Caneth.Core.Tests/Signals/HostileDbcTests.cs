using System.Diagnostics;
using System.Text;
using Caneth.Signals;

namespace Caneth.Tests.Signals;

/// <summary>Files that were written to take time or memory.</summary>
public class HostileDbcTests
{
    public static TheoryData<string, string, string> Hostile => new()
    {
        { "texts that are not closed", "BO_ 1 M: 8 A\n", "CM_ \\\"\n" },
        { "texts that are not closed, before one that is", "BO_ 1 M: 8 A\n", "CM_ BO_ 1 \\\"a\n" },
        { "one name for all signals", "BO_ 1 M: 8 A\n", " SG_ X m0 : 0|8@1+ (1,0) [0|0] \"\" A\nCM_ SG_ 1 X \"c\";\nSG_MUL_VAL_ 1 X X 0-1;\n" },
        { "one id for all messages", "", "BO_ 1 M: 8 A\nVAL_ 1 X 0 \"a\" ;\nCM_ BO_ 1 \"c\";\n" },
        { "a switch at the end", "BO_ 1 M: 8 A\n", " SG_ Xn m0 : 0|8@1+ (1,0) [0|0] \"\" A\nSG_MUL_VAL_ 1 Xn Last 0-1;\n" },
        { "groups of all signals", "BO_ 1 M: 8 A\n", " SG_ Xn : 0|8@1+ (1,0) [0|0] \"\" A\nSIG_GROUP_ 1 G 1 : Xn Xn Xn Xn;\n" },
        { "one line", "BO_ 1 M: 8 A ", "BO_ n Mn: 8 A SG_ Xn : 0|8@1+ (1,0) [0|0] \"\" A ; stray ; " },
        { "switches on switches", "BO_ 1 M: 8 A\n", " SG_ Xn m0M : 0|8@1+ (1,0) [0|0] \"\" A\nSG_MUL_VAL_ 1 Xn Xp 0-1;\n" },
        { "new symbols", "NS_ :\n", "CM_ BA_ VAL_\n" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void No_file_takes_more_time_than_its_length_does(string what, string first, string repeated)
    {
        const int Count = 20_000;
        var text = new StringBuilder(first);
        for (var index = 1; index <= Count; index++)
        {
            text.Append(repeated.Replace("Xn", $"X{index}", StringComparison.Ordinal).Replace("Xp", $"X{index - 1}", StringComparison.Ordinal)
                .Replace("BO_ n Mn", $"BO_ {index} M{index}", StringComparison.Ordinal));
        }

        text.Append("BO_ 9 N: 8 A\n SG_ Last M : 0|8@1+ (1,0) [0|0] \"\" A\n");
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        var clock = Stopwatch.StartNew();
        var database = CanDatabase.Parse(bytes, "t.dbc");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{what}: {clock.Elapsed} for {bytes.Length} bytes");
        Assert.NotEmpty(database.Messages);
    }
}
