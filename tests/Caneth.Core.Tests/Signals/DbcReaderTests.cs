using System.Diagnostics;
using System.Text;
using Caneth.Signals;

namespace Caneth.Tests.Signals;

/// <summary>What is read of files as people have them. The numbers are those of public reports, cantools' if nothing else is said.</summary>
public class DbcReaderTests
{
    private const string Head = "VERSION \"\"\nBS_:\nBU_: A B\n";

    [Theory]
    [InlineData("CM_ SG_ 304 \"no signal is named\";")]
    [InlineData("CM_ 145 \"no BO_\";")]
    [InlineData("CM_ \"no semicolon\"")]
    [InlineData("a stray line")]
    [InlineData("BO_ x y : z")]
    [InlineData("SG_MUL_VAL_ 1 X Y what;")]
    [InlineData("CAT_DEF_ 1 x 2; CAT_ 3; FILTER 1 2;")]
    [InlineData("SGTYPE_ a : 8@1+ (1,0) [0|1] \"\" 0 , x; SIG_TYPE_REF_ 1 X : a;")]
    public void A_statement_that_is_not_understood_costs_no_other(string line)
    {
        var database = Parse($"{Head}{line}\nBO_ 291 First: 8 A\n SG_ X : 0|8@1+ (1,0) [0|0] \"\" B\n{line}\nBO_ 292 Second: 8 A\n SG_ Y : 0|8@1+ (1,0) [0|0] \"\" B\n");
        Assert.Equal(["First", "Second"], database.Messages.Select(message => message.Name));
        Assert.All(database.Messages, message => Assert.Single(message.Signals));
    }

    [Fact(DisplayName = "568: a name that begins with a digit is kept, and told with line and column")]
    public void Names_with_digits()
    {
        var database = Parse($"{Head}BO_ 870 366_EMS: 8 A\n SG_ 1st : 0|8@1+ (1,0) [0|0] \"\" B\n");
        Assert.Equal("366_EMS", database.Messages[0].Name);
        Assert.Equal("1st", database.Messages[0].Signals[0].Name);
        Assert.Contains(database.Problems, problem => problem is { Severity: ProblemSeverity.Info, Code: "OddName", Line: 4, Column: 9 });
    }

    [Fact(DisplayName = "734: BS_ with a bit rate")]
    public void Bit_rate() => Assert.Equal(500_000, Parse("BS_: 500000 : 0,0\nBU_: A\n").BitRate);

    [Theory(DisplayName = "113: NS_ may list anything or nothing")]
    [InlineData("NS_ :\n\tCM_\n\tBA_DEF_\n\tSG_MUL_VAL_\n")]
    [InlineData("NS_ :\n")]
    [InlineData("NS_\n")]
    [InlineData("NS_ : CM_ BA_DEF_ VAL_\n")]
    [InlineData("NS_ :\n NEW_THING_\n anything\n")]
    [InlineData("NS_ :\n CM_\nCM_ \"a comment\";\n")]
    public void New_symbols(string list)
    {
        var database = Parse($"{list}BO_ 1 M: 8 A\n");
        Assert.Equal("M", Assert.Single(database.Messages).Name);
        Assert.Equal(list.Contains("comment", StringComparison.Ordinal) ? "a comment" : null, database.Comment);
    }

    [Fact(DisplayName = "155: relations between nodes and messages, and with environment variables")]
    public void Relations()
    {
        var database = Parse($"{Head}BA_DEF_REL_ BU_BO_REL_ \"x\" INT 0 1;\nBA_DEF_REL_ BU_EV_REL_ \"y\" INT 0 1;\nBA_DEF_DEF_REL_ \"x\" 0;\nBA_REL_ \"x\" BU_BO_REL_ A 1 1;\nBO_ 1 M: 8 A\n");
        Assert.Empty(database.Problems);
        Assert.Single(database.Messages);
    }

