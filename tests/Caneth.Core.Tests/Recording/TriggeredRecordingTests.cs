using Caneth.Recording;
using Caneth.Tests.Flow;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Recording;

/// <summary>A recording that waits for triggers keeps the frames around each, in a file of its own, and no other.</summary>
public sealed class TriggeredRecordingTests : IDisposable
{
    private const uint TriggerId = 0x7FF;
    private static readonly Timestamp Start = Timestamp.Parse("2026-01-31T13:45:00Z");

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(Start.ToDateTimeOffset());

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Nothing_is_on_the_disk_until_a_trigger_and_then_what_was_before_and_comes_after()
    {
        var source = new QueuedSource().Add([.. Enumerable.Range(0, 100).Select(At)]);
        await using var recording = CanRecording.Start([source], Options(new() { Before = Seconds(3), After = Seconds(2), Filter = FrameFilter.ForId(TriggerId) }));
        Assert.Equal((RecordingState.Waiting, 0), (recording.State, Directory.GetFiles(folder.Path, "drive_0*").Length));

        source.Add(Hit(100)).Add([.. Enumerable.Range(101, 50).Select(At)]).End();
        await UntilAsync(() => recording.Completion.IsCompleted);
        Assert.Equal([.. Enumerable.Range(70, 30), 100, .. Enumerable.Range(101, 20)], Numbers(Assert.Single(Files())));
        Assert.Equal((1L, 1, 51L, 0L), (recording.Triggers, recording.Files, recording.FramesWritten, recording.FramesLost));
        var told = recording.EventsAfter()[0];
        Assert.Equal((RecordingEventKind.Triggered, EventLevel.Information), (told.Kind, told.Level));
        Assert.StartsWith("Triggered by 7FF#64000000 at ", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_can_trigger_and_the_file_is_whole_when_its_time_is_over_though_nothing_comes_any_more()
    {
        clock.SetUtcNow((Start + Seconds(5)).ToDateTimeOffset());
        var source = new QueuedSource().Add([.. Enumerable.Range(0, 50).Select(At)]);
        await using var recording = CanRecording.Start([source], Options(new() { Before = Seconds(1), After = Seconds(2) }));
        recording.Trigger("a hand");
        await UntilAsync(() => recording.State == RecordingState.Recording);
        source.Add(At(60));
        await UntilAsync(() => recording.State == RecordingState.Waiting);
        Assert.Equal([.. Enumerable.Range(40, 10), 60], Numbers(Assert.Single(Files())));
        Assert.Contains("Triggered by a hand at ", recording.EventsAfter()[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recording_that_keeps_everything_takes_no_trigger()
    {
        await using var recording = CanRecording.Start([new QueuedSource()], new() { Path = folder.Of("all.log"), TimeProvider = clock });
        Assert.Contains("keeps every frame", Assert.Throws<InvalidOperationException>(() => recording.Trigger("a hand")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 5)]
    [InlineData(5, -1)]
    [InlineData(50 * 86_400.0, 1)]
    public void Times_out_of_their_ranges_are_named(double before, double after)
    {
        using var source = new QueuedSource();
        var options = Options(new() { Before = Seconds(before), After = Seconds(after) });
        Assert.ThrowsAny<ArgumentException>(() => CanRecording.Start([source], options));
        Assert.Empty(Files());
    }

    [Fact]
    public async Task What_memory_has_no_room_for_is_told()
    {
        var source = new QueuedSource().Add([.. Enumerable.Range(0, 100).Select(At), Hit(100)]).End();
        await using var recording = CanRecording.Start([source], Options(new() { Before = Seconds(10), Filter = FrameFilter.ForId(TriggerId), Capacity = 20 }));
        await UntilAsync(() => recording.Completion.IsCompleted);
        Assert.Equal(Enumerable.Range(80, 21), Numbers(Assert.Single(Files())));
        Assert.Contains(recording.EventsAfter(), told => told.Level == EventLevel.Warning && told.Message.Contains("More than 20 frames", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_file_holds_exactly_the_frames_of_its_triggers() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[1, 40], Gen.Int[0, 25].Array[0, 12], Gen.Int[1, 30]).Sample((before, after, steps, batch) =>
        {
            // The ledger: by the numbers of frames, a tenth of a second apart.
            var hits = steps.Aggregate(new List<int>(), (all, step) => [.. all, (all.Count > 0 ? all[^1] : 0) + 3 * step + 1]);
            var count = (hits.Count > 0 ? hits[^1] : 0) + 60;
            var expected = new List<List<int>>();
            var until = int.MinValue;
            foreach (var hit in hits)
            {
                if (expected.Count == 0 || hit - before > until)
                {
                    expected.Add([]);
                }

                var from = Math.Max(Math.Max(0, hit - before), expected[^1].Count > 0 ? expected[^1][^1] + 1 : 0);
                until = Math.Max(until, hit + after);
                expected[^1].AddRange(Enumerable.Range(from, Math.Max(0, Math.Min(until, count - 1) - from + 1)));
            }

            using var own = new TemporaryFolder();
            var source = new QueuedSource();
            foreach (var frames in Enumerable.Range(0, count).Select(number => hits.Contains(number) ? Hit(number) : At(number)).Chunk(batch))
            {
                source.Add(frames);
            }

            source.End();
            var time = new FakeTimeProvider();
            var recording = CanRecording.Start([source], new()
            {
                Path = own.Of("drive.log"),
                TimeProvider = time,
                Trigger = new() { Before = Tenths(before), After = Tenths(after), Filter = FrameFilter.ForId(TriggerId) },
            });
            while (!recording.Completion.Wait(1, Ending))
            {
                time.Advance(TimeSpan.FromMilliseconds(250));
            }

            var files = Directory.GetFiles(own.Path, "drive_*.log").Order(StringComparer.Ordinal).Select(file => NumbersOf(own.Read(Path.GetFileName(file)))).ToList();
            return files.Count == expected.Count && files.Zip(expected).All(pair => pair.First.SequenceEqual(pair.Second));
        }, iter: 40);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static TimeSpan Tenths(int tenths) => TimeSpan.FromMilliseconds(100 * tenths);

    private static CanFrame At(int number) => new(0x100, BitConverter.GetBytes(number)) { Timestamp = Start + Tenths(number) };

    private static CanFrame Hit(int number) => new(TriggerId, BitConverter.GetBytes(number)) { Timestamp = Start + Tenths(number) };

    private string[] Files() => [.. Directory.GetFiles(folder.Path, "drive_0*.log").Order(StringComparer.Ordinal)];

    private IEnumerable<int> Numbers(string file) => NumbersOf(folder.Read(Path.GetFileName(file)));

    private RecordingOptions Options(RecordingTrigger trigger) => new() { Path = folder.Of("drive.log"), TimeProvider = clock, Trigger = trigger };

    private Task UntilAsync(Func<bool> holds) => Waiting.AdvanceUntil(clock, TimeSpan.FromMilliseconds(250), holds);
}
