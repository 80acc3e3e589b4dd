using Caneth.Recording;
using Caneth.Tests.Flow;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Recording;

/// <summary>Numbered files begin when they should, are called as they should, and go when they are old.</summary>
public sealed class RecordingFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly LeapingClock clock = new(new(2026, 1, 31, 13, 59, 50, TimeSpan.Zero));
    private readonly QueuedSource source = new() { Name = "truck 7/€" };

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(ClockMark.Hour, 20)]
    [InlineData(ClockMark.Midnight, 36_020)]
    public async Task A_mark_of_the_clock_begins_the_next_file_and_one_without_a_frame_is_gone_on_with(ClockMark mark, int seconds)
    {
        await using var recording = CanRecording.Start([source], Options("drive.log") with { SplitAt = mark });
        await RecordAsync(recording, 1);
        clock.Advance(TimeSpan.FromSeconds(5));
        await RecordAsync(recording, 2);
        clock.Leap(TimeSpan.FromSeconds(seconds));
        await RecordAsync(recording, 3);
        clock.Leap(TimeSpan.FromDays(3));
        await RecordAsync(recording, 4);
        await recording.StopAsync(Ending);
        Assert.Equal([[1, 2], [3], [4]], folder.Files.Select(Numbers));
    }

    [Fact]
    public async Task An_hour_that_the_end_of_summer_time_repeats_is_another_hour()
    {
        clock.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("here", TimeSpan.FromHours(1), "here", "winter", "summer",
        [
            TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1),
                TimeZoneInfo.TransitionTime.CreateFixedDateRule(new(1, 1, 1, 2, 0, 0), 3, 29),
                TimeZoneInfo.TransitionTime.CreateFixedDateRule(new(1, 1, 1, 3, 0, 0), 10, 25)),
        ]));
        clock.SetUtcNow(new(2026, 10, 25, 0, 30, 0, TimeSpan.Zero));
        await using var recording = CanRecording.Start([source], Options("drive.log") with { SplitAt = ClockMark.Hour });
        await RecordAsync(recording, 1);
        clock.Leap(TimeSpan.FromMinutes(45));
        await RecordAsync(recording, 2);
        await recording.StopAsync(Ending);
        Assert.Equal([[1], [2]], folder.Files.Select(Numbers));
        Assert.All(folder.Files, file => Assert.Contains("_2026-10-25_02-", file, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_ends_by_hand_and_is_whole_then()
    {
        await using var recording = CanRecording.Start([source], Options("drive_{number}.log"));
        await recording.SplitAsync(Ending);
        source.Add(Frame(1), Frame(2));
        await recording.SplitAsync(Ending);
        Assert.Equal([1, 2], Numbers(Assert.Single(folder.Files)));
        source.Add(Frame(3));
        await recording.StopAsync(Ending);
        Assert.Equal(["drive_00001.log", "drive_00002.log"], folder.Files);
        Assert.Equal([3], Numbers("drive_00002.log"));
        await recording.SplitAsync(Ending);
    }

    [Fact]
    public async Task A_recording_of_one_file_does_not_end_it_by_hand()
    {
        await using var recording = CanRecording.Start([source], Options("drive.log"));
        Assert.False(recording.HasNumberedFiles);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => recording.SplitAsync(Ending));
        Assert.Contains("{number}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_says_where_its_device_date_time_and_number_stand_and_numbers_go_on()
    {
        folder.Write("truck_7___2026-01-30_00041.trc", "");
        folder.Write("truck_8_2026-01-30_00099.trc", "");
        await using var recording = CanRecording.Start([source], Options("{device}_{date}_{number}.trc") with { MaxSize = 1_000_000 });
        Assert.Equal("truck_7___2026-01-31_00042.trc", Path.GetFileName(recording.Path));
        Assert.Throws<Caneth.Logs.LogInUseException>(() => CanRecording.Start([new QueuedSource { Name = source.Name }], Options("{device}_{date}_{number}.trc")));
    }

    [Fact]
    public async Task The_name_of_a_device_alone_makes_no_numbers()
    {
        await using var recording = CanRecording.Start([source, new QueuedSource { Name = "{number}" }], Options("{device}.log"));
        Assert.Equal("truck_7__+_number_.log", Path.GetFileName(recording.Path));
    }

    [Fact]
    public async Task Files_that_are_too_old_are_removed_those_of_earlier_recordings_too_though_nothing_comes()
    {
        foreach (var (number, days) in new[] { (1, 12.0), (2, 9.5), (3, -5000) })
        {
            var file = folder.Write($"drive_{number:D5}_2026-01-01_00-00-00.log", "");
            File.SetLastWriteTimeUtc(file, (clock.GetUtcNow() - TimeSpan.FromDays(days)).UtcDateTime);
        }

        await using var recording = CanRecording.Start([source], Options("drive.log") with { MaxTime = TimeSpan.FromHours(1), MaxAge = TimeSpan.FromDays(10) });
        await RecordAsync(recording, 1);
        Assert.Equal([2, 3, 4], FileNumbers());
        clock.Leap(TimeSpan.FromDays(1));
        await Waiting.AdvanceUntil(clock, TimeSpan.FromMilliseconds(250), () => recording.FilesRemoved == 2);
        Assert.Equal([3, 4], FileNumbers());

        clock.Leap(TimeSpan.FromDays(9.5));
        await Waiting.AdvanceUntil(clock, TimeSpan.FromMilliseconds(250), () => recording.FilesRemoved == 3);
        await RecordAsync(recording, 5);
        Assert.Equal([4, 5], FileNumbers());
        Assert.All(recording.EventsAfter(), told => Assert.Contains("older than 10.00:00:00", told.Message, StringComparison.Ordinal));
    }

    private static CanFrame Frame(int number) => new(0x100, BitConverter.GetBytes(number));

    private static int Number(string file) => int.Parse(file.AsSpan("drive_".Length, 5), System.Globalization.CultureInfo.InvariantCulture);

    private IEnumerable<int> FileNumbers() => folder.Files.Select(Number);

    private IEnumerable<int> Numbers(string file) => NumbersOf(folder.Read(file));

    private RecordingOptions Options(string file) => new() { Path = folder.Of(file), TimeProvider = clock };

    private Task RecordAsync(CanRecording recording, int number)
    {
        var expected = recording.FramesWritten + 1;
        source.Add(Frame(number));
        return Waiting.AdvanceUntil(clock, TimeSpan.FromMilliseconds(250), () => recording.FramesWritten == expected);
    }

    /// <summary>A clock that can be put forward: what is due meanwhile is done once, as after a sleep of the computer, and not ten times a second.</summary>
    private sealed class LeapingClock(DateTimeOffset now) : FakeTimeProvider(now)
    {
        private TimeSpan leapt;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + leapt;

        public void Leap(TimeSpan time) => leapt += time;
    }
}
