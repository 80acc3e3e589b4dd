using Caneth.Flow;

namespace Caneth.Tests.Flow;

/// <summary>Several sources as one, in the order of time, however their frames come.</summary>
public sealed class MergedSourceTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Frames_are_in_the_order_of_time_and_at_one_time_in_that_of_the_sources()
    {
        await Gen.Int[0, 30].Array[1, 6].Array[0, 6].Array[1, 4].SampleAsync(
            async sources =>
            {
                int[][] times = [.. sources.Select(batches => batches.SelectMany(batch => batch).Order().ToArray())];
                using var merged = new MergedSource([.. sources.Select((batches, source) => SourceOf(times[source], batches.Select(batch => batch.Length), source))]);
                var expected = times.SelectMany((own, source) => own.Select((time, index) => (time, source, index))).OrderBy(one => one);
                Assert.Equal(expected, (await ReadToEndAsync(merged)).Select(frame => (TimeOf(frame), (int)frame.Id, BitConverter.ToInt32(frame.Data.ToArray()))));
                Assert.True(merged.Completion.IsCompletedSuccessfully);
            },
            iter: 300);
    }

    [Fact]
    public async Task Nothing_is_given_before_each_source_has_brought_what_may_belong_before_it()
    {
        var late = new QueuedSource();
        using var merged = new MergedSource([new QueuedSource().Add(At(1), At(5)).End(), late]);
        var waiting = merged.WaitToReadAsync(Ending).AsTask();
        Assert.False(waiting.IsCompleted);
        late.Add(At(2), At(3));
        Assert.True(await waiting);
        Assert.Equal([1, 2, 3], merged.Take().ToArray().Select(TimeOf));

        // The next of this source may be earlier than what is left of the other.
        waiting = merged.WaitToReadAsync(Ending).AsTask();
        Assert.False(waiting.IsCompleted);
        late.End();
        Assert.True(await waiting);
        Assert.Equal([5], merged.Take().ToArray().Select(TimeOf));
        Assert.False(await merged.WaitToReadAsync(Ending));
        Assert.True(merged.Take().IsEmpty);
    }

    [Fact]
    public async Task Where_one_fails_that_is_the_end_and_its_failure_is_told()
    {
        var failure = new IOException("The disk is gone.");
        using var merged = new MergedSource([new QueuedSource().Add(At(1), At(9)).End(), new QueuedSource().Add(At(2)).End(failure)]);
        Assert.True(await merged.WaitToReadAsync(Ending));
        Assert.Equal([1, 2], merged.Take().ToArray().Select(TimeOf));
        Assert.False(await merged.WaitToReadAsync(Ending));
        Assert.Same(failure, await Assert.ThrowsAsync<IOException>(() => merged.Completion));
        Assert.False(await merged.WaitToReadAsync(Ending));
    }

    private static async Task<List<CanFrame>> ReadToEndAsync(MergedSource merged)
    {
        var frames = new List<CanFrame>();
        while (await merged.WaitToReadAsync(Ending))
        {
            frames.AddRange(merged.Take().Span);
        }

        return frames;
    }

    private static QueuedSource SourceOf(int[] times, IEnumerable<int> lengths, int id)
    {
        CanFrame[] frames = [.. times.Select((time, index) => new CanFrame((uint)id, BitConverter.GetBytes(index)) { Timestamp = At(time).Timestamp })];
        var source = new QueuedSource();
        foreach (var length in lengths)
        {
            source.Add(frames[..length]);
            frames = frames[length..];
        }

        return source.End();
    }

    private static CanFrame At(int time) => new(1) { Timestamp = new(time * 1000L) };

    private static int TimeOf(CanFrame frame) => (int)(frame.Timestamp.Nanoseconds / 1000);
}
