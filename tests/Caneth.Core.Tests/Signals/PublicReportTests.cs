using System.Text;
using Caneth.Signals;

namespace Caneth.Tests.Signals;

/// <summary>
/// What people reported of other tools, and what is right, where no other test here says so. The numbers are those of the reports,
/// cantools' if nothing else is said.
/// </summary>
public class PublicReportTests
{
    private const string Head = "VERSION \"\"\nBS_:\nBU_: A B\n";

    [Fact(DisplayName = "17: defaults and values of attributes that are fractions; 621, can-go 228: a number as the default of a STRING")]
    public void Attribute_values()
    {
        var database = Parse($"""
            {Head}BO_ 1 M: 8 A
            BO_ 2 N: 8 A
            BA_DEF_ BO_ "f" FLOAT 0 0;
            BA_DEF_ BO_ "s" STRING ;
            BA_DEF_DEF_ "f" 0.5;
            BA_DEF_DEF_ "s" 7;
            BA_ "f" BO_ 1 -1.25E-1;

            """);
        Assert.Equal([-0.125, 0.5], database.Messages.Select(message => message.Attributes["f"]));
        Assert.Equal(7L, database.Messages[0].Attributes["s"]);
        Assert.Equal("7", database.Messages[0].Attributes.Text("s"));
        Assert.Empty(database.Problems);
    }

    [Fact(DisplayName = "DbcParser 24, canopen PR 648, can-dbc PR 76: limits of 64 bits keep all of them")]
    public void Every_bit_of_a_limit()
    {
        var line = " SG_ S : 0|64@1+ (1,0) [1|18446744073709551614] \"\" B";
        var database = Parse($"{Head}BO_ 1 M: 8 A\n{line}\nBO_ 2 N: 8 A\n SG_ T : 0|64@1- (1,0) [-9223372036854775807|9007199254740993] \"\" B\n");
        var encoder = new MessageEncoder(database.Messages[0]);
        Assert.Equal("001#FEFFFFFFFFFFFFFF", encoder.Encode([new("S", ulong.MaxValue - 1)]).ToShortString());
        Assert.EndsWith("18446744073709551615 is above its maximum of 18446744073709551614.",
            Assert.Throws<SignalException>(() => encoder.Encode([new("S", ulong.MaxValue)])).Message, StringComparison.Ordinal);
        var signed = new MessageEncoder(database.Messages[1]);
        Assert.Equal("002#0100000000002000", signed.Encode([new("T", 9007199254740993)]).ToShortString());
        Assert.Throws<SignalException>(() => signed.Encode([new("T", 9007199254740994)]));
        Assert.Throws<SignalException>(() => signed.Encode([new("T", long.MinValue)]));
        using var written = new MemoryStream();
        database.Export(written, DatabaseFormat.Dbc);
        Assert.Contains(line, Encoding.UTF8.GetString(written.ToArray()), StringComparison.Ordinal);
        var other = Parse(Encoding.UTF8.GetString(written.ToArray()).Replace("18446744073709551614", "18446744073709551615", StringComparison.Ordinal));
        Assert.Contains(database.Compare(other), change => change.Property == "Maximum");
    }

    [Fact(DisplayName = "184: two switches that do not know each other")]
    public void Independent_switches()
    {
        var message = Parse($"""
            {Head}BO_ 1 M: 8 A
             SG_ S1 M : 0|4@1+ (1,0) [0|0] "" B
             SG_ S2 M : 4|4@1+ (1,0) [0|0] "" B
             SG_ A1 m1 : 8|8@1+ (1,0) [0|0] "" B
             SG_ A2 m1 : 16|8@1+ (1,0) [0|0] "" B
             SG_ B2 m2 : 24|8@1+ (1,0) [0|0] "" B
            SG_MUL_VAL_ 1 A1 S1 1-1;
            SG_MUL_VAL_ 1 A2 S2 1-1;
            SG_MUL_VAL_ 1 B2 S2 2-2;

            """).Messages[0];
        Assert.Equal("S1,S2,A1,B2", Present(message, "2100000000000000"));
        Assert.Equal("S1,S2,A2", Present(message, "1000000000000000"));
    }

