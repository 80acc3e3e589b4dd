namespace Caneth.Testing;

/// <summary>What work allocates.</summary>
public static class Allocations
{
    private const int Rounds = 5;

    /// <summary>
    /// How many bytes some work allocates every time: the least of several rounds, since the runtime allocates now and then on
    /// the thread of whoever works, when it begins to compile a method anew for one.
    /// </summary>
    public static long Of(Action work)
    {
        work();
        return Enumerable.Range(0, Rounds).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }

    /// <summary>
    /// How many bytes some work allocates every time on all threads: the least of several rounds. Whatever else the process does
    /// counts as well, so nothing may run beside it.
    /// </summary>
    public static async Task<long> OfProcessAsync(Func<Task> work)
    {
        await work();
        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await work();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least;
    }
}
