using System.Diagnostics;
using Caneth.Logs;
using Caneth.Simulation;

namespace Caneth.Tests.Recording;

/// <summary>What a recording leaves behind when the system ends its process, or lets it write no more.</summary>
public sealed class EndedProcessTests : IDisposable
{
    private const int Frames = 500;

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("TERM", 128 + 15)]
    [InlineData("HUP", 128 + 1)]
    public async Task A_signal_that_ends_the_process_leaves_whole_files_and_its_own_exit_status(string signal, int status)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has events of the console instead.");
        Assert.SkipWhen(signal == "HUP" && MindsNoClosedTerminal, "The tests run under nohup, and so do the processes that they start.");
        string[] paths = [.. ((string[])["a.log", "b.log.gz", "c.blf", "d.asc.gz", "e.csv"]).Select(file => folder.Of(file))];
        await using var simulator = GatewaySimulator.Start();
        using var child = RecordingChild.Start("dotnet", [RecordingChild.Program, $"{simulator.Port}", .. paths]);
        Assert.Equal("ready", await child.StandardOutput.ReadLineAsync(Ending));
        await SendAsync(simulator, child, 0);
        await RunAsync("kill", $"-{signal}", $"{child.Id}");
        await child.WaitForExitAsync(Ending);
        Assert.Equal(status, child.ExitCode);
        Assert.All(paths, path => Assert.Equal(Enumerable.Range(0, Frames), Read(path)));
        Assert.All(paths.Where(path => path.EndsWith(".gz", StringComparison.Ordinal)), IsWholeToEveryProgram);
    }

    [Fact]
    public async Task A_process_that_does_not_mind_the_terminal_that_is_closed_records_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no nohup.");
        var path = folder.Of("drive.log.gz");
        await using var simulator = GatewaySimulator.Start();
        using var child = RecordingChild.Start("nohup", ["dotnet", RecordingChild.Program, $"{simulator.Port}", path]);
        Assert.Equal("ready", await child.StandardOutput.ReadLineAsync(Ending));
        await SendAsync(simulator, child, 0);
        await RunAsync("kill", "-HUP", $"{child.Id}");
        await SendAsync(simulator, child, Frames);
        child.StandardInput.Close();
        await child.WaitForExitAsync(Ending);
        Assert.Equal(0, child.ExitCode);
        Assert.Equal(Enumerable.Range(0, 2 * Frames), Read(path));
        IsWholeToEveryProgram(path);
    }

    [Fact]
    public async Task A_limit_of_the_size_of_files_interrupts_a_recording_and_does_not_end_the_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit is set as Linux' shells do.");
        var path = folder.Of("drive.log");
        await using var simulator = GatewaySimulator.Start();

        // The runtime keeps its code in files that are only in memory, and bounded all the same.
        using var child = RecordingChild.Start("bash", ["-c", "ulimit -f 8; DOTNET_EnableWriteXorExecute=0 exec dotnet \"$@\"", "bash",
            RecordingChild.Program, $"{simulator.Port}", path]);
        Assert.Equal("ready", await child.StandardOutput.ReadLineAsync(Ending));
        await SendAsync(simulator, child, 0);
        child.StandardInput.Close();
        var account = (await child.StandardOutput.ReadLineAsync(Ending))!.Split(' ').Select(int.Parse).ToList();
        await child.WaitForExitAsync(Ending);
        Assert.Equal(0, child.ExitCode);
        var files = Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal).ToList();
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 0, 8 * 1024));
        Assert.Equal((account[0], Frames), (files.Sum(file => Read(file).Count), account.Sum()));
    }

    // The first of the signals that this process ignores, and hands on to those it starts.
    private static bool MindsNoClosedTerminal => OperatingSystem.IsLinux() && File.ReadLines("/proc/self/status")
        .Any(line => line.StartsWith("SigIgn:", StringComparison.Ordinal) && (Convert.ToUInt64(line["SigIgn:".Length..].Trim(), 16) & 1) != 0);

    // Sent and received; whether it is in the files already is the child's affair.
    private static async Task SendAsync(GatewaySimulator simulator, Process child, int first)
    {
        await simulator.WaitForClientsAsync(1, Ending);
        await simulator.SendAsync(Numbered(first, Frames), Ending);
        await simulator.FlushAsync(Ending);
        Assert.Equal("received", await RecordingChild.AskAsync(child, "received " + (first + Frames), Ending));
    }

    private static async Task RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        await process.WaitForExitAsync(Ending);
        Assert.Equal(0, process.ExitCode);
    }

    private static List<int> Read(string path)
    {
        using var log = CanLog.Open(path);
        var numbers = log.ReadAll().Select(NumberOf).ToList();
        Assert.Equal(0, log.MalformedCount);
        return numbers;
    }

    private static void IsWholeToEveryProgram(string path)
    {
        using var gzip = Process.Start("gzip", ["-t", path]);
        gzip.WaitForExit();
        Assert.Equal(0, gzip.ExitCode);
    }
}
