using System.Security.Cryptography;
using Caneth.Conversion;
using Caneth.Logs;
using Caneth.Recording;
using Caneth.Tests.Flow;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Recording;

/// <summary>Whoever wants to know is told of each file that is complete; its summary is true, finds files by time, and is never believed over the file.</summary>
public sealed class RecordingSummaryTests : IDisposable
{
    private static readonly Timestamp Start = Timestamp.Parse("2026-01-31T13:45:00Z", null);

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(Start.ToDateTimeOffset());
    private readonly List<RecordedFile> completed = [];

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Each_file_that_is_complete_is_told_of_in_order_with_what_is_in_it()
    {
        var source = new QueuedSource().Add(At(1, 0x123), At(2, 0x123), At(3, 0x18DB33F1));
        var recording = CanRecording.Start([source], Options("drive_{number}.log"));
        await recording.SplitAsync(Ending);
        source.Add(At(9, 0x7FF), new CanFrame(0, [], FrameFlags.Error) { Timestamp = Start });
        await recording.StopAsync(Ending);

        Assert.Equal(["drive_00001.log", "drive_00002.log"], completed.Select(file => file.Name));
        var (first, last) = (completed[0], completed[1]);
        Assert.Equal((3L, Start + Seconds(1), Start + Seconds(3), TimeSpan.Zero, 0L), (first.Frames, first.FirstTime, first.LastTime, first.Disorder, first.FramesLost));
        Assert.Equal(("123 x 2, 18DB33F1 x 1", "7FF x 1, Error x 1"), (Ids(first), Ids(last)));
        Assert.Equal((Start, Start + Seconds(9), Seconds(9)), (last.FirstTime, last.LastTime, last.Disorder));
        var bytes = await File.ReadAllBytesAsync(first.Path, Ending);
        Assert.Equal((bytes.LongLength, Convert.ToHexStringLower(SHA256.HashData(bytes))), (first.Length, first.Sha256));
        Assert.Equal(2, recording.EventsAfter().Count(told => told.Kind == RecordingEventKind.FileCompleted));
        Assert.True(RecordingSummary.Describes(RecordingSummary.Read(first.Path, out _)!, first.Path));
    }

