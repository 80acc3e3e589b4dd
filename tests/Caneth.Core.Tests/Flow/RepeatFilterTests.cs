using Caneth.Flow;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Flow;

/// <summary>What repeats is told at first, then in sums, and none of it is lost.</summary>
public class RepeatFilterTests
{
    private static readonly RepeatPolicy Policy = new(
        AtOnce: 2, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8), Quiet: TimeSpan.FromSeconds(5), MaxKinds: 3);

    private readonly FakeTimeProvider time = new();

    [Fact]
    public void Whatever_comes_and_when_each_is_told_once() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 3000]).Array[1, 200].Sample(steps =>
        {
            var clock = new FakeTimeProvider();
            var filter = new RepeatFilter<int>(clock, Policy);
            long told = 0;
            foreach (var (kind, pause) in steps)
            {
                told += filter.Note(kind, pause)?.Times ?? 0;
                clock.Advance(TimeSpan.FromMilliseconds(pause));
                told += pause % 2 == 0 ? filter.Due().Sum(due => due.Times) : 0;
            }

            told += filter.End().Sum(rest => rest.Times);
            Assert.Equal(steps.Length, told);
            Assert.Equal(Timeout.InfiniteTimeSpan, filter.NextDue);
            Assert.Equal(1, filter.Note(0, 0)?.Times);
        }, iter: 300);

    [Fact]
    public void The_sums_come_at_growing_intervals_and_after_a_quiet_time_the_next_is_news()
    {
        var filter = new RepeatFilter<string>(time, Policy);
        Assert.Equal([1L, 1, null, null], Enumerable.Range(0, 4).Select(_ => filter.Note("kind", "it", frames: 5)?.Times));
        Assert.Equal(TimeSpan.FromSeconds(1), filter.NextDue);
        Assert.Empty(filter.Due());
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("it (2 times within 1 s, 10 frames in all.)", Assert.Single(filter.Due()).Describe("it"));
        Assert.Null(filter.Note("kind", "it"));
        Assert.Equal(TimeSpan.FromSeconds(2), filter.NextDue);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Single(filter.Due());
        time.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal("it", filter.Note("kind", "it")!.Value.Describe("it"));
    }

    [Fact]
    public void Who_gives_each_thing_a_kind_of_its_own_does_not_fill_the_memory()
    {
        var filter = new RepeatFilter<int>(time, Policy);
        Assert.InRange(Enumerable.Range(0, 1000).Count(kind => filter.Note(kind, kind) is not null), 3, 5);
        Assert.Equal(995, filter.End().Sum(rest => rest.Times));
    }
}
