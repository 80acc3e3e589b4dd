using System.Text;
using Caneth.Signals;

namespace Caneth.Tests.Signals;

/// <summary>The memory that a hostile file costs. Only that of the whole process can be measured, so nothing runs beside it.</summary>
[CollectionDefinition(nameof(HostileDatabaseTests), DisableParallelization = true)]
[Collection(nameof(HostileDatabaseTests))]
public sealed class HostileDatabaseTests
{
    [Fact]
    public void Hostile_files_cost_little_memory()
    {
        var bytes = FileOf(messages: 20_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var database = CanDatabase.Parse(bytes, "large.dbc");
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, 52 << 20);
        GC.KeepAlive(database);
    }

    /// <summary>A file of many messages with switches of one value to all, of a name and of nonsense of a megabyte each.</summary>
    internal static byte[] FileOf(int messages)
    {
        var text = new StringBuilder("VERSION \"\"\nBS_:\nBU_: A B\n");
        for (var index = 0; index < messages; index++)
        {
            text.Append(null, $"BO_ {index + 0x8000_0000u} M{index}: 8 A\n SG_ S M : 0|8@1+ (1,0) [0|0] \"\" B\n SG_ X m1 : 8|8@1+ (1,0) [0|0] \"\" B\nSG_MUL_VAL_ {index + 0x8000_0000u} X S 0-4294967295;\n");
        }

        text.Append("BO_ 1 ").Append('N', 1 << 20).Append(": 8 A\nwhat ").Append('?', 1 << 20).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
