using Caneth.Publishing;

namespace Caneth.Tests.Publishing;

/// <summary>Who reads gets every frame once, and knows what is missing.</summary>
public sealed class PublishedFramesTests
{
    private readonly FakeBroker broker = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    private static byte[] Batch(int first, int count, ulong session = 1) => FrameBatch.Encode("bench", session, first, Numbered(first, count));

    private Task<PublishedFrames> OpenAsync(int capacity = 10_000) => PublishedFrames.OpenAsync(
        broker, new() { Broker = new() { Address = BrokerAddress.Parse("mqtt://broker", out _, out _) }, Capacity = capacity }, Ending);

    private static async Task<int[]> ReadAsync(PublishedFrames frames, int count)
    {
        var numbers = new List<int>();
        while (numbers.Count < count && await frames.WaitToReadAsync(Ending))
        {
            numbers.AddRange(NumbersOf(frames.Take().ToArray()));
        }

        return [.. numbers];
    }

    [Fact]
    public async Task What_comes_twice_is_there_once_and_what_comes_late_is_no_longer_missing()
    {
        using var frames = await OpenAsync();
        foreach (var (first, count) in new[] { (100, 10), (110, 10), (110, 10), (140, 10), (100, 10), (130, 10), (120, 10), (130, 10), (160, 10) })
        {
            broker.Bring(Batch(first, count));
        }

        var read = await ReadAsync(frames, 60);
        Assert.Equal([.. Enumerable.Range(100, 20), .. Enumerable.Range(140, 10), .. Enumerable.Range(130, 10), .. Enumerable.Range(120, 10), .. Enumerable.Range(160, 10)], read);
        Assert.Equal((10L, 30L, 0L), (frames.FramesMissing, frames.FramesRepeated, frames.MessagesRefused));
    }

    [Fact]
    public async Task What_is_no_batch_is_counted_and_the_rest_comes()
    {
        using var frames = await OpenAsync();
        broker.Bring([1, 2, 3]);
        broker.Bring(Batch(0, 5)[..^1]);
        broker.Bring(Batch(0, 5));
        var read = await ReadAsync(frames, 5);
        Assert.Equal([0, 1, 2, 3, 4], read);
        Assert.Equal(2, frames.MessagesRefused);
    }

    [Fact]
    public async Task A_broken_connection_is_made_again_and_a_slow_reader_loses_nothing()
    {
        using var frames = await OpenAsync(capacity: 10);
        broker.Bring(Batch(0, 100));
        Assert.Equal(100, (await ReadAsync(frames, 100)).Length);
        broker.Break();
        await Waiting.Until(() => frames.Reconnects == 1);
        broker.Bring(Batch(100, 5));
        var read = await ReadAsync(frames, 5);
        Assert.Equal([100, 101, 102, 103, 104], read);
        Assert.Equal((1L, 0L), (frames.Reconnects, frames.FramesMissing));
    }

    [Fact]
    public void Whatever_order_batches_come_in_each_frame_comes_once()
    {
        Gen.Int[0, 19].Array[1, 60].Sample(order =>
        {
            var tracker = new SequenceTracker();
            var seen = order.Where(number => tracker.Note(FrameBatch.Decode(Batch(number * 10, 10)))).ToArray();

            // What lies before the first that came may be of before the reader began, and is none of its affair.
            Assert.Equal(order.Where(number => number >= order[0]).Distinct(), seen);
            var known = order.Where(number => number >= order[0]).ToHashSet();
            Assert.Equal(10L * (known.Max() - known.Min() + 1 - known.Count), tracker.FramesMissing);
        });
    }

    [Fact]
    public void Read_from_the_beginning_each_batch_is_new_whatever_order_they_come_in()
    {
        Gen.Int[0, 19].Array[1, 60].Sample(order =>
        {
            var tracker = new SequenceTracker(fromTheBeginning: true);
            var seen = new List<int>();
            foreach (var (number, index) in order.Select((number, index) => (number, index)))
            {
                if (tracker.Note("bench", 1, number * 10, 10))
                {
                    seen.Add(number);
                }

                // One that another has left off with knows the same.
                if (index == order.Length / 2)
                {
                    var next = new SequenceTracker(fromTheBeginning: true);
                    tracker.Runs.ToList().ForEach(next.Restore);
                    tracker = next;
                }
            }

            Assert.Equal(order.Distinct(), seen);
        });
    }

    [Fact]
    public async Task Disposed_of_it_ends()
    {
        var frames = await OpenAsync();
        frames.Dispose();
        Assert.False(await frames.WaitToReadAsync(Ending));
        await frames.Completion;
    }
}
