using System.Text;
using Caneth.Signals;

namespace Caneth.Tests.Signals;

/// <summary>A database that is written anew, from what it means. The numbers are those of public reports.</summary>
public class DbcWriterTests
{
    [Fact]
    public void What_is_written_anew_means_the_same()
    {
        Gen.Int.Sample(seed =>
        {
            var database = Parse(MadeUpDbc.Make(seed));
            HoldsTheSame(database, $"seed {seed}");
        });
    }

    [Fact]
    public void Every_public_file_means_the_same_when_it_is_written_anew()
    {
        foreach (var (name, content) in OracleData.AllFiles())
        {
            HoldsTheSame(CanDatabase.Parse(content, name), name);
        }
    }

    [Fact]
    public void A_file_is_written_in_the_order_of_Vectors_tools()
    {
        var database = Parse("""
            CM_ SG_ 192 Speed "the engine's";
            VAL_ 192 Gear 3 "Drive" 0 "Park" ;
            BO_TX_BU_ 192 : ECM,TCM;
            BA_ "GenMsgCycleTime" BO_ 192 10;
            BA_DEF_DEF_ "GenMsgCycleTime" 0;
            BA_DEF_ BO_ "GenMsgCycleTime" INT 0 10000;
            BO_ 192 EngineData: 8 ECM
             SG_ Speed:7|16@0+(.25,0)[0|16383.75]"rpm" TCM
             SG_ Gear : 24|4@1- (1,0) [0|0] "" TCM,ECM
            VERSION "7"
            BU_: ECM TCM
            """);
        Assert.Equal("""
            BS_:

            BU_: ECM TCM

            BO_ 192 EngineData: 8 ECM
             SG_ Speed : 7|16@0+ (0.25,0) [0|16383.75] "rpm" TCM
             SG_ Gear : 24|4@1- (1,0) [0|0] "" TCM,ECM
            BO_TX_BU_ 192 : ECM,TCM;
            CM_ SG_ 192 Speed "the engine's";
            BA_DEF_ BO_  "GenMsgCycleTime" INT 0 10000 ;
            BA_DEF_DEF_ "GenMsgCycleTime" 0;
            BA_ "GenMsgCycleTime" BO_ 192 10;
            VAL_ 192 Gear 3 "Drive" 0 "Park" ;

            """.ReplaceLineEndings("\r\n"), Text(database)[Text(database).IndexOf("BS_", StringComparison.Ordinal)..]);
        Assert.StartsWith("VERSION \"7\"\r\n\r\nNS_ :\r\n\tNS_DESC_\r\n", Text(database), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "522: short names of 32 characters are unique in a message, and the long ones are attributes")]
    public void Short_names()
    {
        const string Stem = "A_signal_with_a_name_of_more_than_32_letters";
        var database = Parse($"BO_ 1 M: 8 X\n SG_ {Stem}_1 : 0|8@1+ (1,0) [0|0] \"\" X\n SG_ {Stem}_2 : 8|8@1+ (1,0) [0|0] \"\" X\n SG_ A_signal_with_a_name_of_mor_0000 : 16|8@1+ (1,0) [0|0] \"\" X\n"
            + $"SIG_GROUP_ 1 G 1 : {Stem}_2 {Stem}_1;\n");
        var written = Parse(Text(database));
        var names = written.Messages[0].Signals.Select(signal => signal.ShortName).ToArray();
        Assert.Equal(names.Distinct(), names);
        Assert.All(names, name => Assert.True(name.Length <= 32, name));
        Assert.Equal([$"{Stem}_1", $"{Stem}_2", "A_signal_with_a_name_of_mor_0000"], written.Messages[0].Signals.Select(signal => signal.Name));
        Assert.Equal([$"{Stem}_2", $"{Stem}_1"], written.Messages[0].Groups[0].Signals);
        Assert.Contains("BA_DEF_ SG_  \"SystemSignalLongSymbol\" STRING ;", Text(database), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "155: relations, environment variables and all else that says nothing of frames are kept")]
    public void Kept_statements()
    {
        string[] kept =
        [
            "EV_ Env: 0 [0|1] \"\" 0 1 DUMMY_NODE_VECTOR0 A;", "CM_ EV_ Env \"text; with semicolon\";", "VAL_ Env 1 \"on\" ;",
            "BA_DEF_REL_ BU_BO_REL_ \"x\" INT 0 1;", "BA_DEF_DEF_REL_ \"x\" 0;", "BA_REL_ \"x\" BU_BO_REL_ A 1 1;",
            "BA_DEF_REL_ BU_EV_REL_ \"y\" INT 0 1;", "CAT_DEF_ 1 x 2;", "SGTYPE_ a : 8@1+ (1,0) [0|1] \"\" 0 , x;",
        ];
        var text = Text(Parse($"BU_: A\nBO_ 1 M: 8 A\n{string.Join('\n', kept)}\n"));
        Assert.All(kept, statement => Assert.Contains($"{statement}\r\n", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("°C", true)]
    [InlineData("€ ÖÄÜ", true)]
    [InlineData("漢", false)]
    [InlineData("Â°", false)] // in Windows-1252 these two are the bytes of a degree sign in UTF-8
    public void Letters_are_written_in_Windows_1252_where_it_has_them_and_nobody_can_take_it_for_another(string unit, bool isWindows)
    {
        var database = Parse($"BO_ 1 M: 8 A\n SG_ X : 0|8@1+ (1,0) [0|0] \"{unit}\" A\n");
        var bytes = Bytes(database);
        Assert.Equal(isWindows, !System.Text.Unicode.Utf8.IsValid(bytes));
        Assert.Equal(unit, CanDatabase.Parse(bytes, "t.dbc").Messages[0].Signals[0].Unit);
    }

    [Fact]
    public void What_a_reader_had_to_guess_is_written_as_it_was_understood()
    {
        var text = Text(Parse("BO_ 2304 Large: 8 A\n SG_ X V0 : 0|8@1+ (1,0) [0|0] \"\"\n SG_ X : 8|8@1+ (1,0) [0|0] \"\"\nCM_ BO_ 2304 \"not closed\nstray\n"));
        Assert.Contains("BO_ 2147485952 Large: 8 A\r\n SG_ X : 0|8@1+ (1,0) [0|0] \"\" Vector__XXX\r\n SG_ X_2 : 8|8@1+", text, StringComparison.Ordinal);
        Assert.Contains("CM_ BO_ 2147485952 \"not closed\nstray\";", text, StringComparison.Ordinal);
        Assert.Empty(Parse(text).Problems);
    }

    private static void HoldsTheSame(CanDatabase database, string name)
    {
        var bytes = Bytes(database);
        var again = CanDatabase.Parse(bytes, "t.dbc");
        var changes = database.Compare(again);
        Assert.True(changes.Count == 0, $"{name}: {string.Join(Environment.NewLine, changes.Take(5))}{Environment.NewLine}{Text(database)}");
        var twice = Bytes(again);
        Assert.True(bytes.AsSpan().SequenceEqual(twice), $"{name}: what was written is written otherwise when it is read:{Environment.NewLine}"
            + string.Join(Environment.NewLine, Text(database).Split('\n').Except(Text(again).Split('\n')).Take(5)));
    }

    private static CanDatabase Parse(string text) => CanDatabase.Parse(Encoding.UTF8.GetBytes(text), "t.dbc");

    private static string Text(CanDatabase database)
    {
        var bytes = Bytes(database);
        return System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
    }

    private static byte[] Bytes(CanDatabase database)
    {
        using var stream = new MemoryStream();
        database.Export(stream, DatabaseFormat.Dbc);
        return stream.ToArray();
    }
}
