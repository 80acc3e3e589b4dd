using BenchmarkDotNet.Attributes;

namespace Caneth.MicroBench;

/// <summary>Whether frames match; the figures are per frame.</summary>
[MemoryDiagnoser]
[InProcess]
public class FilterBenchmarks
{
    private const int Count = 5040;

    private readonly CanFrame[] frames = Traffic.Mixed(Count);
    private readonly FrameFilter all = FrameFilter.All;
    private readonly FrameFilter one = FrameFilter.ForId(0x123);
    private readonly FrameFilter many = new([.. Enumerable.Range(0x100, 16).Select(id => new IdFilter((uint)id * 7))]);
    private readonly FrameFilter data = FrameFilter.ForId(0x123, DataPattern.Parse("01 ?? 03"));

    [Benchmark(OperationsPerInvoke = Count)]
    public int Everything() => CountMatches(all);

    [Benchmark(OperationsPerInvoke = Count)]
    public int OneId() => CountMatches(one);

    [Benchmark(OperationsPerInvoke = Count)]
    public int SixteenIds() => CountMatches(many);

    [Benchmark(OperationsPerInvoke = Count)]
    public int IdAndData() => CountMatches(data);

    private int CountMatches(FrameFilter filter)
    {
        var count = 0;
        foreach (ref readonly var frame in frames.AsSpan())
        {
            count += filter.Matches(frame) ? 1 : 0;
        }

        return count;
    }
}
