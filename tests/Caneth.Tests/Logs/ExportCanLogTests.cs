using System.Management.Automation;
using Caneth.Logs;

namespace Caneth.Tests.Logs;

public sealed class ExportCanLogTests(Shell shell) : IClassFixture<Shell>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Extensions => [".log", ".log.gz", ".asc", ".trc", ".blf", ".csv", ".jsonl", ".pcapng", ".pcap", ".mf4"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Extensions))]
    public void A_log_is_converted_to_every_format_and_back(string extension)
    {
        var frames = Drive.Make(2000);
        shell.Run("param($from, $to) Import-CanLog $from | Export-CanLog $to", folder.Write("drive.candump", frames), folder.Of("copy" + extension));
        var copy = shell.Run<CanFrame>("Import-CanLog $args[0]", folder.Of("copy" + extension));
        Assert.Equal(frames.Length, copy.Count);
        Assert.All(frames.Zip(copy), pair =>
        {
            Assert.True(pair.First.HasSameContent(pair.Second), $"{pair.First} {pair.Second}");
            Assert.Equal(pair.First.Timestamp, pair.Second.Timestamp);
        });
    }

    [Fact]
    public void What_is_there_is_replaced_or_appended_to_or_kept()
    {
        var frames = Drive.Make(3);
        var path = folder.Of("drive.log");
        shell.Run("param($path, $frames) $frames | Export-CanLog $path", path, frames);
        shell.Run("param($path, $frames) $frames[0..1] | Export-CanLog $path", path, frames);
        Assert.Equal(frames[..2], folder.Read("drive.log"));

        shell.Run("param($path, $frames) $frames[2] | Export-CanLog $path -Append", path, frames);
        Assert.Equal(frames, folder.Read("drive.log"));

        var result = shell.Try("param($path, $frames) $frames[0] | Export-CanLog $path -NoClobber", path, frames);
        Assert.Equal(("LogExists", ErrorCategory.ResourceExists), (result.ErrorId, result.Error.CategoryInfo.Category));
        Assert.Equal(frames, folder.Read("drive.log"));
    }

    [Fact]
    public void A_read_only_file_is_written_with_Force_and_read_only_afterwards()
    {
        var path = folder.Write("drive.log", Drive.Make(1));
        File.SetAttributes(path, FileAttributes.ReadOnly);
        Assert.SkipWhen(CanWrite(path), "This user writes read-only files too.");
        Assert.Equal("LogNotWritable", shell.Try("New-CanFrame 1 | Export-CanLog $args[0]", path).ErrorId);
        shell.Run("New-CanFrame 1 | Export-CanLog $args[0] -Force", path);
        Assert.True(File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly));
        File.SetAttributes(path, FileAttributes.Normal);
        Assert.Equal(1u, Assert.Single(folder.Read("drive.log")).Id);
    }

    [Fact]
    public void Nothing_is_written_with_WhatIf()
    {
        shell.Run("New-CanFrame 1 | Export-CanLog $args[0] -WhatIf", folder.Of("drive.log"));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void No_frames_make_an_empty_log()
    {
        shell.Run("@() | Export-CanLog $args[0]", folder.Of("drive.log"));
        Assert.Empty(folder.Read("drive.log"));
    }

    [Fact]
    public void The_lines_of_a_table_are_frames_too()
    {
        // As Import-Csv makes them of what Export-Csv wrote.
        var frames = Drive.Make(3);
        shell.Run("""
            param($frames, $log)
            $frames | ForEach-Object {
                $row = [ordered]@{}
                foreach ($property in $_.psobject.Properties) { $row[$property.Name] = "$($property.Value)" }
                [pscustomobject]$row
            } | Export-CanLog $log
            """, frames, folder.Of("a.log"));
        Assert.Equal(frames, folder.Read("a.log"));
        shell.Run("[pscustomobject]@{ Id = '1A3'; Data = '01 02' } | Export-CanLog $args[0]", folder.Of("b.log"));
        Assert.True(Assert.Single(folder.Read("b.log")).HasSameContent(new(0x1A3, [1, 2])));
    }

    [Fact]
    public void What_is_no_frame_is_refused_and_the_others_are_written()
    {
        var result = shell.Try("(New-CanFrame 1), 'nonsense', [pscustomobject]@{ Id = 'xyz' }, (New-CanFrame 2) | Export-CanLog $args[0]", folder.Of("a.log"));
        Assert.Equal(2, result.Errors.Count);
        Assert.All(result.Errors, error => Assert.Contains("is not a CAN frame", error.ToString(), StringComparison.Ordinal));
        Assert.Equal([1u, 2u], folder.Read("a.log").Select(frame => frame.Id));
    }

    [Fact]
    public void What_the_format_cannot_carry_is_a_warning_that_counts_it()
    {
        var result = shell.Try("1..3 | ForEach-Object { New-CanFrame $_ -Fd -Data (,1 * 12) } | Export-CanLog $args[0] -Format trc1.1", folder.Of("a.trc"));
        Assert.Empty(result.Errors);
        var warning = Assert.Single(result.Warnings);
        Assert.Contains("trc1.1", warning, StringComparison.Ordinal);
        Assert.Contains("3 x ", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void PassThru_hands_the_frames_on_while_they_are_written()
    {
        var frames = Drive.Make(1000);
        Assert.Equal(frames, shell.Run<CanFrame>("param($path, $frames) $frames | Export-CanLog $path -PassThru", folder.Of("a.log"), frames));
        Assert.Equal(frames, folder.Read("a.log"));
    }

    [Fact]
    public void A_pipeline_that_is_stopped_leaves_what_came_in_the_file()
    {
        var frames = Drive.Make(1000);
        shell.Run("""
            param($path, $frames)
            do { $frames | Export-CanLog $path -PassThru | ForEach-Object { if (++$count -eq 700) { break } } } while ($false)
            """, folder.Of("a.log"), frames);
        Assert.Equal(frames[..700], folder.Read("a.log"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5000)]
    public void A_log_is_never_destroyed_by_the_pipeline_that_reads_it(int count)
    {
        var frames = Drive.Make(count);
        var path = folder.Write("drive.log", frames);
        Assert.Equal("LogIsBeingRead", shell.Try("Import-CanLog $args[0] | Export-CanLog $args[0]", path).ErrorId);
        Assert.Equal("LogIsBeingRead", shell.Try("Import-CanLog $args[0] | Export-CanLog $args[0] -Append", path).ErrorId);
        Assert.Equal(frames, folder.Read("drive.log"));
    }

    [Theory]
    [InlineData("song.mp3", "UnknownLogFormat")]
    [InlineData("nowhere/drive.log", "LogNotWritable")]
    [InlineData(".", "NotAFile")]
    public void What_cannot_be_written_is_said(string file, string id)
    {
        var result = shell.Try("New-CanFrame 1 | Export-CanLog $args[0]", folder.Of(file));
        Assert.Equal(id, result.ErrorId);
        Assert.NotEmpty(result.Error.ErrorDetails.RecommendedAction);
    }

    [Theory]
    [InlineData("New-CanFrame 1 | Export-CanLog $args[0] -Force")]
    [InlineData("New-CanFrame 1 | Export-CanLog $args[0] -Append")]
    [InlineData("New-CanFrame 1 | Export-CanLog ./one.log -Force; Convert-CanLog ./one.log $args[0] -Force")]
    [InlineData("$null = Start-CanSimulator | Connect-CanDevice; Start-CanRecording $args[0] -Force")]
    public void A_database_of_frames_is_read_and_not_written_over(string command)
    {
        var path = folder.Of("drive.db");
        File.WriteAllText(path, "as it was");
        var error = shell.Try($"$null = $ExecutionContext.SessionState.Path.SetLocation('{folder.Path}'); {command}", path).Error;
        Assert.StartsWith("LogNotWritable,", error.FullyQualifiedErrorId);
        Assert.Contains("is read and not written", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("Name another format with -Format, or choose one by the extension.", error.ErrorDetails.RecommendedAction);
        Assert.Equal("as it was", File.ReadAllText(path));
        shell.Run("Get-CanDevice | Disconnect-CanDevice; Get-CanSimulator | Stop-CanSimulator");
    }

    [Theory]
    [InlineData("Export-CanLog x -Format s", "sqlite", false)]
    [InlineData("Import-CanLog x -Format s", "sqlite", true)]
    public void Formats_that_are_only_read_are_completed_where_logs_are_read(string line, string format, bool isThere) =>
        Assert.Equal(isThere, shell.Complete(line).Contains(format));

    [Fact]
    public void What_cannot_be_appended_to_is_kept_and_another_file_is_recommended()
    {
        var path = folder.Of("drive.blf.gz");
        shell.Run("New-CanFrame 1 | Export-CanLog $args[0]", path);
        var error = shell.Try("New-CanFrame 2 | Export-CanLog $args[0] -Append", path).Error;
        Assert.StartsWith("LogNotWritable,", error.FullyQualifiedErrorId);
        Assert.EndsWith("Nothing was changed.", error.ErrorDetails.Message);
        Assert.Equal("Write a new file instead.", error.ErrorDetails.RecommendedAction);
        Assert.Single(folder.Read("drive.blf.gz"));
    }

    [Fact]
    public void Another_format_than_that_of_the_extension_can_be_named()
    {
        shell.Run("New-CanFrame 1 | Export-CanLog $args[0] -Format blf", folder.Of("drive.dat"));
        using var log = CanLog.Open(folder.Of("drive.dat"), new() { Format = LogFormats.Blf });
        Assert.Single(log.ReadAll());
    }

    private static bool CanWrite(string path)
    {
        try
        {
            File.OpenWrite(path).Dispose();
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