    [Theory(DisplayName = "153, 4, 17: limits of attributes that are fractions, empty or both")]
    [InlineData("BA_DEF_ BO_ \"x\" INT 0.5 10.5;")]
    [InlineData("BA_DEF_ BO_ \"x\" INT ;")]
    [InlineData("BA_DEF_ BO_ \"x\" FLOAT 0 0;")]
    [InlineData("BA_DEF_ BO_ \"x\" FLOAT -1E-3 1e5;")]
    [InlineData("BA_DEF_ \"x\" HEX 0 255;")]
    [InlineData("BA_DEF_ BO_ \"x\" BOOL False True;")]
    public void Attribute_definitions(string definition)
    {
        var database = Parse($"{Head}{definition}\nBO_ 1 M: 8 A\n");
        Assert.Equal("x", Assert.Single(database.AttributeDefinitions).Name);
        Assert.DoesNotContain(database.Problems, problem => problem.Severity >= ProblemSeverity.Warning);
        Assert.Single(database.Messages);
    }

    [Theory(DisplayName = "621: the default of an ENUM is a text or its place")]
    [InlineData("1", "b")]
    [InlineData("\"b\"", "b")]
    [InlineData("0", "a")]
    public void Enum_defaults(string written, string expected)
    {
        var database = Parse($"{Head}BA_DEF_ BO_ \"e\" ENUM \"a\",\"b\";\nBA_DEF_DEF_ \"e\" {written};\nBO_ 1 M: 8 A\n");
        Assert.Equal(expected, database.Messages[0].Attributes["e"]);
        Assert.False(database.Messages[0].Attributes.IsOwn("e"));
    }

    [Fact(DisplayName = "62: signals of no message are listed, and match no frame")]
    public void Independent_signals()
    {
        var database = Parse($"{Head}BO_ 3221225472 VECTOR__INDEPENDENT_SIG_MSG: 0 Vector__XXX\n SG_ Alone : 0|8@1+ (1,0) [0|0] \"\" A\n");
        Assert.Empty(database.Messages);
        Assert.Equal("Alone", Assert.Single(database.UnassignedSignals).Name);
    }

    [Fact(DisplayName = "19, 184: ranges of a switch, cascades and independent switches")]
    public void Multiplexing()
    {
        var message = Parse($"""
            {Head}BO_ 1 M: 8 A
             SG_ S0 M : 0|4@1+ (1,0) [0|0] "" B
             SG_ S1 m3M : 4|4@1+ (1,0) [0|0] "" B
             SG_ Low m0 : 8|8@1+ (1,0) [0|0] "" B
             SG_ Deep m1 : 16|8@1+ (1,0) [0|0] "" B
            SG_MUL_VAL_ 1 Low S0 0-1, 5-7 ,9 - 9;
            SG_MUL_VAL_ 1 S1 S0 3-3;
            SG_MUL_VAL_ 1 Deep S1 1-2,0-4294967295;

            """).Messages[0];
        Assert.Equal(["S0", "Low"], Present(message, "0500000000000000"));
        Assert.Equal(["S0", "Low"], Present(message, "0900000000000000"));
        Assert.Equal(["S0"], Present(message, "0200000000000000"));
        Assert.Equal(["S0", "S1", "Deep"], Present(message, "1300000000000000"));
        Assert.Equal([new(0, 4294967295)], message.Find("Deep")!.MultiplexValues);
    }

    [Fact(DisplayName = "SavvyCAN 301: a switch may stand after what it switches, and after it in the frame")]
    public void Late_switch()
    {
        var message = Parse($"{Head}BO_ 1 M: 8 A\n SG_ X m2 : 0|8@1+ (1,0) [0|0] \"\" B\n SG_ S M : 56|8@1+ (1,0) [0|0] \"\" B\n").Messages[0];
        Assert.Equal(["X", "S"], Present(message, "0000000000000002"));
        Assert.Equal(["S"], Present(message, "0000000000000001"));
    }

