using System.Management.Automation;
using Caneth.Logs;
using Caneth.Recording;
using Caneth.Simulation;

namespace Caneth.Tests.Logs;

/// <summary>Logs as Parquet, which a satellite reads and writes.</summary>
public sealed class ParquetTests : IClassFixture<Shell>, IDisposable
{
    private const int MostRowsOfAGroup = 1_000_000;

    private readonly Shell shell;
    private readonly TemporaryFolder folder = new();

    public ParquetTests(Shell shell)
    {
        this.shell = shell;
        shell.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($args[0])", folder.Path);
    }

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    // Known once the module is imported.
    private static LogFormat Parquet => LogFormats.ByName("parquet");

    public void Dispose()
    {
        shell.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($args[0])", Path.GetTempPath());
        folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Frames_of_every_kind_come_back_as_they_were(int seed)
    {
        // Names of all kinds, and the nanosecond of each time.
        string?[] names = [null, "can0", "", "192.168.0.7:20001", "Gäste \"WLAN\", links", "a\\b\t", "链"];
        var frames = AnyFrame.Make(5000, seed).Select((frame, index) => frame with
        {
            Timestamp = new(frame.Timestamp.Nanoseconds + index % 1000),
            Device = names[index * 31 % names.Length],
        }).ToArray();
        frames[^1] = frames[^1] with { Timestamp = new(long.MaxValue) };
        frames[0] = frames[0] with { Timestamp = new(long.MinValue) };

        Assert.Equal(frames, Read(Written(frames)));
    }

    [Fact]
    public void A_log_without_frames_is_one_too() => Assert.Empty(Read(Written([])));

    [Theory]
    [InlineData("$frames | Export-CanLog drive.parquet")]
    [InlineData("$frames | Export-CanLog drive.dat -Format Parquet; Move-Item drive.dat drive.parquet")]
    [InlineData("$frames | Export-CanLog drive.jsonl; Convert-CanLog drive.jsonl drive.parquet")]
    [InlineData("$frames | Export-CanLog drive.jsonl; Convert-CanLog drive.jsonl -DestinationFormat parquet")]
    [InlineData("$frames | Export-CanLog drive.parquet.gz; Convert-CanLog drive.parquet.gz drive.parquet")]
    public void Logs_are_exported_imported_and_converted(string script)
    {
        var frames = AnyFrame.Make(3000);
        shell.Run($"param($frames) {script}", [frames]);
        Assert.Equal(frames, shell.Run<CanFrame>("Import-CanLog drive.parquet"));
        shell.Run("Convert-CanLog drive.parquet copy.jsonl");
        Assert.Equal(frames, folder.Read("copy.jsonl"));
    }

    [Fact]
    public void A_log_is_split_into_whole_files()
    {
        var frames = Drive.Make(100);
        folder.Write("drive.jsonl", frames);
        var files = shell.Run<FileInfo>("Convert-CanLog drive.jsonl part.parquet -MaxTime 0.0275 -PassThru");
        Assert.Equal([25, 25, 25, 25], files.Select(file => folder.Read(file.Name).Length));
        Assert.Equal(frames, files.SelectMany(file => folder.Read(file.Name)));
    }

    [Fact]
    public void A_file_is_there_when_it_is_whole_and_what_it_replaces_until_then()
    {
        var before = Drive.Make(10);
        var path = folder.Write("drive.parquet", before);
        using (var writer = CanLog.Create(path))
        {
            writer.Write(Drive.Make(20));
            writer.Flush();
            Assert.Equal(0, writer.FramesFlushed);
            Assert.Equal(before, folder.Read("drive.parquet"));
            Assert.Equal(["drive.parquet", "drive.parquet.tmp"], folder.Files);
            Assert.Equal("LogNotWritable", shell.Try("New-CanFrame 1 | Export-CanLog drive.parquet -Append").ErrorId);
        }

        Assert.Equal(["drive.parquet"], folder.Files);
        Assert.Equal(20, folder.Read("drive.parquet").Length);
    }

    [Fact]
    public void What_a_killed_writer_leaves_looks_like_no_log_and_hinders_nobody()
    {
        folder.Write("drive.parquet.tmp", "PAR1 and what came until then");
        var path = folder.Write("drive.parquet", Drive.Make(5));
        Assert.Equal(5, shell.Run<CanFrame>("Import-CanLog *.parquet").Count);
        Assert.False(File.Exists(path + ".tmp"));
    }

    [Fact]
    public void Frames_after_a_moment_are_found_without_reading_what_lies_before()
    {
        var path = folder.Of("long.parquet");
        using (var writer = CanLog.Create(path))
        {
            var batch = new CanFrame[10_000];
            for (var first = 0; first < MostRowsOfAGroup + batch.Length; first += batch.Length)
            {
                for (var index = 0; index < batch.Length; index++)
                {
                    batch[index] = new CanFrame(0x123) { Timestamp = new((first + index) * 1_000_000L) };
                }

                writer.Write(batch);
            }
        }

        using var reader = CanLog.Open(path);
        var some = new CanFrame[10];
        Assert.Equal(10, reader.Read(some));
        Assert.InRange(reader.SkipTo(new(MostRowsOfAGroup * 1_000_000L)), 1, new FileInfo(path).Length);
        Assert.Equal(10, reader.Read(some));
        Assert.Equal(new(MostRowsOfAGroup * 1_000_000L), some[0].Timestamp);
        Assert.Equal(0, reader.SkipTo(new(MostRowsOfAGroup * 1_000_000L)));
        Assert.Equal(10_000 - 10, reader.ReadAll().Count());
        Assert.Equal(new FileInfo(path).Length, reader.BytesRead);
    }

    [Theory]
    [InlineData("New-Item none.parquet", "none.parquet", "is not a Parquet file")]
    [InlineData("Set-Content text.parquet 'no log'", "text.parquet", "is not a Parquet file")]
    [InlineData("Copy-Item whole.parquet cut.parquet; $file = [IO.File]::OpenWrite((Get-Item cut.parquet)); $file.SetLength(500); $file.Dispose()", "cut.parquet", "was not ended")]
    public void What_is_no_whole_file_is_said(string script, string file, string reason)
    {
        folder.Write("whole.parquet", AnyFrame.Make(200));
        shell.Run($"$null = {script}");
        var result = shell.Try($"Import-CanLog {file}");
        Assert.Equal(("LogNotReadable", ErrorCategory.ReadError), (result.ErrorId, result.Error.CategoryInfo.Category));
        Assert.Contains(reason, $"{result.Error}");
    }

    [Theory]
    [InlineData(8000)]
    [InlineData(1600)]
    public void Damage_ends_reading_with_an_error_that_says_so_and_nothing_worse(int bytesFromEnd)
    {
        var whole = Written(AnyFrame.Make(300));
        var random = new Random(1);
        for (var round = 0; round < 300; round++)
        {
            var damaged = whole.ToArray();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                damaged[^random.Next(1, Math.Min(bytesFromEnd, damaged.Length))] = (byte)random.Next(256);
            }

            ReadDamaged(damaged);
        }
    }

