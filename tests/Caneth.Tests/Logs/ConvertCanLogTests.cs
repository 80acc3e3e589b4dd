using System.Management.Automation;

namespace Caneth.Tests.Logs;

public sealed class ConvertCanLogTests : IClassFixture<Shell>, IDisposable
{
    private readonly Shell shell;
    private readonly TemporaryFolder folder = new();

    public ConvertCanLogTests(Shell shell)
    {
        this.shell = shell;
        shell.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($args[0])", folder.Path);
    }

    public void Dispose()
    {
        shell.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($args[0])", Path.GetTempPath());
        folder.Dispose();
    }

    [Theory]
    [InlineData("Convert-CanLog drive.blf copy.log")]
    [InlineData("Convert-CanLog drive.blf copy.dat -DestinationFormat csv; Move-Item copy.dat copy.csv")]
    [InlineData("Convert-CanLog drive.blf copy.jsonl.gz")]
    [InlineData("Convert-CanLog -LiteralPath drive.blf copy.asc")]
    [InlineData("Get-Item drive.blf | Convert-CanLog -Destination copy.trc")]
    [InlineData("'drive.blf' | Convert-CanLog -Destination copy.log")]
    [InlineData("Copy-Item drive.blf drive.dat; Convert-CanLog drive.dat copy.log -Format blf")]
    public void A_log_becomes_another(string script)
    {
        var frames = Drive.Make(2500);
        folder.Write("drive.blf", frames);
        shell.Run(script);
        var copy = folder.Read(Path.GetFileName(Directory.GetFiles(folder.Path, "copy.*").Single()));
        Assert.Equal(frames.Length, copy.Length);
        Assert.All(frames.Zip(copy), pair => Assert.True(pair.First.HasSameContent(pair.Second) && pair.First.Timestamp == pair.Second.Timestamp));
    }

    [Fact]
    public void Each_log_becomes_a_file_of_its_own_in_a_folder_or_beside_it()
    {
        var frames = Drive.Make(20);
        folder.Write("a.blf", frames[..10]);
        folder.Write("b.log.gz", frames[10..]);
        var beside = shell.Run<FileInfo>("Convert-CanLog a.blf, b.log.gz -DestinationFormat asc -PassThru");
        Assert.Equal([folder.Of("a.asc"), folder.Of("b.asc")], beside.Select(file => file.FullName));
        var inFolder = shell.Run<FileInfo>("Convert-CanLog *.blf, *.gz new/ -DestinationFormat csv -PassThru");
        Assert.Equal([folder.Of("new", "a.csv"), folder.Of("new", "b.csv")], inFolder.Select(file => file.FullName));
        Assert.Equal(frames[10..], folder.Read(Path.Combine("new", "b.csv")));
        shell.Run("Convert-CanLog a.blf new -DestinationFormat jsonl");
        Assert.Equal(frames[..10], folder.Read(Path.Combine("new", "a.jsonl")));
    }

    [Fact]
    public void Several_logs_become_one_in_the_order_of_their_names_or_of_time()
    {
        var frames = Drive.Make(30);
        CanFrame[] even = [.. frames.Where((_, index) => index % 2 == 0)];
        CanFrame[] odd = [.. frames.Where((_, index) => index % 2 == 1)];
        folder.Write("a.log", even);
        folder.Write("b.log", odd);
        shell.Run("Convert-CanLog [ab].log one.csv; Convert-CanLog [ab].log merged.csv -Merge; Convert-CanLog b.log merged.csv -Append");
        CanFrame[] one = [.. even, .. odd];
        CanFrame[] appended = [.. frames, .. odd];
        Assert.Equal(one, folder.Read("one.csv"));
        Assert.Equal(appended, folder.Read("merged.csv"));
    }

