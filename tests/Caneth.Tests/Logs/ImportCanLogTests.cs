using System.Management.Automation;

namespace Caneth.Tests.Logs;

public sealed class ImportCanLogTests(Shell shell) : IClassFixture<Shell>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_frames_of_a_log_come_out_as_they_are()
    {
        var frames = Drive.Make(10_000);
        Assert.Equal(frames, shell.Run<CanFrame>("param($path) Import-CanLog $path", folder.Write("drive.log", frames)));
        Assert.Equal(frames, shell.Run<CanFrame>("param($path) Import-CanLog $path", folder.Write("drive.log.gz", frames)));
    }

    [Fact]
    public void A_recorded_drive_is_the_same_in_both_formats_it_was_kept_in()
    {
        var candump = shell.Run<CanFrame>("param($path) Import-CanLog $path", SharedData.Find("logs/thinkcity.log"));
        var gvret = shell.Run<CanFrame>("param($path) Import-CanLog $path", SharedData.Find("logs/thinkcity-gvret.csv"));
        Assert.Equal(12974, candump.Count);
        Assert.Equal(candump.Count, gvret.Count);
        Assert.All(candump.Zip(gvret), pair => Assert.True(pair.First.HasSameContent(pair.Second), $"{pair.First} {pair.Second}"));
    }

    [Theory]
    [InlineData("Import-CanLog \"$($args[0])/*.log\"")]
    [InlineData("[IO.DirectoryInfo]::new($args[0]).GetFiles() | Sort-Object Name | Import-CanLog")]
    [InlineData("[IO.Directory]::GetFiles($args[0], 'b*') | Import-CanLog")]
    [InlineData("[IO.DirectoryInfo]::new($args[0]).GetFiles() | Sort-Object Name | ForEach-Object { [pscustomobject]@{ PSPath = $_.FullName } } | Import-CanLog")]
    [InlineData("Import-CanLog -LiteralPath \"$($args[0])/a[1].log\", \"$($args[0])/b.log\"")]
    [InlineData("$ExecutionContext.SessionState.Path.SetLocation($args[0]) | Out-Null; Import-CanLog *.log")]
    [InlineData("[pscustomobject]@{ Path = \"$($args[0])/*.log\" } | Import-CanLog")]
    public void Files_are_found_by_wildcard_pipeline_and_literal_path(string script)
    {
        var frames = Drive.Make(5);
        folder.Write("a[1].log", frames[..2]);
        folder.Write("b.log", frames[2..]);
        Directory.CreateDirectory(folder.Of("folder.log"));
        Assert.Equal(frames.TakeLast(script.Contains("'b*'", StringComparison.Ordinal) ? 3 : 5), shell.Run<CanFrame>(script, folder.Path));
    }

    [Fact]
    public void Past_its_end_a_log_in_order_is_not_read_any_further()
    {
        const int PastTheFirstBatches = 8000;
        var lines = Enumerable.Range(0, PastTheFirstBatches).Select(index => $"({index / 10}.{index % 10}00000) can0 123#{index:X8}");
        var path = folder.Write("drive.log", string.Join('\n', lines) + "\n" + string.Concat(Enumerable.Repeat("not a line\n", 50_000)));
        var result = shell.Try("Import-CanLog $args[0] -Before 10", path);
        Assert.Equal(100, result.Output.Count);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void What_lies_before_a_moment_is_not_read_and_that_is_said()
    {
        const int Frames = 60_000;
        var lines = Enumerable.Range(0, Frames).Select(index => $"({index / 10}.{index % 10}00000) can0 123#{index:X8}").ToArray();
        lines[Frames / 2] = "passed over";
        lines[^51] = "not a line";
        var path = folder.Write("drive.log", string.Join('\n', lines) + "\n");

        var all = shell.Try("Import-CanLog $args[0] -After 5990", path);
        Assert.Equal(99, all.Output.Count);
        Assert.Contains(all.Warnings, warning => $"{warning}".Contains("at byte ", StringComparison.Ordinal));
        Assert.Contains(all.Warnings, warning => $"{warning}".EndsWith("were passed over unread; what is said of this file is about the rest.", StringComparison.Ordinal));

        var well = shell.Try("Import-CanLog $args[0] -After 5997", path);
        Assert.Equal(30, well.Output.Count);
    }

    [Fact]
    public void Where_a_log_leaps_back_all_that_was_asked_for_is_found()
    {
        var lines = Enumerable.Range(0, 20_000).Select(index => index < 50 ? 1000 + index : (index - 50) % 5000)
            .Select(tenths => $"({tenths / 10}.{tenths % 10}00000) can0 123#");
        var result = shell.Try("Import-CanLog $args[0] -Before 10", folder.Write("drive.log", string.Join('\n', lines)));
        Assert.Equal(50 + 4 * 1100, result.Output.Count);
    }

    [Theory]
    [InlineData("-Id 0x103", "3")]
    [InlineData("-Id 0x100-0x101,0x108/0x7FE", "0 1 8 9")]
    [InlineData("-First 3", "0 1 2")]
    [InlineData("-Id 0x105-0x1FF -First 2", "5 6")]
    [InlineData("-After 0.007", "7 8 9")]
    [InlineData("-Before 0.002", "0 1")]
    [InlineData("-After 0.004 -Before 0.006", "4 5")]
    [InlineData("-After 2026-01-31T13:45:00.008Z", "8 9")]
    [InlineData("-After ([datetime]::new(2026, 1, 31, 13, 45, 0, 8, [DateTimeKind]::Utc))", "8 9")]
    [InlineData("-After ([timespan]::FromMilliseconds(9))", "9")]
    [InlineData("-Before ([datetime]::Now)", "0 1 2 3 4 5 6 7 8 9")]
    public void Frames_are_selected_by_id_time_and_count(string parameters, string expected)
    {
        var path = folder.Write("drive.log", Drive.Make(10));
        var frames = shell.Run<CanFrame>($"Import-CanLog $args[0] {parameters}", path);
        Assert.Equal(expected, string.Join(' ', frames.Select(frame => frame.Data[0])));
    }

    [Fact]
    public void A_time_without_a_zone_is_local_time()
    {
        var frames = Drive.Make(10);
        var shown = frames[8].Timestamp.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss.fff");
        Assert.Equal(frames[8..], shell.Run<CanFrame>("Import-CanLog $args[0] -After $args[1]", folder.Write("drive.log", frames), shown));
    }

    [Fact]
    public void A_line_that_cannot_be_read_is_a_warning_with_its_number_and_text_and_the_next_is_read()
    {
        var path = folder.Write("drive.log", "(1.000000) can0 123#00\n(2.000000) can0 12#00\nnonsense\n(3.000000) can0 124#00\n");
        var result = shell.Try("Import-CanLog $args[0]", path);
        Assert.Empty(result.Errors);
        Assert.Equal(2, result.Output.Count);
        Assert.Equal(3, result.Warnings.Count);
        Assert.StartsWith($"{path}:2: ", result.Warnings[0], StringComparison.Ordinal);
        Assert.EndsWith("'(2.000000) can0 12#00'", result.Warnings[0], StringComparison.Ordinal);
        Assert.StartsWith($"{path}:3: ", result.Warnings[1], StringComparison.Ordinal);
        Assert.Equal($"{path}: 2 lines or sections could not be read.", result.Warnings[2]);
    }

    [Fact]
    public void A_thousand_lines_that_cannot_be_read_are_counted_and_do_not_flood_the_screen()
    {
        var lines = Enumerable.Repeat("nonsense", 1000).Prepend("(1.000000) can0 123#00");
        var result = shell.Try("Import-CanLog $args[0] -Verbose", folder.Write("drive.log", string.Join('\n', lines)));
        Assert.Equal(101, result.Warnings.Count);
        Assert.Contains("1,000 lines", result.Warnings[^1], StringComparison.Ordinal);
        Assert.Equal(900, result.Verbose.Count);
    }

    [Fact]
    public void A_file_of_another_kind_is_one_clear_error_and_the_next_file_is_read()
    {
        var wrong = folder.Write("a.log", "Dear diary,\nit rained.\n");
        folder.Write("b.log", Drive.Make(1));
        var result = shell.Try("Import-CanLog $args[0]", folder.Of("*.log"));
        Assert.Equal("LogNotReadable", result.ErrorId);
        Assert.Contains(wrong, result.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("is not a log of the format candump", result.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(result.Warnings);
        Assert.Single(result.Output);
    }

    [Theory]
    [InlineData("Import-CanLog nowhere.log", "LogNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Import-CanLog -LiteralPath nowhere.log", "LogNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Import-CanLog nowhere:/drive.log", "LogNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Import-CanLog .", "NotAFile", ErrorCategory.InvalidArgument)]
    [InlineData("Import-CanLog env:PATH", "NotAFile", ErrorCategory.InvalidArgument)]
    [InlineData("Import-CanLog *.mp3", "UnknownLogFormat", ErrorCategory.InvalidArgument)]
    public void What_is_no_log_is_said(string script, string id, ErrorCategory category)
    {
        folder.Write("song.mp3", "la la");
        shell.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($args[0])", folder.Path);
        var result = shell.Try(script);
        Assert.Equal(id, result.ErrorId);
        Assert.Equal(category, result.Error.CategoryInfo.Category);
        Assert.NotEmpty(result.Error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void A_wildcard_that_matches_nothing_gives_nothing() => shell.Run("Import-CanLog $args[0]", folder.Of("*.log"));

    [Fact]
    public void The_format_can_be_named_and_completes()
    {
        var path = folder.Write("drive.txt", "(1.000000) can0 123#00\n");
        Assert.Single(shell.Run<CanFrame>("Import-CanLog $args[0] -Format CANDUMP", path));
        Assert.Contains("gvret", shell.Try("Import-CanLog $args[0] -Format mp3", path).Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(["trc", "trc1.1"], shell.Complete("Import-CanLog x -Format tr"));
    }

    [Fact]
    public void A_log_that_takes_long_shows_how_far_it_is_and_a_short_one_does_not()
    {
        Assert.Empty(ProgressOf("param($path) Import-CanLog $path | Out-Null", folder.Write("short.log", Drive.Make(10))));
        var path = folder.Write("drive.log", Drive.Make(50_000));

        // Whoever takes the frames is slow for as long as there is no bar.
        var progress = ProgressOf("""
            param($path, $seen)
            Import-CanLog $path | ForEach-Object { if ($seen.Count -eq 0) { [Threading.Thread]::Sleep(1) } }
            """, path);
        Assert.True(progress.Count >= 2);
        Assert.All(progress, record => Assert.Equal("Import-CanLog drive.log", record.Activity));
        Assert.All(progress.SkipLast(1), record => Assert.InRange(record.PercentComplete, 0, 100));
        Assert.EndsWith(" frames", progress[0].StatusDescription, StringComparison.Ordinal);
        Assert.Equal(ProgressRecordType.Completed, progress[^1].RecordType);
        Assert.Single(progress.Select(record => record.ActivityId).Distinct());
    }

    private List<ProgressRecord> ProgressOf(string script, string path)
    {
        using var pipeline = shell.Pipeline(script, path);
        pipeline.AddArgument(pipeline.Streams.Progress).Invoke();
        Assert.False(pipeline.HadErrors);
        return [.. pipeline.Streams.Progress];
    }

    [Fact]
    public void Whoever_has_enough_ends_the_reading_at_once()
    {
        var path = folder.Write("drive.log", Drive.Make(200_000));
        Assert.Single(shell.Run<CanFrame>("do { Import-CanLog $args[0] | ForEach-Object { $_; break } } while ($false)", path));
        File.Delete(path);
    }

    [Theory]
    [InlineData("tomorrow")]
    [InlineData("''")]
    public void A_moment_that_cannot_be_read_is_refused_with_the_forms_allowed(string moment)
    {
        var result = shell.Try($"Import-CanLog x.log -After {moment}");
        Assert.Contains("2026-01-31T13:45:00.5", result.Error.ToString(), StringComparison.Ordinal);
    }
}