    [Fact(DisplayName = "63, 205, opendbc 330: signals that share bits are each read from their own; they are told")]
    public void Overlaps()
    {
        var database = Parse($"{Head}BO_ 1 M: 2 A\n SG_ Whole : 0|16@1+ (1,0) [0|0] \"\" B\n SG_ Low : 0|8@1+ (1,0) [0|0] \"\" B\n SG_ Other : 11|12@0+ (1,0) [0|0] \"\" B\n");
        Assert.Equal(0x1234L, database.Messages[0].Codec.GetObject(0, [0x34, 0x12]));
        Assert.Equal(0x34L, database.Messages[0].Codec.GetObject(1, [0x34, 0x12]));
        Assert.Equal(["Low", "Other"], database.Check().Where(problem => problem.Code is "OverlappingSignals").Select(problem => problem.Signal));
    }

    [Fact(DisplayName = "300: a branch of a multiplexer that is shorter than the message, and a frame that ends within one")]
    public void Short_branches()
    {
        var message = Parse($"{Head}BO_ 1 M: 8 A\n SG_ S M : 0|8@1+ (1,0) [0|0] \"\" B\n SG_ Short m1 : 8|8@1+ (1,0) [0|0] \"\" B\n SG_ Long m2 : 8|56@1+ (1,0) [0|0] \"\" B\n").Messages[0];
        Assert.Equal("S,Short", Present(message, "0105000000000000"));
        Assert.Equal("S,Short", Present(message, "0105"));
        Assert.Equal("S", Present(message, "02050000"));
    }

    [Fact(DisplayName = "348: of one name in two branches the branch in force gives the value")]
    public void Branch_in_force()
    {
        var message = Parse($"{Head}BO_ 1 M: 8 A\n SG_ S M : 0|8@1+ (1,0) [0|0] \"\" B\n SG_ X m1 : 8|8@1+ (1,0) [0|0] \"\" B\n SG_ X m2 : 16|8@1+ (1,0) [0|0] \"\" B\n").Messages[0];
        Assert.Equal(7L, new CanMessage(message, new CanFrame(1, [1, 7, 9]))["X"]!.Value);
        Assert.Equal(9L, new CanMessage(message, new CanFrame(1, [2, 7, 9]))["X"]!.Value);
        Assert.Null(new CanMessage(message, new CanFrame(1, [3, 7, 9]))["X"]);
    }

    [Fact(DisplayName = "SavvyCAN 271, canmatrix 352: 04 41 0C 16 6C of an OBD-II database is engine speed and nothing else")]
    public void Obd()
    {
        var message = Parse($"""
            {Head}BO_ 2024 OBD2: 8 A
             SG_ S1_PID_0C_EngineRPM m12 : 31|16@0+ (0.25,0) [0|16383.75] "rpm" B
             SG_ S1_PID_0D_VehicleSpeed m13 : 31|8@0+ (1,0) [0|255] "km/h" B
             SG_ S2_PID_0C m12 : 39|8@0+ (1,0) [0|0] "" B
             SG_ S1_PID m1M : 23|8@0+ (1,0) [0|255] "" B
             SG_ S2_PID m2M : 23|8@0+ (1,0) [0|255] "" B
             SG_ service M : 11|4@0+ (1,0) [0|15] "" B
             SG_ response : 15|4@0+ (1,0) [0|15] "" B
             SG_ length : 7|8@0+ (1,0) [0|255] "" B
            SG_MUL_VAL_ 2024 S1_PID_0C_EngineRPM S1_PID 12-12;
            SG_MUL_VAL_ 2024 S1_PID_0D_VehicleSpeed S1_PID 13-13;
            SG_MUL_VAL_ 2024 S2_PID_0C S2_PID 12-12;
            SG_MUL_VAL_ 2024 S1_PID service 1-1;
            SG_MUL_VAL_ 2024 S2_PID service 2-2;

            """).Messages[0];
        Assert.Equal("S1_PID_0C_EngineRPM,S1_PID,service,response,length", Present(message, "04410C166C"));
        Assert.Equal(0x166C * 0.25, message.Codec.GetObject(0, Convert.FromHexString("04410C166C")));
    }