    [Theory]
    [InlineData("-Id 0x103", "3")]
    [InlineData("-ExcludeId 0x100-0x107", "8 9")]
    [InlineData("-After 0.007", "7 8 9")]
    [InlineData("-Before 0.002", "0 1")]
    [InlineData("-After 2026-01-31T13:45:00.008Z", "8 9")]
    public void Frames_are_selected_by_id_and_time(string parameters, string expected)
    {
        folder.Write("drive.log", Drive.Make(10));
        shell.Run($"Convert-CanLog drive.log some.csv {parameters}");
        Assert.Equal(expected, string.Join(' ', folder.Read("some.csv").Select(frame => frame.Data[0])));
    }

    [Fact]
    public void A_long_log_is_split_by_time_or_size()
    {
        var frames = Drive.Make(3000);
        folder.Write("drive.log", frames);
        var byTime = shell.Run<FileInfo>("Convert-CanLog drive.log t.log -MaxTime 1.2s -PassThru");
        Assert.Equal(3, byTime.Count);
        Assert.All(byTime, file => Assert.Matches(@"^t_0000[123]_\d{4}-\d\d-\d\d_\d\d-\d\d-0\d\.log$", file.Name));
        var bySize = shell.Run<FileInfo>("Convert-CanLog drive.log s.blf -MaxSize 20KB -PassThru");
        Assert.True(bySize.Count > 1);
        Assert.Equal(frames, bySize.SelectMany(file => folder.Read(file.FullName)));
    }

    [Fact]
    public void Decoded_it_is_the_table_that_Export_CanSignal_writes()
    {
        shell.Run("$null = Start-CanSimulator | Connect-CanDevice; Receive-CanFrame -Count 300 | Export-CanLog drive.log");
        var files = shell.Run<FileInfo>("""
            Export-CanSignal expected.csv -Log drive.log -Database Vehicle
            Convert-CanLog drive.log table.csv -Database Vehicle -PassThru
            Disconnect-CanDevice; Get-CanSimulator | Stop-CanSimulator
            """);
        Assert.Equal("table.csv", Assert.Single(files).Name);
        Assert.Equal(File.ReadAllText(folder.Of("expected.csv")), File.ReadAllText(folder.Of("table.csv")));
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_with_Force_alone_also_a_read_only_one()
    {
        var frames = Drive.Make(5);
        folder.Write("drive.blf", frames);
        var path = folder.Write("drive.log", frames[..1]);
        var error = shell.Try("Convert-CanLog drive.blf drive.log").Error;
        Assert.Equal(("LogExists", ErrorCategory.ResourceExists), (error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category));
        Assert.Equal(frames[..1], folder.Read("drive.log"));
        File.SetAttributes(path, FileAttributes.ReadOnly);
        shell.Run("Convert-CanLog drive.blf drive.log -Force");
        Assert.Equal(frames, folder.Read("drive.log"));
        Assert.True(File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly));
        File.SetAttributes(path, FileAttributes.Normal);
    }

