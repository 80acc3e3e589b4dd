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
}