    [Fact]
    public void A_summary_says_what_was_written_into_it() =>
        Gen.Select(Gen.Int[0, 5000], Gen.Long[0, 4_000_000_000_000_000_000], Gen.Long[0, 1_000_000_000_000], Gen.Int[0, 20]).Sample((frames, begin, span, ids) =>
        {
            var path = folder.Write("a.log", "");
            var written = new RecordedFile
            {
                Path = path,
                Format = LogFormats.Candump,
                Length = 1,
                WrittenAt = File.GetLastWriteTimeUtc(path),
                Frames = frames,
                Begin = frames > 0 ? new(begin) : null,
                FirstTime = frames > 0 ? new(begin) : null,
                LastTime = frames > 0 ? new(begin + span) : null,
                Disorder = TimeSpan.FromMilliseconds(span % 1000),
                FramesById = Enumerable.Range(0, ids).ToDictionary(id => $"{id:X3}", id => (long)id),
                FramesOfOtherIds = ids,
                MalformedCount = ids,
                Gaps = [.. Enumerable.Range(0, ids).Select(gap => new RecordedGap(new(begin), new(begin + gap), gap + 1))],
                Sha256 = $"{begin:x}",
            };
            RecordingSummary.Write(written);
            var read = RecordingSummary.Read(path, out var problem)!;
            Assert.Null(problem);
            Assert.Equal((written.Path, written.Format, written.Length, written.WrittenAt, written.Frames, written.Begin), (read.Path, read.Format, read.Length, read.WrittenAt, read.Frames, read.Begin));
            Assert.Equal((written.FirstTime, written.LastTime, written.Disorder, written.FramesOfOtherIds), (read.FirstTime, read.LastTime, read.Disorder, read.FramesOfOtherIds));
            Assert.Equal((written.MalformedCount, written.Sha256, written.FramesLost), (read.MalformedCount, read.Sha256, read.FramesLost));
            Assert.Equal(Ids(written), Ids(read));
            Assert.Equal(written.Gaps.Select(gap => (gap.First, gap.Last, gap.Frames)), read.Gaps.Select(gap => (gap.First, gap.Last, gap.Frames)));
        }, iter: 50, threads: 1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Files_that_lie_outside_the_time_that_is_wanted_are_not_opened(bool merge)
    {
        var paths = await RecordThreeAsync();

        // Whoever opens the first finds no log in it.
        Spoil(paths[0]);
        var conversion = await LogConversion.RunAsync(Conversion(paths, merge) with { After = _ => Start + Seconds(11), Before = _ => Start + Seconds(12) }, Ending);
        Assert.Equal([paths[0], paths[2]], conversion.InputsSkipped);
        Assert.Equal([11], NumbersOf(folder.Read("out.csv")));

        // Seconds since the first frame of each file.
        var late = await LogConversion.RunAsync(Conversion(paths, merge) with { After = first => first + Seconds(3) }, Ending);
        Assert.Equal((3, 0L), (late.InputsSkipped.Count, late.FramesWritten));
    }

    [Fact]
    public async Task A_summary_of_another_length_or_time_than_the_file_has_says_nothing()
    {
        var paths = await RecordThreeAsync();
        File.SetLastWriteTimeUtc(paths[0], File.GetLastWriteTimeUtc(paths[0]).AddSeconds(1));
        await File.AppendAllTextAsync(paths[1], "\n", Ending);
        var conversion = await LogConversion.RunAsync(Conversion(paths, merge: false) with { After = _ => Start + Seconds(100) }, Ending);
        Assert.Equal([paths[2]], conversion.InputsSkipped);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]")]
    [InlineData("{\"version\":1}")]
    [InlineData("{\"version\":\"one\"}")]
    [InlineData("\"file\"", "\"drive_00099.log\"")]
    [InlineData("\"frames\": 3", "\"frames\": -3")]
    [InlineData("\"frames\": 3", "\"frames\": 1e99")]
    [InlineData("\"first\": \"2026", "\"first\": \"never")]
    [InlineData("\"format\": \"candump\"", "\"format\": \"mp3\"")]
    [InlineData("\"disorder\": 0", "\"disorder\": 1e300")]
    [InlineData("\"gaps\": []", "\"gaps\": [1]")]
    public async Task A_summary_that_is_none_is_passed_over(string text, string? instead = null)
    {
        var paths = await RecordThreeAsync();
        var summary = RecordingSummary.PathOf(paths[0]);
        var before = await File.ReadAllTextAsync(summary, Ending);
        var changed = instead is null ? text : text == "\"file\"" ? before.Replace("drive_00001.log", "drive_00099.log", StringComparison.Ordinal) : before.Replace(text, instead, StringComparison.Ordinal);
        Assert.NotEqual(before, changed);
        await File.WriteAllTextAsync(summary, changed, Ending);
        Assert.False(RecordingSummary.IsOutside(paths[0], _ => Start + Seconds(100), null));
        Assert.Equal(RecordingVerdict.Unverified, Assert.Single(await CheckAsync(paths[0])).Verdict);
    }

    [Fact]
    public async Task A_summary_goes_with_its_file()
    {
        var source = new QueuedSource();
        var recording = CanRecording.Start([source], Options("drive_{number}.log") with { MaxFiles = 2 });
        for (var number = 0; number < 4; number++)
        {
            source.Add(At(number, 1));
            await recording.SplitAsync(Ending);
            await Waiting.Until(() => completed.Count > number);
        }

        await recording.StopAsync(Ending);
        Assert.All(folder.Files.Where(RecordingSummary.IsOne), summary => Assert.True(File.Exists(folder.Of(summary[..^".summary.json".Length]))));
        Assert.Contains("drive_00004.log.summary.json", folder.Files);
        Assert.DoesNotContain("drive_00001.log.summary.json", folder.Files);
    }

    [Theory]
    [InlineData("drive.asc", "// 55 frames, from ")]
    [InlineData("drive.trc", ";   55 frames, from ")]
    [InlineData("drive.pcapng", "55 frames, from ")]
    [InlineData("drive.log", null)]
    public async Task What_is_missing_stands_in_the_file_where_its_format_has_comments_and_in_its_summary(string file, string? comment)
    {
        await using var bench = await RecordingFixture.OpenAsync();
        var disk = bench.Disk();
        var recording = bench.Start(bench.Options(file) with { Storage = disk, BacklogCapacity = 100, Summary = true, FileCompleted = completed.Add });
        disk.IsAway = true;
        await bench.SendAsync(recording, 0, 155);
        disk.IsAway = false;
        await bench.UntilAsync(() => recording.FramesPending == 0);
        await recording.StopAsync(Ending);
        var whole = completed[^1];
        Assert.Equal((55L, 100L, 0L), (whole.FramesLost, whole.Frames, whole.MalformedCount));
        Assert.Equal(Enumerable.Range(55, 100), bench.Numbers(whole.Name));
        Assert.Equal(comment is not null, (await File.ReadAllTextAsync(whole.Path, Ending)).Contains(comment ?? "missing", StringComparison.Ordinal));
        var check = Assert.Single(await CheckAsync(whole.Path));
        Assert.Equal((RecordingVerdict.Suspect, 55L), (check.Verdict, check.FramesLost));
        Assert.Contains("55 frames", Assert.Single(check.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_source_lost_is_a_gap_too()
    {
        var source = new QueuedSource { FramesDropped = 7 }.Add(At(1, 1)).End();
        var recording = CanRecording.Start([source], Options("drive.asc"));
        await Waiting.AdvanceUntil(clock, TimeSpan.FromMilliseconds(250), () => recording.Completion.IsCompleted);
        Assert.Equal(7, Assert.Single(completed).FramesLost);
        Assert.Contains("// 7 frames, from ", await File.ReadAllTextAsync(folder.Of("drive.asc"), Ending), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_told_and_fails_costs_the_recording_nothing()
    {
        var source = new QueuedSource().Add(At(1, 1));
        var recording = CanRecording.Start([source], Options("drive.log") with { FileCompleted = _ => throw new InvalidOperationException("no room") });
        await recording.StopAsync(Ending);
        Assert.Equal(1, recording.FramesWritten);
        var told = Assert.Single(recording.EventsAfter(), told => told.Kind == RecordingEventKind.FileNotReported);
        Assert.Equal(EventLevel.Warning, told.Level);
        Assert.Contains("no room", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_look_at_files_says_of_each_what_it_is()
    {
        var paths = await RecordThreeAsync();
        Assert.All(await CheckAsync(paths), check => Assert.Equal((RecordingVerdict.Intact, 3L, 0), (check.Verdict, check.Frames, check.Problems.Count)));

        Spoil(paths[0]);
        File.Delete(paths[1]);
        var text = await File.ReadAllTextAsync(paths[2], Ending);
        await File.WriteAllTextAsync(paths[2], text.Replace('1', '2'), Ending);
        folder.Write("other.log", [At(5, 1), At(2, 1)]);
        var checks = (await CheckAsync(paths[2], folder.Of("other.log"), paths[0])).ToDictionary(check => check.Name);
        Assert.Equal(RecordingVerdict.Damaged, checks["drive_00001.log"].Verdict);
        Assert.Equal((RecordingVerdict.Changed, 1L), (checks["drive_00003.log"].Verdict, checks["drive_00003.log"].FilesMissing));
        Assert.Contains(checks["drive_00003.log"].Problems, problem => problem.Contains("number 2 is missing", StringComparison.Ordinal));
        Assert.Equal((RecordingVerdict.Suspect, 2), (checks["other.log"].Verdict, checks["other.log"].Problems.Count));
    }

    [Fact]
    public async Task Names_tell_which_files_belong_together_and_in_which_order()
    {
        foreach (var name in (string[])["a_2026-01-31_13-45-00_00007.log", "a_2026-02-01_00-00-00_00010.log", "b_00009.log", "a_00008.log"])
        {
            folder.Write(name, [At(1, 1)]);
        }

        var missing = (await CheckAsync([.. folder.Files.Select(name => folder.Of(name))])).ToDictionary(check => check.Name, check => check.FilesMissing);
        Assert.Equal(2, missing["a_2026-02-01_00-00-00_00010.log"]);
        Assert.Equal(2, missing.Values.Sum());
    }

    private static async Task<List<RecordingCheck>> CheckAsync(params string[] paths)
    {
        var checks = new List<RecordingCheck>();
        await foreach (var check in RecordingCheck.RunAsync(paths, cancellationToken: Ending))
        {
            checks.Add(check);
        }

        return checks;
    }

    private static string Ids(RecordedFile file) => string.Join(", ", file.FramesById.Select(id => $"{id.Key} x {id.Value}"));

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static CanFrame At(int number, uint id) => new(id, BitConverter.GetBytes(number), id > 0x7FF ? FrameFlags.Extended : FrameFlags.None) { Timestamp = Start + Seconds(number) };

    // As long and as old as before, and no log any more.
    private static void Spoil(string path)
    {
        var writtenAt = File.GetLastWriteTimeUtc(path);
        File.WriteAllText(path, new string('?', (int)new FileInfo(path).Length - 1) + '\n');
        File.SetLastWriteTimeUtc(path, writtenAt);
    }

    private RecordingOptions Options(string file) =>
        new() { Path = folder.Of(file), TimeProvider = clock, Summary = true, FileCompleted = completed.Add };

    private LogConversionOptions Conversion(IReadOnlyList<string> paths, bool merge) => new() { Inputs = paths, Output = folder.Of("out.csv"), Merge = merge };

    private async Task<string[]> RecordThreeAsync()
    {
        var source = new QueuedSource();
        var recording = CanRecording.Start([source], Options("drive_{number}.log"));
        foreach (var first in (int[])[1, 11, 21])
        {
            source.Add(At(first, 1), At(first + 1, 1), At(first + 2, 1));
            await recording.SplitAsync(Ending);
        }

        await recording.StopAsync(Ending);
        return [.. completed.Select(file => file.Path)];
    }
}
