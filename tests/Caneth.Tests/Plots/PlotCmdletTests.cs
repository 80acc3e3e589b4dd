using Caneth.Tests.Messages;

namespace Caneth.Tests.Plots;

/// <summary>Signals become tables and plots, from a log, from the pipeline and from a device.</summary>
public sealed class PlotCmdletTests(PlotCmdletTests.Prompt prompt) : IClassFixture<PlotCmdletTests.Prompt>
{
    private readonly Shell shell = prompt.Shell;

    [Fact]
    public void A_log_becomes_a_table_with_a_column_for_each_signal()
    {
        shell.Run("Export-CanSignal a.csv EngineSpeed, A -Log drive.log");
        string[] lines = File.ReadAllLines(prompt.Folder.Of("a.csv"));
        Assert.Equal("\"Timestamp\",\"Time\",\"EngineSpeed\",\"A\"", lines[0]);
        Assert.Equal("2026-01-31T12:00:00.000000Z,0,1024,", lines[1]);
        Assert.Equal("2026-01-31T12:00:00.001000Z,0.001,,-1", lines[2]);
        Assert.Equal(16, lines.Length);
    }

    [Theory]
    [InlineData("Import-CanLog drive.log |", "EngineSpeed, Gear")]
    [InlineData("Import-CanLog drive.log | ConvertFrom-CanFrame |", "EngineSpeed, Gear")]
    [InlineData("Import-CanLog drive.log | ConvertFrom-CanFrame -AsSignal |", "EngineSpeed, Gear")]
    [InlineData("Import-CanLog drive.log | ConvertFrom-CanFrame -Signal EngineSpeed, Gear -AsText |", "*")]
    [InlineData("Import-CanLog drive.log | ForEach-Object { \"($([double]$_.Timestamp.Seconds)) can0 $($_.ToShortString())\" } |", "EngineSpeed, Gear")]
    public void Frames_messages_and_signals_of_the_pipeline_make_the_same_table(string source, string signals)
    {
        shell.Try($"{source} Export-CanSignal b.csv {signals} -Sample 0.002 -AsText");
        var rows = shell.Run<string>("Import-Csv b.csv | ForEach-Object { \"$($_.Time) $($_.EngineSpeed) $($_.Gear)\" }");
        Assert.Equal(10, rows.Count);
        Assert.Equal(["0 1024 Park", "0.002 1025 Park"], rows.Take(2));
        Assert.Equal("0.018 1033 Drive", rows[^1]);
    }

    [Fact]
    public void A_device_is_asked_as_long_as_that_is_wanted()
    {
        shell.Run("Export-CanSignal live.csv EngineSpeed -Device bench -Count 3 -Hold");
        Assert.Equal([3], shell.Run<int>("@(Import-Csv live.csv).Count"));
        Assert.Equal(["EngineSpeed"], shell.Run<string>("(Get-CanDevice bench | Show-CanPlot EngineSpeed -Terminal -Duration 0.1).Series.Name"));
    }

