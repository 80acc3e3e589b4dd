using System.Diagnostics;
using Caneth.Testing.Fuzzing;

namespace Caneth.Tests.Fuzzing;

public class FuzzTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    [Fact]
    public void Whatever_comes_no_reader_and_no_wire_crashes_hangs_or_fills_the_memory()
    {
        const long MostMade = 400_000_000;
        var seed = Environment.TickCount;
        var run = new FuzzRun(FuzzCorpus.Make(), seed);
        var all = Stopwatch.StartNew();
        for (long number = 0; all.Elapsed < Budget; number++)
        {
            var made = GC.GetAllocatedBytesForCurrentThread();
            var one = Stopwatch.StartNew();
            try
            {
                run.Read(number);
            }
            catch (Exception failure)
            {
                throw new FuzzException($"Input {number} of seed {seed}, made of {run.Name}: {failure}");
            }

            made = GC.GetAllocatedBytesForCurrentThread() - made;
            Assert.True(made < MostMade, $"Input {number} of seed {seed}, made of {run.Name}, took {made:N0} bytes.");
            Assert.True(one.Elapsed < Longest, $"Input {number} of seed {seed}, made of {run.Name}, took {one.Elapsed}.");
        }
    }
}