    [Fact(DisplayName = "canmatrix 132, EcuBus-Pro 249: another encoding, where it is named")]
    public void Encodings()
    {
        var chinese = CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!;
        var content = chinese.GetBytes($"{Head}BO_ 1 发动机: 8 A\n SG_ 速度 : 0|8@1+ (1,0) [0|0] \"公里\" B\nCM_ SG_ 1 速度 \"说明\";\n");
        var signal = CanDatabase.Parse(content, "t.dbc", new() { Encoding = chinese }).Find("发动机")!.Find("速度")!;
        Assert.Equal(("公里", "说明"), (signal.Unit, signal.Comment));
    }

    [Fact(DisplayName = "686: groups, senders and receivers have the long names in memory, and the short ones in the file")]
    public void Long_names()
    {
        const string Content = $"""
            {Head}BO_ 1 Short: 8 A
             SG_ S1 : 0|8@1+ (1,0) [0|0] "" B,A
             SG_ S2 : 8|8@1+ (1,0) [0|0] "" B
            SIG_GROUP_ 1 Group 1 : S1 S2;
            BA_DEF_ SG_ "SystemSignalLongSymbol" STRING ;
            BA_DEF_ BU_ "SystemNodeLongSymbol" STRING ;
            BA_ "SystemSignalLongSymbol" SG_ 1 S1 "The_first_signal";
            BA_ "SystemNodeLongSymbol" BU_ A "The_first_node";

            """;
        var database = Parse(Content);
        var message = database.Messages[0];
        Assert.Equal(["The_first_signal", "S2"], message.Groups[0].Signals);
        Assert.Equal(["The_first_node"], message.Senders);
        Assert.Equal(["B", "The_first_node"], message.Signals[0].Receivers);
        using var stream = new MemoryStream();
        database.Export(stream, DatabaseFormat.Dbc);
        var written = Encoding.UTF8.GetString(stream.ToArray());
        Assert.Contains("SIG_GROUP_ 1 Group 1 : S1 S2;", written, StringComparison.Ordinal);
        Assert.Contains("BO_ 1 Short: 8 A", written, StringComparison.Ordinal);
        Assert.Contains("\"\" B,A\r", written, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "725: a start value beyond the range is sent as it is, and told")]
    public void Start_values()
    {
        var database = Parse($"{Head}BO_ 1 M: 2 A\n SG_ X : 0|8@1+ (1,0) [0|10] \"\" B\n SG_ Y : 8|8@1+ (1,0) [0|10] \"\" B\nBA_DEF_ SG_ \"GenSigStartValue\" INT 0 255;\nBA_ \"GenSigStartValue\" SG_ 1 X 255;\n");
        Assert.Equal("001#FF05", new MessageEncoder(database.Messages[0]).Encode([KeyValuePair.Create("Y", (object?)5)]).ToString());
        Assert.Contains(database.Check(), problem => problem is { Code: "StartValueOutOfRange", Signal: "X" });
    }

    [Fact(DisplayName = "636: of a negative factor the ends of the range swap")]
    public void Negative_factors()
    {
        var database = Parse($"{Head}BO_ 1 M: 1 A\n SG_ X : 0|8@1+ (-0.5,10) [-117.5|10] \"\" B\n");
        Assert.Empty(database.Check());
        var error = Assert.Throws<SignalException>(() => new MessageEncoder(database.Messages[0]).Encode([KeyValuePair.Create("X", (object?)-118)], new() { AllowOutOfRange = true }));
        Assert.Contains("hold -117.5 to 10", error.Message, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "198, 736: a message of J1939 to one destination is the same to another, from whomever")]
    public void J1939_destinations()
    {
        var database = Parse($"{Head}BO_ 2565865470 Request: 3 A\nBA_DEF_ \"ProtocolType\" STRING ;\nBA_ \"ProtocolType\" \"J1939\";\n"); // 0x18EFFFFE: PGN 0xEF00, PDU1
        Assert.Equal("Request", database.TryFind(0x0CEF_0123, true, out var found) ? found.Name : null);
        Assert.False(database.TryFind(0x18EE_0123, true, out _));
    }

