using System.Text;
using Caneth.Signals;

namespace Caneth.Tests.Signals;

public class DbcSaveTests
{
    private const string Whole = "VERSION \"1\"\nBU_: A\nBO_ 1 M: 8 A\n SG_ T : 0|8@1+ (1,0) [0|0] \"°C\" A\nCM_ SG_ 1 T \"Öl\";\n";

    [Fact]
    public void Every_file_is_saved_as_it_was_read()
    {
        foreach (var (name, content) in OracleData.AllFiles())
        {
            Assert.Equal(content, Save(content, name));
        }
    }

    [Theory]
    [InlineData(Whole)]
    [InlineData("BO_ 1 M: 8 A")]
    [InlineData("BO_ 1 M: 8 A\r\n SG_ X : 0|8@1+ (1,0) [0|0] \"\" A\r\n\r\n")]
    [InlineData("BO_ 1 M: 8 A\r SG_ X : 0|8@1+ (1,0) [0|0] \"\" A\r")]
    [InlineData("BO_ 1 M: 8 A\r\n SG_ X : 0|8@1+ (1,0) [0|0] \"\" A\n\r\t \f\0")]
    [InlineData("// first\n\n\nBO_ 1 M: 8 A\nBO_ x broken\n SG_ Y : \nstray\nCM_ \"not closed\nBO_ 1 M: 8 A\nSG_MUL_VAL_ 1 ; ;;")]
    [InlineData("BA_DEF_REL_ BU_BO_REL_ \"x\" INT 0 1;\nBA_REL_ \"x\" BU_BO_REL_ A 1 1;\nBA_DEF_REL_ BU_EV_REL_ \"y\" INT 0 1;\nEV_ E: 0 [0|1] \"\" 0 1 DUMMY A;\n")]
    public void What_was_read_is_written_byte_for_byte(string content)
    {
        foreach (var bytes in (byte[][])[Encoding.UTF8.GetBytes(content), [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(content)],
            Encoding.Latin1.GetBytes(content), [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(content)]])
        {
            Assert.Equal(bytes, Save(bytes, "t.dbc"));
        }
    }

    [Fact]
    public void Bytes_that_were_given_may_be_changed_afterwards()
    {
        var bytes = Encoding.UTF8.GetBytes(Whole);
        var database = CanDatabase.Parse(bytes, "t.dbc");
        bytes.AsSpan().Clear();
        using var saved = new MemoryStream();
        database.Save(saved);
        Assert.Equal(Whole, Encoding.UTF8.GetString(saved.ToArray()));
    }

    private static byte[] Save(byte[] content, string name)
    {
        using var saved = new MemoryStream();
        CanDatabase.Parse(content, name).Save(saved);
        return saved.ToArray();
    }
}
