using BenchmarkDotNet.Attributes;
using Caneth.Sessions;

namespace Caneth.MicroBench;

/// <summary>A batch from the receiving thread to a reader; the figures are per frame.</summary>
[MemoryDiagnoser]
[InProcess]
public class SubscriptionBenchmarks
{
    private const int Count = 512;

    private readonly CanFrame[] frames = Traffic.Mixed(Count);
    private readonly FrameSubscription every = new(new(), new Nobody());
    private readonly FrameSubscription one = new(new() { Filter = FrameFilter.ForId(0x123) }, new Nobody());

    [Benchmark(OperationsPerInvoke = Count)]
    public int OfferAndTakeEveryFrame() => Pass(every);

    [Benchmark(OperationsPerInvoke = Count)]
    public int OfferAndTakeOneId() => Pass(one);

    private int Pass(FrameSubscription subscription)
    {
        subscription.Offer(frames);
        return subscription.Take().Length;
    }

    private sealed class Nobody : ISubscriptionOwner
    {
        public string Name => "nobody";

        public void Remove(FrameSubscription subscription)
        {
        }

        public void CountDropped(long frames)
        {
        }

        public void ReportDropped(FrameSubscription subscription, long frames)
        {
        }

        public void ReportFailed(FrameSubscription subscription, Exception failure)
        {
        }
    }
}
