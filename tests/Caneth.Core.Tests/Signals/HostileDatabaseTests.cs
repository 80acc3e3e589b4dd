using System.Diagnostics;
using System.Text;
using Caneth.Signals;

namespace Caneth.Tests.Signals;

/// <summary>What a hostile file costs. Only the memory of the whole process can be measured, so nothing runs beside it.</summary>
[CollectionDefinition(nameof(HostileDatabaseTests), DisableParallelization = true)]
[Collection(nameof(HostileDatabaseTests))]
public sealed class HostileDatabaseTests
{
    [Fact]
    public void Hostile_files_cost_little_time_and_memory()
    {
        var text = new StringBuilder("VERSION \"\"\nBS_:\nBU_: A B\n");
        for (var index = 0; index < 100_000; index++)
        {
            text.Append(null, $"BO_ {index + 0x8000_0000u} M{index}: 8 A\n SG_ S M : 0|8@1+ (1,0) [0|0] \"\" B\n SG_ X m1 : 8|8@1+ (1,0) [0|0] \"\" B\nSG_MUL_VAL_ {index + 0x8000_0000u} X S 0-4294967295;\n");
        }

        text.Append("BO_ 1 ").Append('N', 1 << 20).Append(": 8 A\nwhat ").Append('?', 1 << 20).Append('\n');
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        var before = GC.GetTotalMemory(true);
        var clock = Stopwatch.StartNew();
        var database = CanDatabase.Parse(bytes, "large.dbc");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
        Assert.Equal(100_001, database.Messages.Count);
        Assert.All(database.Problems, problem => Assert.True(problem.Text.Length < 400));
        Assert.InRange(GC.GetTotalMemory(true) - before, 0, 256 << 20);
        GC.KeepAlive(database);
    }
}