    [Fact]
    public void Switches_in_a_circle_end_nothing()
    {
        var database = Parse($"{Head}BO_ 1 M: 8 A\n SG_ X m0M : 0|8@1+ (1,0) [0|0] \"\" B\n SG_ Y m0M : 8|8@1+ (1,0) [0|0] \"\" B\nSG_MUL_VAL_ 1 X Y 0-0;\nSG_MUL_VAL_ 1 Y X 0-0;\n");
        Assert.Contains(database.Problems, problem => problem.Code == "MultiplexerCircle");
        Assert.Equal(["X", "Y"], Present(database.Messages[0], "0000000000000000"));
    }

    [Fact(DisplayName = "348: one name in two branches is one name; opendbc 821: twice in a plain message it is two")]
    public void Names_that_stand_twice()
    {
        var branches = Parse($"{Head}BO_ 1 M: 8 A\n SG_ S M : 0|8@1+ (1,0) [0|0] \"\" B\n SG_ X m0 : 8|8@1+ (1,0) [0|0] \"\" B\n SG_ X m1 : 16|8@1+ (1,0) [0|0] \"\" B\n");
        Assert.Equal(["S", "X", "X"], branches.Messages[0].Signals.Select(signal => signal.Name));
        var plain = Parse($"{Head}BO_ 1 M: 8 A\n SG_ X : 8|8@1+ (1,0) [0|0] \"\" B\n SG_ X : 16|8@1+ (1,0) [0|0] \"\" B\n");
        Assert.Equal(["X", "X_2"], plain.Messages[0].Signals.Select(signal => signal.Name));
        Assert.Contains(plain.Problems, problem => problem.Code == "DuplicateSignal");
    }