    [Fact]
    public void No_byte_that_says_how_numbers_are_written_has_memory_overwritten()
    {
        const byte asTruthValues = 3 << 1;
        var whole = Written(AnyFrame.Make(40));
        for (var place = 0; place < whole.Length; place++)
        {
            var damaged = whole.ToArray();
            damaged[place] = asTruthValues;
            ReadDamaged(damaged);
        }
    }

    [Fact]
    public void A_format_of_files_makes_no_lines_of_text() =>
        Assert.Equal("LogFormatIsBinary", shell.Try("New-CanFrame 1 | ConvertTo-CanLog parquet").ErrorId);

    [Fact]
    public void Messages_become_a_table_each_in_folders_that_query_engines_know()
    {
        shell.Run("$null = Start-CanSimulator | Connect-CanDevice -Name bench; Receive-CanFrame -Duration 0.3 | Export-CanLog drive.jsonl");
        var names = shell.Run<string>("Import-CanLog drive.jsonl | ConvertFrom-CanFrame -Database Vehicle | Group-Object Message | ForEach-Object Name");
        var files = shell.Run<FileInfo>("Convert-CanLog drive.jsonl tables/ -DestinationFormat parquet -Database Vehicle -PassThru");
        Assert.Equal(names.Select(name => folder.Of("tables", $"message={name}", "drive.parquet")).Order(), files.Select(file => file.FullName).Order());
        Assert.Contains("no column 'id'", $"{shell.Try("Import-CanLog tables/*/drive.parquet").Errors[0]}");

        var before = files.Select(file => file.LastWriteTimeUtc).ToArray();
        Assert.Equal("LogNotWritable", shell.Try("Convert-CanLog drive.jsonl tables/drive.parquet -Database Vehicle").ErrorId);
        Assert.Equal(before, files.Select(file => new FileInfo(file.FullName).LastWriteTimeUtc));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.tmp", SearchOption.AllDirectories));
        shell.Run("Convert-CanLog drive.jsonl tables/drive.parquet -Database Vehicle -Force; Disconnect-CanDevice; Get-CanSimulator | Stop-CanSimulator");
    }

    [Fact]
    public async Task Recordings_are_packed_into_folders_that_query_engines_know()
    {
        // As a recording leaves it that was killed: a day and another channel, and a block that ends in the middle.
        var left = AnyFrame.Make(300).Where(frame => !frame.Error).ToArray();
        await File.WriteAllBytesAsync(folder.Of("drive_00001_2026-01-31_13-45-00.pcapng"), [.. Pcapng(left), 6, 0, 0, 0, 32], Ending);

        await using var simulator = GatewaySimulator.Start(new());
        shell.Connect(simulator, "-Name bench:1");
        var recording = Assert.Single(shell.Run<CanRecording>("Start-CanRecording drive.parquet"));
        Assert.Equal("parquet", recording.Format.Name);
        await simulator.SendAsync(Drive.Make(500), Ending);
        await Waiting.Until(() => recording.FramesWritten == 500);
        Assert.Single(folder.Files, file => file.StartsWith("drive_00002", StringComparison.Ordinal) && file.EndsWith(".pcapng", StringComparison.Ordinal));

        shell.Run("$null = Stop-CanRecording; $null = Disconnect-CanDevice");
        Assert.Empty(folder.Files);
        var now = Assert.Single(Directory.GetFiles(folder.Of("gateway=bench%3A1"), "drive_*.parquet", SearchOption.AllDirectories));
        Assert.Matches(@"date=\d{4}-\d\d-\d\d.drive_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d\.\d{9}\.parquet$", now);
        Assert.Equal(Drive.Make(500).Select(frame => frame.Id), folder.Read(now).Select(frame => frame.Id));
        foreach (var channel in left.GroupBy(frame => frame.Device))
        {
            Assert.Equal(channel, folder.Read(Assert.Single(Directory.GetFiles(folder.Of($"gateway={channel.Key}", "date=2026-01-31")))));
        }

        Assert.Contains(recording.EventsAfter(), happened => happened.Kind == RecordingEventKind.FilePacked && happened.Message.StartsWith("500 frames are packed into", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-MaxFiles 3")]
    [InlineData("-MinFree 1MB")]
    [InlineData("-Append")]
    public async Task What_would_lose_recorded_frames_is_refused(string parameters)
    {
        await using var simulator = GatewaySimulator.Start(new());
        shell.Connect(simulator);
        Assert.Equal("OptionOutOfRange", shell.Try($"Start-CanRecording drive.parquet {parameters}").ErrorId);
        Assert.Empty(folder.Files);
        shell.Run("$null = Disconnect-CanDevice");
    }

    private static byte[] Pcapng(CanFrame[] frames)
    {
        using var stream = new MemoryStream();
        using (var writer = CanLog.Create(stream, LogFormats.Pcapng, leaveOpen: true))
        {
            writer.Write(frames);
        }

        return stream.ToArray();
    }

    private static byte[] Written(CanFrame[] frames)
    {
        using var stream = new MemoryStream();
        using (var writer = CanLog.Create(stream, Parquet, leaveOpen: true))
        {
            writer.Write(frames);
            Assert.Equal(frames.Length, writer.FramesWritten);
            Assert.Empty(writer.Losses);
        }

        return stream.ToArray();
    }

    private static void ReadDamaged(byte[] content)
    {
        try
        {
            _ = Read(content);
        }
        catch (InvalidDataException)
        {
            // As it should be.
        }
    }

    private static CanFrame[] Read(byte[] content)
    {
        using var reader = CanLog.Open(new MemoryStream(content), Parquet);
        var frames = reader.ReadAll().ToArray();
        Assert.Equal(frames.Length, reader.FramesRead);
        return frames;
    }
}
