using Caneth.Publishing;

namespace Caneth.Tests.Publishing;

/// <summary>What is in a spool stays there until it is acknowledged, whoever ends meanwhile.</summary>
public sealed class BatchSpoolTests : IDisposable
{
    private const long Large = 1_000_000_000;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>A batch that is known by the number of its first frame.</summary>
    private static byte[] Batch(int number, int frames = 1) => FrameBatch.Encode("bench", 1, number, new CanFrame[frames]);

    /// <summary>One of 1,000 frames that no compression makes shorter.</summary>
    private static byte[] Noise(int number, Random random) => FrameBatch.Encode("bench", 1, number,
        [.. Enumerable.Range(0, 1000).Select(_ => new CanFrame((uint)random.Next(0x800), BitConverter.GetBytes(random.NextInt64())))]);

    private static int NumberOf(ReadOnlyMemory<byte> batch) => (int)FrameBatch.Decode(batch.Span).FirstSequence;

    private static int[] TakeAll(BatchSpool spool)
    {
        var numbers = new List<int>();
        while (spool.TryTake(out _, out var message))
        {
            numbers.Add(NumberOf(message));
        }

        return [.. numbers];
    }

    [Fact]
    public void Whatever_is_done_with_a_spool_it_holds_what_is_appended_and_not_acknowledged() =>
        Gen.Int[0, 9].Array[1, 60].Sample(steps =>
        {
            var path = folder.NewFolder();
            var model = new List<int>();
            var taken = new List<(SpoolEntry Entry, int Number)>();
            var next = 0;
            var spool = BatchSpool.Open(path, Large, durable: false);
            foreach (var step in steps)
            {
                switch (step)
                {
                    case < 4:
                        Assert.Equal(0, spool.Append(Batch(next), 1));
                        model.Add(next++);
                        break;
                    case < 7 when spool.TryTake(out var entry, out var message):
                        taken.Add((entry, NumberOf(message)));
                        break;
                    case 7 when taken.Count > 0:
                        // Not in their order.
                        var (one, number) = taken[next % taken.Count];
                        Assert.Equal(model.Remove(number), spool.Acknowledge(one));
                        taken.Remove((one, number));
                        break;
                    case 8:
                        spool.Rewind();
                        taken.Clear();
                        break;
                    case 9:
                        spool.Dispose();
                        spool = BatchSpool.Open(path, Large, durable: false);
                        taken.Clear();

                        // One that was acknowledged before one that came earlier comes again.
                        var found = TakeAll(spool);
                        spool.Rewind();
                        Assert.Subset(found.ToHashSet(), model.ToHashSet());
                        model = [.. found];
                        break;
                }

                Assert.Equal(model.Count, spool.FramesPending);
            }

            spool.Rewind();
            Assert.Equal(model, TakeAll(spool));
            spool.Dispose();
        }, iter: 100);

    [Fact]
    public void What_its_writer_was_just_writing_when_it_was_killed_is_cut_off_and_the_rest_is_there()
    {
        using (var spool = BatchSpool.Open(folder.Path, Large, durable: true))
        {
            spool.Append(Batch(1, 10), 10);
            spool.Append(Batch(2, 20), 20);
        }

        var file = Assert.Single(Directory.GetFiles(folder.Path, "*.spool"));
        var bytes = File.ReadAllBytes(file);
        for (var cut = 1; cut < Batch(2, 20).Length; cut += 7)
        {
            File.WriteAllBytes(file, bytes[..^cut]);
            using var spool = BatchSpool.Open(folder.Path, Large, durable: false);
            Assert.Equal((1, 10L), (spool.BatchesFound, spool.FramesFound));
            Assert.True(spool.BytesDamaged > 0);
            spool.Append(Batch(3), 1);
            Assert.Equal([1, 3], TakeAll(spool));
        }
    }

    [Fact]
    public void What_the_disk_has_damaged_costs_no_other_batch()
    {
        using (var spool = BatchSpool.Open(folder.Path, Large, durable: false))
        {
            Array.ForEach([1, 2, 3], number => spool.Append(Batch(number), 1));
        }

        var file = Assert.Single(Directory.GetFiles(folder.Path, "*.spool"));
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
        using var again = BatchSpool.Open(folder.Path, Large, durable: false);
        Assert.Equal((bytes.Length / 3, 2L), (again.BytesDamaged, again.FramesFound));
        Assert.Equal([1, 3], TakeAll(again));
    }

    [Fact]
    public void One_that_is_full_loses_the_oldest_and_says_how_many_and_never_gets_longer_than_it_may()
    {
        const int MaxSize = 1024 * 1024;
        using var spool = BatchSpool.Open(folder.Path, MaxSize, durable: false);
        var random = new Random(1);
        var dropped = 0L;
        for (var number = 0; number < 200; number++)
        {
            dropped += spool.Append(Noise(number * 1000, random), 1000);
            Assert.InRange(spool.Size, 1, MaxSize);
            Assert.Equal((number + 1) * 1000, spool.FramesPending + dropped);
        }

        Assert.True(dropped > 0);
        Assert.Equal(spool.Size, Directory.GetFiles(folder.Path, "*.spool").Sum(file => new FileInfo(file).Length));

        // The newest are there, in their order, without a gap.
        var numbers = TakeAll(spool);
        Assert.Equal(Enumerable.Range((int)(dropped / 1000), numbers.Length).Select(number => number * 1000), numbers);
        Assert.True(spool.Size > MaxSize * 3 / 4);
    }

    [Fact]
    public void Acknowledged_batches_leave_the_disk_a_file_at_a_time()
    {
        using var spool = BatchSpool.Open(folder.Path, 1024 * 1024, durable: false);
        for (var number = 0; number < 2000; number++)
        {
            spool.Append(Batch(number, 100), 100);
            Assert.True(spool.TryTake(out var entry, out var message));
            Assert.Equal(number, NumberOf(message));
            Assert.True(spool.Acknowledge(entry));
            Assert.False(spool.Acknowledge(entry));
        }

        Assert.True(spool.IsEmpty);
        Assert.Single(Directory.GetFiles(folder.Path, "*.spool"));
        spool.Dispose();
        Assert.Empty(Directory.GetFiles(folder.Path, "*.spool"));
        using var again = BatchSpool.Open(folder.Path, 1024 * 1024, durable: false);
        Assert.Equal(0, again.FramesFound);
    }

    [Fact]
    public void Two_publishers_cannot_have_one_spool()
    {
        using var spool = BatchSpool.Open(folder.Path, Large, durable: false);
        var busy = Assert.Throws<SpoolInUseException>(() => BatchSpool.Open(folder.Path, Large, durable: false));
        Assert.Equal(folder.Path, busy.Folder);
    }

    [Fact]
    public void What_was_dropped_to_make_room_is_not_acknowledged_later()
    {
        using var spool = BatchSpool.Open(folder.Path, 1024 * 1024, durable: false);
        spool.Append(Batch(0, 5), 5);
        Assert.True(spool.TryTake(out var first, out _));
        var number = 1;
        var random = new Random(1);
        for (long dropped = 0; dropped == 0; number++)
        {
            dropped = spool.Append(Noise(number, random), 1000);
        }

        Assert.False(spool.Acknowledge(first));
        Assert.NotEmpty(TakeAll(spool));
    }
}
