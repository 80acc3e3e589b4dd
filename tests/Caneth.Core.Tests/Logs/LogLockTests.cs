using System.Globalization;
using System.Runtime.InteropServices;
using Caneth.Logs;
using Caneth.Recording;
using Caneth.Sessions;
using Caneth.Simulation;
using Caneth.Tests.Recording;
using Microsoft.Win32.SafeHandles;

namespace Caneth.Tests.Logs;

/// <summary>A log has one writer, and readers as many as like.</summary>
public sealed class LogLockTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(ExistingFile.Append)]
    [InlineData(ExistingFile.Replace)]
    public void A_second_writer_is_refused_and_changes_nothing(ExistingFile existing)
    {
        var path = folder.Of("drive.log");
        using (var first = CanLog.Create(path, new() { Owner = "the first" }))
        {
            first.Write([new(0x123)]);
            first.Flush();
            var before = ReadShared(path);
            var refused = Assert.Throws<LogInUseException>(() => CanLog.Create(path, new() { ExistingFile = existing }));
            Assert.Equal(("the first", Environment.ProcessId), (refused.Owner, refused.ProcessId));
            Assert.Contains("the first", refused.Message, StringComparison.Ordinal);
            Assert.Equal(before, ReadShared(path));
            Assert.Equal("the first", CanLog.WriterOf(path)?.Owner);
            first.Write([new(0x124)]);
        }

        Assert.Null(CanLog.WriterOf(path));
        using var second = CanLog.Create(path, new() { ExistingFile = existing });
    }

    [Fact]
    public void A_file_that_is_closed_is_free_though_a_process_that_is_being_started_has_a_copy_of_its_handle()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Handles are found by /proc; elsewhere a process gets no copy, or nobody can look.");
        var path = folder.Of("drive.log");
        var first = CanLog.Create(path);
        var handle = new DirectoryInfo("/proc/self/fd").GetFiles().Single(file => file.LinkTarget == path);

        // What fork does to a handle, until the new program begins.
        using var copy = new SafeFileHandle(Duplicate(int.Parse(handle.Name, CultureInfo.InvariantCulture)), ownsHandle: true);
        first.Dispose();
        Assert.False(copy.IsInvalid);
        Assert.Null(CanLog.WriterOf(path));
        using var second = CanLog.Create(path, new() { ExistingFile = ExistingFile.Append });
    }

    [Fact]
    public void Whichever_way_leads_to_it_a_file_is_one()
    {
        var path = folder.Of("drive.log");
        using var first = CanLog.Create(path);
        List<string> ways = [Path.GetRelativePath(Environment.CurrentDirectory, path), folder.Of(".", "x", "..", "drive.log")];
        if (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS())
        {
            ways.Add(path.ToUpperInvariant());
        }

        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateSymbolicLink(folder.Of("link"), folder.Path);
            File.CreateSymbolicLink(folder.Of("other.log"), "drive.log");
            ways.AddRange([folder.Of("link", "drive.log"), folder.Of("other.log"), folder.Of("link", "other.log")]);
        }

        Assert.All(ways, way => Assert.Throws<LogInUseException>(() => CanLog.Create(way, new() { ExistingFile = ExistingFile.Append })));
    }

    [Fact]
    public void Readers_are_not_hindered_and_hinder_nobody()
    {
        var path = folder.Of("drive.log");
        using var writer = CanLog.Create(path);
        writer.Write([new(0x123)]);
        writer.Flush();
        using (var reader = CanLog.Open(path))
        {
            Assert.Single(reader.ReadAll());
        }

        Assert.NotEmpty(ReadShared(path));

        // That a reader of this process has closed the file does not end the lock.
        Assert.Throws<LogInUseException>(() => CanLog.Create(path));
        using var open = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        writer.Dispose();
        using var next = CanLog.Create(path, new() { ExistingFile = ExistingFile.Append });
    }

    [Theory]
    [InlineData("drive.log", "")]
    [InlineData("drive.log.gz", "")]
    [InlineData("drive.log", "MaxSize")]
    public async Task Of_two_processes_one_writes_and_the_other_is_told_who(string file, string rotation)
    {
        await using var simulator = GatewaySimulator.Start();
        var path = folder.Of(file);
        using var child = RecordingChild.Start(simulator.Port, path, rotation);
        Assert.Equal("ready", await child.StandardOutput.ReadLineAsync(Ending));
        await using var session = await CanSession.ConnectAsync(simulator.HostName, simulator.Port, Ending);
        var files = Directory.GetFiles(folder.Path);
        var options = new RecordingOptions { Path = path, ExistingFile = rotation == "" ? ExistingFile.Append : ExistingFile.Refuse, MaxSize = rotation == "" ? null : 1000 };
        var refused = Assert.Throws<LogInUseException>(() => (object)CanRecording.Start([session.Subscribe()], options));
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal(child.Id, refused.ProcessId);
            Assert.Contains($"process {child.Id}", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(files, Directory.GetFiles(folder.Path));
        child.StandardInput.Close();
        await child.WaitForExitAsync(Ending);
        await using var recording = CanRecording.Start([session.Subscribe()], options);
    }

    [Fact]
    public async Task A_ring_is_one_even_while_a_quiet_bus_leaves_it_without_a_file_that_is_open()
    {
        await using var bench = await RecordingFixture.OpenAsync();
        var options = bench.Options("drive.log") with { MaxTime = TimeSpan.FromMinutes(1), MaxFiles = 3, Name = "one" };
        await using var one = bench.Start(options);
        await bench.SendAsync(one, 0, 10);
        bench.Clock.Advance(TimeSpan.FromHours(1));
        await bench.UntilAsync(() => CanLog.WriterOf(one.Path)?.Owner != "the recording 'one'");
        var refused = Assert.Throws<LogInUseException>(() => (object)bench.Start(options with { Name = "two" }));
        Assert.Contains("'one'", refused.Message, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            // To other processes it is told by the last file.
            Assert.NotNull(CanLog.WriterOf(one.Path));
        }
    }

    [Fact]
    public void A_pipe_is_an_error_that_says_so()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pipes are no files there.");
        var path = folder.Of("pipe.log");
        Fifo.Make(path);
        var failure = Assert.Throws<IOException>(() => CanLog.Create(path));
        Assert.Contains("is a pipe or a device", failure.Message, StringComparison.Ordinal);
        failure = Assert.Throws<IOException>(() => CanLog.Create("/dev/null", new() { Format = LogFormats.Candump }));
        Assert.Contains("is a pipe or a device", failure.Message, StringComparison.Ordinal);
    }

    // As a reader must on Windows that reads what another may still write.
    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }

#pragma warning disable SYSLIB1054 // The generated kind needs unsafe code.
    [DllImport("libc", EntryPoint = "dup"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Duplicate(int handle);
#pragma warning restore SYSLIB1054
}
