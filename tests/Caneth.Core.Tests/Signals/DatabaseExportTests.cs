using System.Text;
using System.Text.Json;
using Caneth.Signals;

namespace Caneth.Tests.Signals;

public class DatabaseExportTests
{
    private const string Car = """
        VERSION "7"
        BU_: ECM TCM
        BO_ 192 EngineData: 8 ECM
         SG_ EngineSpeed : 0|16@1+ (0.25,0) [0|16383.75] "rpm" TCM
         SG_ Gear : 24|4@1- (1,0) [0|0] "" TCM,ECM
         SG_ Mode M : 32|4@1+ (1,0) [0|0] "" TCM
         SG_ Deep m3 : 40|8@0+ (1,-40) [0|0] "=cmd" TCM
        BO_ 2147483939 Silent: 0 TCM
        BO_ 3221225472 VECTOR__INDEPENDENT_SIG_MSG: 0 Vector__XXX
         SG_ Alone : 0|8@1+ (1,0) [0|0] "" Vector__XXX
        CM_ SG_ 192 EngineSpeed "of the | crankshaft, \"measured\"
        in two lines";
        VAL_ 192 Gear 3 "Drive" 0 "Park" ;
        BA_DEF_ BO_ "GenMsgCycleTime" INT 0 10000;
        BA_ "GenMsgCycleTime" BO_ 192 10;
        """;

    private static readonly CanDatabase Database = CanDatabase.Parse(Encoding.UTF8.GetBytes(Car), "car.dbc");

    [Fact]
    public void Json_has_all_there_is()
    {
        using var document = JsonDocument.Parse(Export(DatabaseFormat.Json));
        var root = document.RootElement;
        Assert.Equal("car", root.GetProperty("Name").GetString());
        var message = root.GetProperty("Messages")[0];
        Assert.Equal((192, 0.01), (message.GetProperty("Id").GetInt32(), message.GetProperty("CycleTime").GetDouble()));
        Assert.Equal(10, message.GetProperty("Attributes").GetProperty("GenMsgCycleTime").GetInt32());
        var signals = message.GetProperty("Signals");
        Assert.Equal((0.25, 16383.75, "rpm"), (signals[0].GetProperty("Factor").GetDouble(), signals[0].GetProperty("Maximum").GetDouble(), signals[0].GetProperty("Unit").GetString()));
        Assert.Equal("Drive", signals[1].GetProperty("Values")[0].GetProperty("Text").GetString());
        Assert.Equal(("Mode", 3), (signals[3].GetProperty("Multiplexer").GetString(), signals[3].GetProperty("MultiplexValues")[0].GetProperty("First").GetInt32()));
        Assert.True(root.GetProperty("Messages")[1].GetProperty("Extended").GetBoolean());
        Assert.Equal("Alone", root.GetProperty("UnassignedSignals")[0].GetProperty("Name").GetString());
    }

    [Fact]
    public void Csv_has_a_row_for_each_signal_and_one_for_a_message_that_has_none()
    {
        var lines = Export(DatabaseFormat.Csv).Replace("\"\"measured\"\"\nin", "", StringComparison.Ordinal).TrimEnd('\n').Split('\n');
        Assert.StartsWith("\"Message\",\"Id\",\"Extended\",\"MessageLength\"", lines[0], StringComparison.Ordinal);
        Assert.Equal(7, lines.Length);
        Assert.StartsWith("\"EngineData\",\"0x0C0\",\"False\",\"8\",\"False\",\"10\",\"ECM\",\"EngineSpeed\",\"0\",\"16\",\"LittleEndian\",\"UnsignedInteger\",\"0.25\",\"0\",\"0\",\"16383.75\",\"rpm\"", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"3=Drive; 0=Park\"", lines[2], StringComparison.Ordinal);
        Assert.Contains("\"-40\"", lines[4], StringComparison.Ordinal);
        Assert.Contains("\"'=cmd\"", lines[4], StringComparison.Ordinal);
        Assert.StartsWith("\"Silent\",\"0x00000123\",\"True\",\"0\"", lines[5], StringComparison.Ordinal);
        Assert.StartsWith("\"\",\"\",", lines[6], StringComparison.Ordinal);
        Assert.All(lines.Skip(1), line => Assert.Equal(lines[0].Split("\",\"").Length, line.Split("\",\"").Length));
    }

    [Fact]
    public void Markdown_is_a_table_for_each_message_in_which_no_text_is_markup()
    {
        var text = Export(DatabaseFormat.Markdown);
        Assert.StartsWith("# car\n\nVersion 7, 2 messages, 4 signals\n", text, StringComparison.Ordinal);
        Assert.Contains("| EngineData | 0x0C0 | 8 | 10 | ECM |\n", text, StringComparison.Ordinal);
        Assert.Contains("\n## EngineData (0x0C0)\n", text, StringComparison.Ordinal);
        Assert.Contains("| EngineSpeed | 0, 16 little-endian | UnsignedInteger | x 0.25 | 0 to 16383.75 | rpm |  |  | of the \\| crankshaft, \"measured\" in two lines |\n", text, StringComparison.Ordinal);
        Assert.Contains("| Deep | 40, 8 big-endian | UnsignedInteger | x 1 - 40 |  | =cmd | Mode = 3 |  |  |\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_public_file_is_written_in_every_format()
    {
        foreach (var (name, content) in OracleData.AllFiles())
        {
            var database = CanDatabase.Parse(content, name);
            foreach (var format in Enum.GetValues<DatabaseFormat>())
            {
                using var stream = new MemoryStream();
                database.Export(stream, format);
                Assert.True(stream.Length > 10, $"{name} {format}");
            }
        }
    }

    private static string Export(DatabaseFormat format)
    {
        using var stream = new MemoryStream();
        Database.Export(stream, format);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
