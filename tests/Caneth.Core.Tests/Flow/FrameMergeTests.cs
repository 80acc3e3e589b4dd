using Caneth.Flow;

namespace Caneth.Tests.Flow;

/// <summary>Frames of several sources in one order.</summary>
public sealed class FrameMergeTests
{
    [Fact]
    public void Frames_of_several_sources_are_in_the_order_of_time_and_none_is_missing()
    {
        Gen.Int[0, 50].Array[0, 20].Array[1, 5].Sample(
            times =>
            {
                QueuedSource[] sources = [.. times.Select((own, source) => SourceOf(own.Order(), source))];
                var merged = new FrameMerge(sources).Take().ToArray();
                Assert.Equal(times.SelectMany(own => own).Order(), merged.Select(TimeOf));
            },
            iter: 500);
    }

    [Fact]
    public void The_own_order_of_a_source_stays_though_its_clock_went_back()
    {
        Gen.Int[0, 50].Array[0, 20].Array[2, 4].Sample(
            times =>
            {
                QueuedSource[] sources = [.. times.Select(SourceOf)];
                var merged = new FrameMerge(sources).Take().ToArray();
                for (var source = 0; source < times.Length; source++)
                {
                    Assert.Equal(times[source], merged.Where(frame => frame.Id == source).Select(TimeOf));
                }
            },
            iter: 500);
    }

    private static QueuedSource SourceOf(IEnumerable<int> times, int source) =>
        new QueuedSource().Add([.. times.Select(time => new CanFrame((uint)source) { Timestamp = new(time * 1000L) })]);

    private static int TimeOf(CanFrame frame) => (int)(frame.Timestamp.Nanoseconds / 1000);
}