    [Fact(DisplayName = "244, canmatrix 122: defaults of attributes hold where nothing is set")]
    public void Attribute_defaults()
    {
        var database = Parse($"""
            {Head}BO_ 1 Fast: 8 A
            BO_ 2 Slow: 8 A
            BA_DEF_ BO_ "GenMsgCycleTime" INT 0 10000;
            BA_DEF_ BO_ "GenMsgSendType" ENUM "Cyclic","OnChange";
            BA_DEF_ BO_ "VFrameFormat" ENUM "StandardCAN","StandardCAN_FD";
            BA_DEF_DEF_ "GenMsgCycleTime" 100;
            BA_DEF_DEF_ "GenMsgSendType" "Cyclic";
            BA_DEF_DEF_ "VFrameFormat" "StandardCAN_FD";
            BA_ "GenMsgCycleTime" BO_ 1 10;
            BA_ "GenMsgSendType" BO_ 2 1;
            BA_ "VFrameFormat" BO_ 2 0;

            """);
        Assert.Equal([TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(100)], database.Messages.Select(message => message.CycleTime));
        Assert.Equal(["Cyclic", "OnChange"], database.Messages.Select(message => message.SendType));
        Assert.Equal([true, false], database.Messages.Select(message => message.Fd));
        Assert.True(Parse("BO_ 1 M: 8 A\nBA_ \"VFrameFormat\" BO_ 1 14;\n").Messages[0].Fd); // by its place in Vector's list, where nothing defines it
    }

    [Fact(DisplayName = "333: the start bit of a big-endian signal is its highest; DbcParser 67: big-endian signals across byte 8")]
    public void Big_endian()
    {
        var message = Parse($"{Head}BO_ 1 M: 16 A\n SG_ X : 7|16@0+ (1,0) [0|0] \"\" B\n SG_ Y : 11|8@0+ (1,0) [0|0] \"\" B\n SG_ Over : 59|16@0+ (1,0) [0|0] \"\" B\n").Messages[0];
        var data = Convert.FromHexString("1234560000000003ABC0000000000000");
        Assert.Equal(0x1234L, message.Codec.GetObject(0, data));
        Assert.Equal(0x45L, message.Codec.GetObject(1, data));
        Assert.Equal(0x3ABCL, message.Codec.GetObject(2, data));
    }

    [Fact(DisplayName = "DbcParser 24: the limits of 64 bits are values, and what lies beyond is refused")]
    public void Limits_of_64_bits()
    {
        var encoder = new MessageEncoder(Parse($"{Head}BO_ 1 M: 8 A\n SG_ X : 0|64@1+ (1,0) [0|18446744073709551615] \"\" B\n").Messages[0]);
        Assert.Equal("001#FFFFFFFFFFFFFFFF", encoder.Encode([KeyValuePair.Create("X", (object?)ulong.MaxValue)]).ToString());
        Assert.Equal("001#FEFFFFFFFFFFFFFF", encoder.Encode([KeyValuePair.Create("X", (object?)(ulong.MaxValue - 1))]).ToString());
        Assert.Throws<SignalException>(() => encoder.Encode([KeyValuePair.Create("X", (object?)18446744073709551616m)]));
    }