    [Theory]
    [InlineData("Convert-CanLog a.log", "NoDestination", "-DestinationFormat")]
    [InlineData("Convert-CanLog a.log ./", "NoDestinationFormat", "-DestinationFormat")]
    [InlineData("Convert-CanLog a.log ./ -DestinationFormat gvret", "NoExtension", "-Destination")]
    [InlineData("Convert-CanLog a.log song.mp3", "UnknownLogFormat", "-DestinationFormat")]
    [InlineData("Convert-CanLog a.log, b.log ./ -DestinationFormat csv -Merge", "OnlyForOneFile", "-Destination")]
    [InlineData("Convert-CanLog a.log -DestinationFormat csv -Append", "OnlyForOneFile", "-Destination")]
    [InlineData("Convert-CanLog a.log, a.log new/ -DestinationFormat csv", "SameDestination", "two folders")]
    [InlineData("Convert-CanLog a.log c.csv -Append -MaxSize 1KB", "AppendToRing", "-Append")]
    [InlineData("Convert-CanLog a.log c.csv -MaxTime 0", "OptionOutOfRange", "range")]
    [InlineData("Convert-CanLog a.log a.log -Force", "LogIsBeingRead", "another file")]
    [InlineData("Convert-CanLog a.log a.log -Id 1 -Append", "LogIsBeingRead", "another file")]
    [InlineData("Convert-CanLog a.log c.log -Database car.dbc", "NotATable", ".csv")]
    [InlineData("Convert-CanLog a.log c.csv.gz -Database car.dbc", "NotATable", ".csv")]
    [InlineData("Convert-CanLog a.log c.csv -Database car.dbc -MaxSize 1KB", "NotForTables", "one of them")]
    [InlineData("Convert-CanLog a.log c.csv -Database car.dbc", "NoValues", "Get-CanSignal")]
    [InlineData("Convert-CanLog no.log c.csv", "LogNotFound", "path")]
    [InlineData("Convert-CanLog diary.log c.csv", "LogNotReadable", "format")]
    [InlineData("Convert-CanLog a.log, diary.log c.csv -Merge", "LogNotReadable", "format")]
    [InlineData("Convert-CanLog a.log nowhere/c.csv", "LogNotWritable", "folder")]
    public void What_makes_no_sense_is_one_error_that_says_what_to_do(string command, string id, string recommended)
    {
        folder.Write("a.log", Drive.Make(3));
        folder.Write("b.log", Drive.Make(3));
        folder.Write("diary.log", "Dear diary,\nit rained.");
        folder.Write("car.dbc", "BO_ 1 Car: 8 X\n SG_ Speed : 0|8@1+ (1,0) [0|0] \"\" X\n");
        var result = shell.Try(command);
        Assert.Equal(id, result.ErrorId);
        Assert.Contains(recommended, result.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(["a.log", "b.log", "car.dbc", "diary.log"], folder.Files);
        Assert.Equal(Drive.Make(3), folder.Read("a.log"));
    }

    [Fact]
    public void A_log_that_cannot_be_read_keeps_no_other_from_its_file()
    {
        folder.Write("a.log", Drive.Make(3));
        folder.Write("diary.log", "Dear diary,\nit rained.");
        folder.Write("z.log", Drive.Make(4));
        var result = shell.Try("Convert-CanLog *.log -DestinationFormat csv -PassThru");
        Assert.Equal("LogNotReadable", result.ErrorId);
        Assert.Equal(folder.Of("diary.log"), result.Error.TargetObject);
        Assert.Equal([folder.Of("a.csv"), folder.Of("z.csv")], result.Output.Select(file => $"{file}"));
    }

    [Fact]
    public void What_is_lost_is_a_warning_that_says_how_much()
    {
        var log = folder.Write("drive.log", "(1.000000) can0 123#00\nnonsense\n(2.000000) can0 12#00\n(3.000000) can0 124#00\n");
        var result = shell.Try("Convert-CanLog drive.log drive.blf -Verbose");
        Assert.Empty(result.Errors);
        Assert.Equal(4, result.Warnings.Count);
        Assert.StartsWith($"{log}:2: ", result.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("2 lines", result.Warnings[2], StringComparison.Ordinal);
        Assert.Contains("the channel's name 'can0', written as", result.Warnings[3], StringComparison.Ordinal);
        Assert.Contains(result.Verbose, verbose => verbose.StartsWith("2 frames written to 1 file", StringComparison.Ordinal));
    }

    [Fact]
    public void Nanoseconds_are_kept_on_request()
    {
        folder.Write("drive.jsonl", [new CanFrame(1) { Timestamp = new(1_700_000_000_123_456_789), Device = "can0" }]);
        shell.Run("Convert-CanLog drive.jsonl short.log; Convert-CanLog drive.jsonl long.log -Nanoseconds");
        Assert.Contains("(1700000000.123456) ", File.ReadAllText(folder.Of("short.log")), StringComparison.Ordinal);
        Assert.Contains("(1700000000.123456789) ", File.ReadAllText(folder.Of("long.log")), StringComparison.Ordinal);
    }
}
