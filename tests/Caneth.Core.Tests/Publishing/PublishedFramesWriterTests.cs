using Caneth.Logs;
using Caneth.Publishing;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Publishing;

/// <summary>Each frame that was published is in a file once.</summary>
public sealed class PublishedFramesWriterTests : IDisposable
{
    private static readonly Timestamp Evening = new DateTime(2026, 1, 31, 23, 59, 59, DateTimeKind.Utc);

    private readonly TemporaryFolder folder = new();
    private readonly StoringBroker broker = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    private PublishedFramesWriterOptions Options(string uri = "nats://broker") => new()
    {
        Broker = new() { Address = BrokerAddress.Parse(uri, out _, out _) },
        Path = folder.Of("frames.log"),
    };

    private PublishedFramesWriter Start(PublishedFramesWriterOptions? options = null) => PublishedFramesWriter.Start(broker, options ?? Options());

    /// <summary>A batch of frames 10 ms apart.</summary>
    private static byte[] Batch(int first, int count, string device = "bench", ulong session = 1) => FrameBatch.Encode(device, session, first,
        [.. Numbered(first, count).Select((frame, index) => frame with { Timestamp = new(Evening.Nanoseconds + (first + index) * 10_000_000L) })]);

    /// <summary>The numbers in the files of a folder, in the order of the names of the files.</summary>
    private int[] Written(string place) => !Directory.Exists(folder.Of(place)) ? [] :
        [.. Directory.GetFiles(folder.Of(place), "*.log").Order(StringComparer.Ordinal).SelectMany(file =>
        {
            using var reader = CanLog.Open(file);
            return NumbersOf(reader.ReadAll().ToArray()).ToArray();
        })];

    private int[] All(string device = "bench") => [.. Written($"gateway={device}/date=2026-01-31"), .. Written($"gateway={device}/date=2026-02-01")];

    private static async Task TakenAsync(PublishedFramesWriter writer, long frames) => await Waiting.Until(() => writer.FramesPending == frames);