    [Fact(DisplayName = "canmatrix 71: brackets, bars and at-signs in texts")]
    public void Marks_in_texts()
    {
        var database = Parse($"{Head}BO_ 1 M: 8 A\n SG_ X : 0|8@1+ (1,0) [0|0] \"[|]@(:,;)\" B\nBA_DEF_ SG_ \"a[0]\" STRING ;\nBA_ \"a[0]\" SG_ 1 X \"[x|y]\";\nVAL_ 1 X 0 \"[0]\" 1 \"a;b\" ;\n");
        var signal = database.Messages[0].Signals[0];
        Assert.Equal(("[|]@(:,;)", "[x|y]", "a;b"), (signal.Unit, signal.Attributes["a[0]"], signal.Values!.Entries[1].Value));
        Assert.Empty(database.Problems);
    }

    [Fact(DisplayName = "can-go 258: a node with a dash in its name is kept, told, and written back")]
    public void Dashes()
    {
        var database = Parse("BU_: A-1 B\nBO_ 1 M: 8 A-1\n SG_ X : 0|8@1+ (1,0) [0|0] \"\" B,A-1\n");
        Assert.Equal("A-1", database.Nodes[0].Name);
        Assert.Equal(["A-1"], database.Messages[0].Senders);
        Assert.Equal("OddName", Assert.Single(database.Problems).Code);
        using var stream = new MemoryStream();
        database.Export(stream, DatabaseFormat.Dbc);
        Assert.Contains("BU_: A-1 B\r\n\r\nBO_ 1 M: 8 A-1\r\n", Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "can-dbc 7: blanks and tabs at the ends of lines")]
    public void Blanks()
    {
        var database = Parse("BU_: A B \t\r\n\tBO_ 1 M : 8 A \t\r\n\t\tSG_ X : 0|8@1+ (1,0) [0|0] \"\" B\t \r\n VAL_ 1 X 0 \"off\" \t;\t\r\n");
        Assert.Equal("off", database.Messages[0].Signals[0].Values!.Entries[0].Value);
        Assert.Empty(database.Problems);
    }

    [Fact(DisplayName = "228: a group without signals; DbcParser 82: several statements on a line; 150: every problem is told, all at once")]
    public void Groups_and_problems()
    {
        var database = Parse($"{Head}BO_ 1 M: 8 A\nSIG_GROUP_ 1 Empty 1 : ; SIG_GROUP_ 1 More 1 : ;\nBO_ broken\nVAL_ 1 NoSuch 1 \"x\" ;\nstray\nCM_ BO_ 7 \"x\";\n");
        Assert.Equal(["Empty", "More"], database.Messages[0].Groups.Select(group => group.Name));
        Assert.All(database.Messages[0].Groups, group => Assert.Empty(group.Signals));
        Assert.Equal([(6, "BadStatement"), (7, "UnknownSignal"), (8, "UnknownStatement"), (9, "UnknownMessage")], database.Problems.Select(problem => (problem.Line, problem.Code)));
    }

    [Fact(DisplayName = "163: the extension may be .DBC")]
    public void Extension()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "Car.DBC");
        File.WriteAllText(path, "BO_ 1 M: 8 A\n");
        Assert.Equal("Car", CanDatabase.Load(path).Name);
    }

    [Fact]
    public void A_name_that_stands_twice_gets_one_that_no_other_has()
    {
        var message = Parse($"{Head}BO_ 1 M: 8 A\n SG_ X : 0|8@1+ (1,0) [0|0] \"\" B\n SG_ X : 8|8@1+ (1,0) [0|0] \"\" B\n SG_ X_2 : 16|8@1+ (1,0) [0|0] \"\" B\n SG_ X : 24|8@1+ (1,0) [0|0] \"\" B\n").Messages[0];
        Assert.Equal(4, message.Signals.Select(signal => signal.Name).Distinct().Count());
    }

    private static CanDatabase Parse(string text) => CanDatabase.Parse(Encoding.UTF8.GetBytes(text), "t.dbc");

    private static string Present(MessageDefinition message, string hex)
    {
        var data = Convert.FromHexString(hex);
        return string.Join(',', message.Signals.Where((_, index) => message.Codec.IsPresent(index, data)).Select(signal => signal.Name));
    }
}