    [Theory(DisplayName = "SavvyCAN 293: degrees from UTF-8, Windows-1252 and UTF-16")]
    [InlineData("utf-8")]
    [InlineData("utf-8 with mark")]
    [InlineData("windows-1252")]
    [InlineData("utf-16")]
    [InlineData("utf-16 without mark")]
    [InlineData("utf-16, big-endian, without mark")]
    public void Encodings(string encoding)
    {
        const string Text = Head + "BO_ 1 M: 8 A\n SG_ T : 0|8@1+ (1,0) [0|0] \"°C\" B\n";
        byte[] bytes = encoding switch
        {
            "utf-8" => Encoding.UTF8.GetBytes(Text),
            "utf-8 with mark" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Text)],
            "windows-1252" => Encoding.Latin1.GetBytes(Text),
            "utf-16 without mark" => Encoding.Unicode.GetBytes(Text),
            "utf-16, big-endian, without mark" => Encoding.BigEndianUnicode.GetBytes(Text),
            _ => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Text)],
        };
        Assert.Equal("°C", CanDatabase.Parse(bytes, "t.dbc").Messages[0].Signals[0].Unit);
    }

    [Fact(DisplayName = "478: a name beyond ASCII is kept")]
    public void Letters_beyond_ascii() => Assert.Equal("Größe", Parse($"{Head}BO_ 1 Größe: 8 A\n").Messages[0].Name);

    [Fact(DisplayName = "69: the long name is the name, the short one stays")]
    public void Long_names()
    {
        var database = Parse($"{Head}BO_ 1 Short: 8 A\n SG_ S : 0|8@1+ (1,0) [0|0] \"\" B\nBA_ \"SystemMessageLongSymbol\" BO_ 1 \"A_long_name\";\nBA_ \"SystemSignalLongSymbol\" SG_ 1 S \"A_long_signal\";\n");
        Assert.Equal(("A_long_name", "Short"), (database.Messages[0].Name, database.Messages[0].ShortName));
        Assert.Equal(("A_long_signal", "S"), (database.Messages[0].Signals[0].Name, database.Messages[0].Signals[0].ShortName));
    }

    [Fact(DisplayName = "251: GenSigStartValue is raw, its default too (canmatrix 908)")]
    public void Start_values()
    {
        var database = Parse($"{Head}BA_DEF_ SG_ \"GenSigStartValue\" FLOAT 0 1E5;\nBA_DEF_DEF_ \"GenSigStartValue\" 4;\nBO_ 1 M: 8 A\n SG_ X : 0|16@1+ (0.25,-2047) [0|0] \"\" B\n SG_ Y : 16|8@1+ (2,1) [0|0] \"\" B\nBA_ \"GenSigStartValue\" SG_ 1 X 8188;\n");
        Assert.Equal([0, 9], database.Messages[0].Signals.Select(signal => signal.StartValue.Number));
    }

    [Theory(DisplayName = "635, 636: what lies between two steps goes to the nearest")]
    [InlineData("(0.025,0)", 52.8, 2112)]
    [InlineData("(-0.5,10)", 7.3, 5)]
    [InlineData("(-0.5,10)", -20, 60)]
    public void Rounding(string scale, double physical, ulong expected)
    {
        var signal = Parse($"{Head}BO_ 1 M: 8 A\n SG_ X : 0|16@1+ {scale} [0|0] \"\" B\n").Messages[0].Signals[0];
        Assert.True(signal.TryToBits(physical, out var bits));
        Assert.Equal(expected, bits);
    }

    [Fact(DisplayName = "160: J1939 matches by PGN; 749: an exact id wins")]
    public void J1939()
    {
        var database = Parse($"""
            {Head}BO_ 2364540158 EEC1: 8 A
            BO_ 2566844926 Exact: 8 A
            BO_ 2566834686 Late: 8 A
            BA_DEF_ BO_ "VFrameFormat" ENUM "StandardCAN","ExtendedCAN","reserved","J1939PG";
            BA_DEF_DEF_ "VFrameFormat" "J1939PG";

            """);
        Assert.True(database.TryFind(0x0CF0_0400, true, out var engine));
        Assert.Equal("EEC1", engine.Name);
        Assert.True(database.TryFind(0x18FE_F1FE, true, out var exact));
        Assert.Equal("Late", database.TryFind(0x18FE_C9FE, true, out var late) ? late.Name : "Late");
        Assert.NotNull(exact);
        Assert.False(database.TryFind(0x123, false, out _));
    }

    [Fact(DisplayName = "199: a standard id above 0x7FF is taken as extended, and told")]
    public void Standard_id_too_large()
    {
        var database = Parse($"{Head}BO_ 272629760 Chime: 5 A\n");
        Assert.True(database.TryFind(272629760, true, out _));
        Assert.Contains(database.Problems, problem => problem is { Code: "StandardIdTooLarge", Severity: ProblemSeverity.Warning });
    }

    [Fact]
    public void The_same_number_as_standard_and_as_extended_id_is_two_messages()
    {
        var database = Parse($"{Head}BO_ 291 S: 8 A\nBO_ 2147483939 E: 8 A\n");
        Assert.Equal("S", database.TryFind(291, false, out var standard) ? standard.Name : null);
        Assert.Equal("E", database.TryFind(291, true, out var extended) ? extended.Name : null);
    }

    [Fact]
    public void An_id_that_stands_twice_is_told_and_the_first_decodes()
    {
        var database = Parse($"{Head}BO_ 291 First: 8 A\nBO_ 291 Second: 8 A\n");
        Assert.Equal("First", database.TryFind(291, false, out var found) ? found.Name : null);
        Assert.Equal(2, database.Messages.Count);
        Assert.Contains(database.Problems, problem => problem is { Code: "DuplicateMessage", Line: 5 });
    }

    [Fact(DisplayName = "DbcParser 24: 64 bits keep all of them")]
    public void All_64_bits()
    {
        var message = Parse($"{Head}BO_ 1 M: 8 A\n SG_ X : 0|64@1+ (1,0) [0|18446744073709551615] \"\" B\n SG_ Y : 7|64@0- (1,0) [0|0] \"\" B\n").Messages[0];
        var data = Convert.FromHexString("FEFFFFFFFFFFFFFF");
        Assert.Equal(ulong.MaxValue - 1, message.Codec.GetObject(0, data));
        Assert.Equal(-0x0100_0000_0000_0001L, message.Codec.GetObject(1, data));
    }

    [Fact(DisplayName = "DbcParser 18, 67: more than 64 bits are bytes, and signals lie anywhere in a CAN FD frame")]
    public void Long_signals()
    {
        var message = Parse($"{Head}BO_ 1 M: 64 A\n SG_ Text : 0|256@1+ (1,0) [0|0] \"\" B\n SG_ Far : 455|12@0+ (1,0) [0|0] \"\" B\n SG_ Over : 60|8@1+ (1,0) [0|0] \"\" B\n").Messages[0];
        var data = Enumerable.Range(0, 64).Select(value => (byte)value).ToArray();
        Assert.True(message.Fd);
        Assert.Equal(data[..32], message.Codec.GetObject(0, data));
        Assert.Equal(0x383L, message.Codec.GetObject(1, data));
        Assert.Equal(0x80L, message.Codec.GetObject(2, data));
        Assert.Null(message.Codec.GetObject(1, data.AsSpan(0, 57)));
    }

    [Fact(DisplayName = "DbcParser 61: comments over lines, with semicolons, quotation marks and keywords in them")]
    public void Comments()
    {
        var database = Parse($"{Head}BO_ 1 M: 8 A\nCM_ BO_ 1 \"one; two\nBO_ 2 N: 8 A\n // [three] \\\"four\\\" C:\\five;\";CM_ BU_ A \"node\";\n");
        Assert.Equal("one; two\nBO_ 2 N: 8 A\n // [three] \"four\" C:\\five;", database.Messages[0].Comment);
        Assert.Equal("node", database.Nodes[0].Comment);
        Assert.Single(database.Messages);
    }

    [Fact]
    public void A_text_that_is_not_closed_ends_before_the_next_statement()
    {
        var database = Parse($"{Head}BO_ 1 M: 8 A\nCM_ BO_ 1 \"not closed\nCM_ BU_ A \"node\";\nCM_ BU_ B \"nor this\nBO_ 2 N: 8 A\n");
        Assert.Equal("not closed", database.Messages[0].Comment);
        Assert.Equal(["node", "nor this"], database.Nodes.Select(node => node.Comment));
        Assert.Equal(["M", "N"], database.Messages.Select(message => message.Name));
        Assert.Equal([5, 7], database.Problems.Where(problem => problem.Code == "UnclosedText").Select(problem => problem.Line));
    }

    [Fact(DisplayName = "can-dbc 7: sections in any order; 163, 207: plus signs, tabs, every kind of line end")]
    public void Any_order()
    {
        var database = Parse("VAL_ 1 X 1 \"on\" 0 \"off\" ;\rCM_ SG_ 1 X \"said before\";\r\nBO_\t1 M :\t8\r\n SG_ X:0|8@1+(+1,+.5)[-5.|1E+3]\"\"\tA , B\nBU_ : A\n\n  B");
        var signal = database.Messages[0].Signals[0];
        Assert.Equal((1.0, 0.5, -5.0, 1000.0), (signal.Factor, signal.Offset, signal.Minimum, signal.Maximum));
        Assert.Equal("on", signal.Values!.TryGetText(1, out var text) ? text : null);
        Assert.Equal("said before", signal.Comment);
        Assert.Equal(["A", "B"], signal.Receivers);
        Assert.Equal(["A", "B"], database.Nodes.Select(node => node.Name));
    }

    [Fact(DisplayName = "138: comments of two slashes, and unknown marks of multiplexing")]
    public void Marks()
    {
        var database = Parse($"// first\n{Head}BO_ 1 M: 8 A // here\n SG_ X V0 : 0|8@1+ (1,0) [0|0] \"//not\" B\n");
        Assert.Equal("//not", database.Messages[0].Signals[0].Unit);
        Assert.Null(database.Messages[0].Signals[0].Multiplexer);
        Assert.Contains(database.Problems, problem => problem is { Code: "UnknownMultiplexerMark", Signal: "X" });
    }

    [Theory(DisplayName = "150: what is not a database is refused in a sentence")]
    [InlineData("<html><body>404</body></html>", "t.dbc, line 1: expected a statement of a DBC file, such as VERSION, BU_ or BO_, but found '<html><body>404</body></html>'. It is not a CAN database.")]
    [InlineData("\n\n(1.0) can0 123#00\n", "t.dbc, line 3: expected a statement of a DBC file, such as VERSION, BU_ or BO_, but found '('. It is not a CAN database.")]
    [InlineData("", "t.dbc: expected a statement of a DBC file, such as VERSION, BU_ or BO_, but the file is empty.")]
    [InlineData("\u001b]0;owned\u0007", "t.dbc, line 1: expected a statement of a DBC file, such as VERSION, BU_ or BO_, but found '\\x1B'. It is not a CAN database.")]
    public void No_database(string content, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Parse(content)).Message);

    [Fact]
    public void Hostile_files_cost_little_time()
    {
        var bytes = HostileDatabaseTests.FileOf(messages: 100_000);
        var clock = Stopwatch.StartNew();
        var database = CanDatabase.Parse(bytes, "large.dbc");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
        Assert.Equal(100_001, database.Messages.Count);
        Assert.All(database.Problems, problem => Assert.True(problem.Text.Length < 400));
    }

    [Fact]
    public void Problems_are_listed_up_to_a_limit_and_counted_beyond_it()
    {
        var database = CanDatabase.Parse(Encoding.UTF8.GetBytes("VERSION \"\"\n" + string.Concat(Enumerable.Repeat("stray;\n", 50))), "t.dbc", new() { MaxProblems = 10 });
        Assert.Equal(11, database.Problems.Count);
        Assert.Equal("The file has 50 problems; 10 of them are listed.", database.Problems[^1].Text);
    }

    [Fact]
    public void Every_decoded_value_is_encoded_to_the_bits_that_it_came_from()
    {
        var example =
            from length in Gen.Int[1, 52]
            from isSigned in Gen.Bool
            from factor in Gen.OneOf(Gen.Double[0.0001, 1000], Gen.Double[-50, -0.001], Gen.Int[1, 1000].Select(value => value / 1000.0))
            from offset in Gen.Int[-5000, 5000].Select(value => value / 8.0)
            from bits in Gen.ULong
            select (length, isSigned, factor, offset, bits: bits & ((1UL << length) - 1));
        example.Sample(value =>
        {
            var scale = new SignalScale(value.isSigned ? SignalKind.SignedInteger : SignalKind.UnsignedInteger, value.length, value.factor, value.offset);
            return scale.TryToBits(scale.ToPhysical(value.bits), out var back) && scale.ToPhysical(back) == scale.ToPhysical(value.bits);
        });
    }

    [Fact]
    public void Whatever_is_written_into_a_signal_is_read_back_and_nothing_else_changes()
    {
        var example =
            from order in Gen.Bool.Select(isLittle => isLittle ? ByteOrder.LittleEndian : ByteOrder.BigEndian)
            from length in Gen.Int[1, 64]
            from firstBit in Gen.Int[0, 512 - length]
            from bits in Gen.ULong
            from data in Gen.Byte.Array[64]
            select (new SignalLayout(order == ByteOrder.LittleEndian ? firstBit : firstBit ^ 7, length, order), bits, data);
        example.Sample((layout, bits, data) =>
        {
            var written = data.ToArray();
            layout.Write(bits, written);
            var isRead = layout.Read(new Payload(written)) == (bits & layout.Mask);
            layout.Write(layout.Read(new Payload(data)), written);
            return isRead && written.AsSpan().SequenceEqual(data);
        });
    }

    private static CanDatabase Parse(string text) => CanDatabase.Parse(Encoding.UTF8.GetBytes(text), "t.dbc");

    private static string[] Present(MessageDefinition message, string hex)
    {
        var data = Convert.FromHexString(hex);
        return [.. message.Signals.Where((_, index) => message.Codec.IsPresent(index, data)).Select(signal => signal.Name)];
    }
}