    [Fact]
    public async Task Each_device_and_day_has_its_folder_and_what_comes_twice_is_there_once()
    {
        broker.Store(Batch(0, 50), Batch(0, 20, "truck", 2), Batch(50, 150), Batch(0, 50), Batch(50, 150), [1, 2, 3], Batch(0, 20, "truck", 2)[..^1]);
        await using var writer = Start();
        await Waiting.Until(() => writer is { FramesPending: 220, MessagesRefused: 2 });
        await writer.SplitAsync(Ending);
        Assert.Equal(Enumerable.Range(0, 100), Written("gateway=bench/date=2026-01-31"));
        Assert.Equal(Enumerable.Range(100, 100), Written("gateway=bench/date=2026-02-01"));
        Assert.Equal(Enumerable.Range(0, 20), All("truck"));
        Assert.Equal((220L, 3L, 200L, 0L, 0L), (writer.FramesWritten, writer.Files, writer.FramesRepeated, writer.FramesMissing, writer.FramesPending));
        Assert.Equal(WriterState.Writing, writer.State);
        Assert.Empty(Directory.GetFiles(folder.Path, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task What_comes_late_is_written_and_what_does_not_come_is_counted()
    {
        broker.Store(Batch(10, 10), Batch(0, 10), Batch(30, 10), Batch(50, 10), Batch(40, 10));
        await using var writer = Start();
        await TakenAsync(writer, 50);
        Assert.Equal(10, writer.FramesMissing);
        Assert.Contains(writer.EventsAfter(), happened => happened is { Kind: WriterEventKind.FramesMissing, Level: EventLevel.Warning });
        await writer.StopAsync(Ending);
        Assert.Equal([.. Enumerable.Range(0, 20), .. Enumerable.Range(30, 30)], All().Order());
        Assert.Equal(WriterState.Stopped, writer.State);
    }

    [Fact]
    public async Task The_next_writer_goes_on_where_the_last_one_was_whether_it_was_stopped_or_killed()
    {
        broker.Store(Batch(0, 50));
        await using (var first = Start())
        {
            await TakenAsync(first, 50);
            await first.SplitAsync(Ending);
        }

        var position = folder.Of("_caneth", "writer.position");
        var before = await File.ReadAllBytesAsync(position, Ending);
        broker.Store(Batch(50, 100), Batch(0, 10, "truck", 2));
        await using (var second = Start())
        {
            await TakenAsync(second, 110);
        }

        // Killed after the files were there and before the position was.
        await File.WriteAllBytesAsync(position, before, Ending);
        broker.Store(Batch(0, 50), Batch(150, 50), Batch(10, 10, "truck", 2));
        await using (var third = Start())
        {
            await TakenAsync(third, 170);
            Assert.Equal(50, third.FramesRepeated);
            broker.Store(Batch(200, 10));
            await TakenAsync(third, 180);
        }

        Assert.Equal(Enumerable.Range(0, 210), All());
        Assert.Equal(Enumerable.Range(0, 20), All("truck"));
    }

    [Fact]
    public async Task What_the_disk_does_not_take_waits_until_it_does()
    {
        var obstacle = folder.Write("gateway=bench", "no folder");
        broker.Store(Batch(0, 10));
        await using var writer = Start();
        await TakenAsync(writer, 10);
        await writer.SplitAsync(Ending);
        Assert.Equal((WriterState.Interrupted, 10L, 0L), (writer.State, writer.FramesPending, writer.FramesWritten));
        Assert.IsAssignableFrom<IOException>(writer.LastError);
        File.Delete(obstacle);
        await writer.SplitAsync(Ending);
        Assert.Equal((WriterState.Writing, 0L, 10L), (writer.State, writer.FramesPending, writer.FramesWritten));
        Assert.Equal(Enumerable.Range(0, 10), All());
    }

    [Fact]
    public async Task Files_are_written_when_their_time_is_over()
    {
        var clock = new FakeTimeProvider(Evening.ToDateTime());
        broker.Store(Batch(0, 10));
        await using var writer = Start(Options() with { TimeProvider = clock, MaxTime = TimeSpan.FromMinutes(1) });
        await TakenAsync(writer, 10);
        await Waiting.AdvanceUntil(clock, TimeSpan.FromSeconds(10), () => writer.FramesWritten == 10);
        Assert.InRange(clock.GetUtcNow() - Evening.ToDateTime(), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        Assert.NotNull(writer.WrittenAt);
    }

    [Fact]
    public async Task What_would_make_folders_without_end_is_refused_and_the_rest_is_written()
    {
        static byte[] Days(ulong session, int first, int days) => FrameBatch.Encode("bench", session, 0,
            [.. Enumerable.Range(first, days).Select(day => new CanFrame(0x100, BitConverter.GetBytes(day)) { Timestamp = new(day * 86_400_000_000_000L) })]);
        broker.Store(Batch(0, 10, new string('\u00e4', 100), 3), Days(4, 0, 1000), Days(5, 0, 200), Days(6, 200, 200), Batch(0, 10));
        await using var writer = Start();
        await TakenAsync(writer, 1410);
        await writer.SplitAsync(Ending);
        Assert.Equal((410L, 2L), (writer.FramesWritten, writer.MessagesRefused));
        Assert.Equal(Enumerable.Range(0, 10), Written("gateway=bench/date=2026-01-31"));
        Assert.Equal([0], Written("gateway=bench/date=1970-01-01"));
        Assert.Equal(401, writer.Files);
    }

    [Fact]
    public async Task A_position_belongs_to_one_writer_and_is_not_guessed()
    {
        await using (Start())
        {
            Assert.Contains("Another writer", Assert.Throws<IOException>(() => Start()).Message);
        }

        await File.WriteAllTextAsync(folder.Of("_caneth", "writer.position"), "{\"version\":1}", Ending);
        Assert.Contains("is damaged", Assert.Throws<InvalidDataException>(() => Start()).Message);
    }

    [Fact]
    public void Options_that_cannot_be_are_refused()
    {
        foreach (var wrong in new[] { Options() with { Path = "frames.nothing" }, Options() with { Topic = "a/#" }, Options() with { MaxTime = TimeSpan.Zero }, Options() with { MaxPending = 1 } })
        {
            Assert.ThrowsAny<ArgumentException>(() => Start(wrong));
        }
    }
}