    [Fact]
    public void A_plot_is_a_page_or_a_picture_by_the_name_of_its_file()
    {
        var files = shell.Run<FileInfo>("'c.html', 'c.svg' | ForEach-Object { Export-CanPlot $_ EngineSpeed, Gear -Log drive.log -Title 'A drive' -PassThru }");
        Assert.Equal(["c.html", "c.svg"], files.Select(file => file.Name));
        Assert.Contains("\"title\":\"A drive\"", File.ReadAllText(files[0].FullName), StringComparison.Ordinal);
        Assert.StartsWith("<svg ", File.ReadAllText(files[1].FullName), StringComparison.Ordinal);
        shell.Run("Import-CanLog drive.log | Export-CanPlot c.page -Format Html -Id 0x0C0 -Byte 0, 3");
        Assert.Contains("0C0 byte 3", File.ReadAllText(prompt.Folder.Of("c.page")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_shows_signals_bytes_and_rates_as_wide_as_its_window()
    {
        shell.Host.Width = 80;
        var drawn = shell.Show("Show-CanPlot EngineSpeed, Gear -Path drive.log -Terminal");
        Assert.Contains("EngineSpeed [rpm]", drawn, StringComparison.Ordinal);
        Assert.Contains("Drive ┤", drawn, StringComparison.Ordinal);
        Assert.All(drawn.Split('\n'), line => Assert.InRange(line.TrimEnd('\r').Length, 0, 79));
        Assert.Equal(["0C0 byte 0", "0C0 byte 1"], shell.Run<string>("(Show-CanPlot -Id 0x0C0 -Byte 0, 1 -LiteralPath drive.log -Terminal).Series.Name"));
        Assert.Equal(["0C0", "100"], shell.Run<string>("(Import-CanLog drive.log | Show-CanPlot -Rate -Id 0x0C0, 0x100 -Every 5ms -Terminal).Series.Name"));
        Assert.Equal(["Frames"], shell.Run<string>("(Show-CanPlot -Rate -Every 5ms -Path *.log -Terminal).Series.Name"));
    }

    [Theory]
    [InlineData("Export-CanPlot d.html Nothing -Log drive.log", "SignalNotFound")]
    [InlineData("Export-CanPlot d.html Q* -Log drive.log", "NoValues")]
    [InlineData("Export-CanPlot d.txt -Log drive.log", "UnknownPlotFormat")]
    [InlineData("Export-CanPlot d.html -Log nothing.log", "LogNotFound")]
    [InlineData("Export-CanPlot d.html -Log drive.log -Device bench", "OneSource")]
    [InlineData("Import-CanLog drive.log | Export-CanPlot d.html -Log drive.log", "OneSource")]
    [InlineData("Export-CanPlot car.dbc -Format Svg -Log drive.log -NoClobber", "FileExists")]
    [InlineData("Export-CanPlot nowhere/d.svg -Log drive.log", "FileNotWritable")]
    [InlineData("Export-CanPlot . -Format Svg -Log drive.log", "NotAFile")]
    [InlineData("Show-CanPlot -Rate -Byte 0 -Path drive.log -Terminal", "ByteAndRate")]
    [InlineData("Show-CanPlot -Id 0x0C0 -Every 1 -Path drive.log -Terminal", "EveryWithoutRate")]
    [InlineData("Show-CanPlot -Rate -Every 0 -Path drive.log -Terminal", "IntervalTooShort")]
    [InlineData("Show-CanPlot -Id 0x0C0 -Byte 64 -Path drive.log -Terminal", "ParameterArgumentValidationError")]
    [InlineData("Show-CanPlot -Signal EngineSpeed -Id 0x0C0 -Terminal", "AmbiguousParameterSet")]
    [InlineData("@() | Show-CanPlot EngineSpeed -Terminal", "NoValues")]
    [InlineData("'nonsense' | Show-CanPlot EngineSpeed -Terminal -ErrorAction Stop", "NotAFrame")]
    [InlineData("1..101 | ForEach-Object { New-CanFrame $_ 00 } | Show-CanPlot -Id 0x000-0x7FF -Terminal", "TooManySeries")]
    [InlineData("Export-CanSignal d.csv -Log drive.log -Sample 0", "NoInterval")]
    [InlineData("Export-CanSignal d.csv -Log drive.log -AsText -AsRaw", "TextAndRaw")]
    [InlineData("(New-CanFrame 0x0C0 0000), (Import-CanLog drive.log -First 1) | Export-CanSignal d.csv -Sample 1ms", "TooManyRows")]
    public void What_is_wrong_is_said_and_nothing_is_written(string script, string error)
    {
        Assert.Equal(error, shell.Try(script).ErrorId);
        Assert.DoesNotContain(prompt.Folder.Files, file => file.StartsWith("d.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_read_only_is_written_with_Force_alone()
    {
        prompt.Folder.Write("e.csv", "old");
        File.SetAttributes(prompt.Folder.Of("e.csv"), FileAttributes.ReadOnly);
        shell.Run("Export-CanSignal e.csv -Log drive.log -Force -WarningAction Ignore");
        Assert.StartsWith("\"Timestamp\"", File.ReadAllText(prompt.Folder.Of("e.csv")), StringComparison.Ordinal);
        Assert.True(new FileInfo(prompt.Folder.Of("e.csv")).IsReadOnly);
    }

    [Fact]
    public void What_no_database_knows_is_told_where_everything_is_wanted()
    {
        Assert.Contains("0x7AB (1)", Assert.Single(shell.Try("Export-CanSignal f.csv -Log drive.log").Warnings), StringComparison.Ordinal);
        Assert.Empty(shell.Try("Export-CanSignal f.csv EngineSpeed -Log drive.log").Warnings);
    }

    [Fact]
    public void The_browser_is_given_a_file_that_nobody_else_can_read()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Elsewhere the system itself opens files.");
            return;
        }

        var seen = prompt.Folder.Of("seen");
        File.WriteAllText(prompt.Folder.Of("xdg-open"), $"#!/bin/sh\nprintf %s \"$1\" > '{seen}'\n");
        File.SetUnixFileMode(prompt.Folder.Of("xdg-open"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var path = Environment.GetEnvironmentVariable("PATH");
        try
        {
            Environment.SetEnvironmentVariable("PATH", $"{prompt.Folder.Path}:{path}");
            var file = Assert.Single(shell.Run<FileInfo>("Show-CanPlot EngineSpeed -Path drive.log -PassThru"));
            Assert.Equal(file.FullName, File.ReadAllText(seen));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, file.Directory!.UnixFileMode);
            file.Directory.Delete(recursive: true);
            File.WriteAllText(prompt.Folder.Of("xdg-open"), "#!/bin/sh\nexit 3\n");
            var failed = shell.Try("Show-CanPlot EngineSpeed -Path drive.log").Error;
            Assert.StartsWith("PlotNotOpened", failed.FullyQualifiedErrorId, StringComparison.Ordinal);
            Directory.GetParent($"{failed.TargetObject}")!.Delete(recursive: true);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
        }
    }

    [Fact]
    public void Names_are_completed() =>
        Assert.Equal(["EngineSpeed"], shell.Complete("Export-CanPlot x.html EngineS").Concat(shell.Complete("Show-CanPlot EngineS")).Distinct());

    /// <summary>A shell with a log, its database, and a device on which a car drives.</summary>
    public sealed class Prompt : IDisposable
    {
        public Prompt()
        {
            CarLog.Write(Folder, Shell);
            Shell.Run("$null = Start-CanSimulator | Connect-CanDevice -Name bench; Get-CanDatabase -Device bench | Remove-CanDatabase -Device bench; Import-CanDatabase car.dbc");
        }

        public Shell Shell { get; } = new();

        public TemporaryFolder Folder { get; } = new();

        public void Dispose()
        {
            Shell.Dispose();
            Folder.Dispose();
        }
    }
}
