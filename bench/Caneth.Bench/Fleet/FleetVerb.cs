using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Caneth.Testing;

namespace Caneth.Bench;

/// <summary>
/// A fleet from end to end, each part a process of its own: gateways that dial in, <c>caneth collect</c>, nats-server, and <c>caneth collect --write</c>
/// into Parquet. Says what each of them took, and accounts for every frame.
/// </summary>
internal static class FleetVerb
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var gateways = arguments.Number("--gateways", 1000L);
        var rate = arguments.Number("--rate", 1000L);
        var packet = arguments.Number("--packet", 100L);
        var seconds = arguments.Number("--seconds", 120L);
        using var folder = TemporaryFolder.OnDisk("caneth-fleet-");
        using var broker = await BrokerProgram.StartNatsAsync();
        var (port, lake) = (Loopback.ClosedPort(), folder.Of("lake"));
        var config = folder.Write("fleet.json", JsonSerializer.Serialize(new
        {
            broker = new { uri = $"nats://127.0.0.1:{broker.Port}" },
            listeners = new[] { new { uri = $"tcp-listen://127.0.0.1:{port}?identity=packet", maxDevices = 2 * gateways } },
            spoolPath = folder.Of("spool"),
            maxSpool = "8GB",
            endTimeout = "60s",
            log = "WARNING",
            health = folder.Of("collector.json"),
            write = new { path = Path.Combine(lake, "frames.parquet"), health = folder.Of("writer.json") },
        }));
        using var collector = new FleetService(folder.Of("collector.json"), "collect", "--config", config);
        using var writer = new FleetService(folder.Of("writer.json"), "collect", "--config", config, "--write");
        await collector.ReadyAsync();
        await writer.ReadyAsync();

        var start = Itself.With(DiallingGateways.Name, $"{port}", $"{gateways}", $"{rate}", $"{packet}");
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        using var dialling = Process.Start(start)!;
        await collector.UntilAsync("devicesConnected", gateways, Patience);
        Say($"{gateways:N0} gateways with {rate:N0} frames/s each, a packet every {packet} ms, for {seconds} s");

        (string Name, Func<Process> Process)[] parts =
            [("gateways", () => dialling), ("collector", collector.Process), ("broker", () => Process.GetProcessById(broker.Id)), ("writer", writer.Process)];
        var before = parts.Select(part => CpuOf(part.Process())).ToArray();
        var clock = Stopwatch.StartNew();
        await dialling.StandardInput.WriteLineAsync($"{DiallingGateways.Send} {seconds}");
        var sent = long.Parse(await dialling.StandardOutput.ReadLineAsync() ?? "0", CultureInfo.InvariantCulture);
        var sending = clock.Elapsed;
        await collector.UntilAsync("framesPublished", sent, Patience);
        await writer.UntilAsync("framesPending", "framesWritten", sent, Patience);
        writer.HangUp();
        await writer.UntilAsync("framesWritten", sent, TimeSpan.FromMinutes(10));
        Say($"{sent:N0} frames sent in {sending.TotalSeconds:0.0} s ({sent / sending.TotalSeconds:N0} frames/s), all written {(clock.Elapsed - sending).TotalSeconds:0.0} s later");

        for (var index = 0; index < parts.Length; index++)
        {
            var process = parts[index].Process();
            var cpu = CpuOf(process) - before[index];
            Say($"{parts[index].Name,-10} {cpu.TotalSeconds,7:0.0} CPU s  {cpu.TotalSeconds / sent * 1e9,6:N0} ns a frame  {process.PeakWorkingSet64 >> 20,6:N0} MB at most");
        }

        var (stored, files) = (SizeOf(broker.Folder), SizeOf(lake));
        Say($"broker's store {(double)stored / sent:0.00} bytes a frame, Parquet {(double)files / sent:0.00} bytes a frame in {Directory.GetFiles(lake, "*.parquet", SearchOption.AllDirectories).Length:N0} files");
        string[] facts = ["framesReceived", "framesPublished", "framesPending", "framesDropped"];
        string[] written = ["framesWritten", "framesPending", "framesMissing", "framesRepeated", "framesLost", "messagesRefused"];
        Say($"collector: {string.Join(", ", facts.Select(fact => $"{fact} {collector.Fact(fact):N0}"))}");
        Say($"writer: {string.Join(", ", written.Select(fact => $"{fact} {writer.Fact(fact):N0}"))}");
        var unaccounted = sent - (writer.Fact("framesWritten") ?? 0) - (collector.Fact("framesDropped") ?? 0);
        Say($"frames not accounted for: {unaccounted:N0}");
        dialling.StandardInput.Close();
        await dialling.WaitForExitAsync();
        var statuses = (await collector.EndAsync(), await writer.EndAsync());
        Say($"exit statuses {statuses.Item1} and {statuses.Item2}");
        return unaccounted == 0 && statuses is (0, 0) ? 0 : 1;
    }

    private static TimeSpan CpuOf(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    private static long SizeOf(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
