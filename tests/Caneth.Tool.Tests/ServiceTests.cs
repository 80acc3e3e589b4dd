using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using static Caneth.Testing.NumberedFrames;

namespace Caneth.Tests;

/// <summary>caneth collect and caneth record as services.</summary>
public sealed class ServiceTests : IDisposable
{
    private const string Token = "s3cret-t0ken";

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        http.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_recorder_tells_how_it_is_begins_a_new_file_when_asked_and_ends_in_order()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals to send on Windows.");
        await using var bus = new Bus();
        using var manager = new ManagerSocket(folder.Of("notify"));
        using var collector = new HttpListener();
        var (health, telemetry) = ($"http://127.0.0.1:{Loopback.ClosedPort()}", $"http://127.0.0.1:{Loopback.ClosedPort()}/");
        collector.Prefixes.Add(telemetry);
        collector.Start();
        using var service = Start("record", Json(new
        {
            name = "trip",
            devices = new[] { new { name = "bench", uri = $"127.0.0.1:{bus.Gateway.Port}" } },
            path = folder.Of("drive_{number}.log"),
            health,
            maxFrameAge = "30s",
            telemetry = new { to = telemetry, every = 1, authorization = "env:TELEMETRY_TOKEN" },
        }), new() { ["NOTIFY_SOCKET"] = manager.Path, ["WATCHDOG_USEC"] = "1000000", ["TELEMETRY_TOKEN"] = Token });
        await manager.HearsAsync("READY=1");
        await manager.HearsAsync("WATCHDOG=1");
        bus.Repeat(Numbered(0, 10));
        await HealthAsync(health, report => report.GetProperty("status").GetString() == "ok" && report.GetProperty("framesWritten").GetInt64() > 0);

        service.HangUp();
        await manager.HearsAsync("RELOADING=1");
        await HealthAsync(health, report => report.GetProperty("files").GetInt64() == 2);

        var metrics = await http.GetStringAsync($"{health}/metrics", Stop);
        Assert.Matches("(?m)^caneth_frames_received_total\\{device=\"bench\"\\} [1-9]", metrics);
        Assert.Matches("(?m)^caneth_connected\\{device=\"bench\"\\} 1$", metrics);
        Assert.Matches("(?m)^caneth_recording_frames_written_total\\{recording=\"trip\"\\} [1-9]", metrics);
        Assert.Matches("(?m)^caneth_service_healthy 1$", metrics);
        await AssertSentAsync(collector);
        using var nothing = await http.GetAsync($"{health}/else", Stop);
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);

        service.Terminate();
        await manager.HearsAsync("STOPPING=1");
        var result = await service.EndAsync();
        Assert.Equal((0, ""), (result.ExitStatus, result.Output));
        Assert.DoesNotContain(Token, result.Error, StringComparison.Ordinal);
        var frames = folder.Files.Where(file => file.EndsWith(".log", StringComparison.Ordinal)).Sum(file => folder.Read(file).Length);
        Assert.Contains($"{frames:N0} frames are in 2 files, 0 were lost.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_collector_could_not_publish_the_next_one_does_and_a_writer_makes_files_of_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals to send on Windows.");
        using var broker = await BrokerProgram.StartNatsAsync("--auth", Token);
        broker.Kill();
        await using var bus = new Bus();
        var (healthFile, writerHealth) = (folder.Of("health.json"), folder.Of("writer.json"));
        var config = Json(new
        {
            broker = new { uri = $"nats://127.0.0.1:{broker.Port}", token = "env:FLEET_TOKEN" },
            devices = new[] { new { name = "bench", uri = $"127.0.0.1:{bus.Gateway.Port}" } },
            listeners = new[] { new { uri = "tcp-listen://127.0.0.1:0?identity=address", names = new Dictionary<string, string> { ["127.0.0.1"] = "truck" } } },
            spoolPath = folder.Of("spool"),
            maxDelay = "50ms",
            health = healthFile,
            write = new { path = folder.Of("lake", "frames.parquet"), health = writerHealth },
        });
        var secret = new Dictionary<string, string> { ["FLEET_TOKEN"] = Token };

        // Without the broker.
        using (var first = Start("collect", config, secret))
        {
            await first.ErrorAsync("?identity=address.");
            var port = int.Parse(Regex.Match(first.Error, @"dial in at tcp-listen://127\.0\.0\.1:(\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
            await bus.Gateway.WaitForClientsAsync(1, Stop);
            using var dialled = new TcpClient();
            await dialled.ConnectAsync(IPAddress.Loopback, port, Stop);
            await dialled.GetStream().WriteAsync(Bytes(0, 100), Stop);
            await bus.Gateway.SendAsync(Numbered(0, 1000), Stop);
            var report = await FileAsync(healthFile, report => report.GetProperty("framesPending").GetInt64() == 1100);
            Assert.Equal("degraded", report.GetProperty("status").GetString());
            first.Terminate();
            var result = await first.EndAsync();
            Assert.Equal(0, result.ExitStatus);
            Assert.Contains("1,100 are in the spool, 0 were dropped", result.Error, StringComparison.Ordinal);
            Assert.False(File.Exists(healthFile));
        }

        await broker.RestartAsync();
        using var second = Start("collect", config, secret);
        await FileAsync(healthFile, report => report.GetProperty("framesPublished").GetInt64() == 1100);
        await AssertLoadedAsync(second);
        var text = await File.ReadAllTextAsync(config, Stop);
        folder.Write("config.json", "{");
        second.HangUp();
        await second.ErrorAsync("is not JSON");
        folder.Write("config.json", text.Replace("\"name\":\"bench\"", "\"name\":\"other\"", StringComparison.Ordinal));
        second.HangUp();
        await second.ErrorAsync("1 device came, 1 went");
        using var writer = Start("collect", config, secret, "--write");
        await FileAsync(writerHealth, report => report.GetProperty("framesPending").GetInt64() == 1100);
        writer.HangUp();
        await FileAsync(writerHealth, report => report.GetProperty("framesWritten").GetInt64() == 1100);
        foreach (var service in new[] { second, writer })
        {
            service.Terminate();
            var result = await service.EndAsync();
            Assert.Equal(0, result.ExitStatus);
            Assert.DoesNotContain(Token, result.Error, StringComparison.Ordinal);
        }

        Assert.Equal(["gateway=bench", "gateway=truck"], Directory.GetDirectories(folder.Of("lake"), "gateway=*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(2, Directory.GetFiles(folder.Of("lake"), "frames_*.parquet", SearchOption.AllDirectories).Length);
    }

    [Theory]
    [InlineData("""{ "broker": { "uri": "nats://broker" }, "devcies": [] }""", "devcies is not known; did you mean 'devices'?")]
    [InlineData("""{ "broker": { "uri": "nats://bob:s3cret-t0ken@broker" } }""", "broker.uri: a user and a password do not stand in the address")]
    [InlineData("""{ "broker": { "uri": "nats://broker", "password": "s3cret-t0ken" } }""", "broker.password: a secret does not stand here")]
    [InlineData("""{ "broker": { "uri": "nats://broker" }, "maxSpool": "5KB" }""", "maxSpool: '5KB' is 5120 bytes; 1,048,576 to")]
    [InlineData("""{ "broker": { "uri": "nats://broker" }, "devices": [ { "name": "a", "uri": "10.0.0.1" }, { "name": "A", "uri": "10.0.0.2" } ] }""", "two devices are called 'a'")]
    [InlineData("""{ "broker": { "uri": "nats://broker" }, "devices": [ { "uri": "10.0.0.1", "idleTimeout": "soon" } ] }""", "devices[0].idleTimeout: 'soon' is not a time")]
    [InlineData("""{ "broker": """, "is not JSON")]
    public async Task A_configuration_that_is_not_understood_exits_with_2(string config, string said)
    {
        var result = await RunningTool.RunAsync("collect", "--config", folder.Write("fleet.json", config));
        Assert.Equal(2, result.ExitStatus);
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
        Assert.StartsWith("caneth: fleet.json", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("collect")]
    [InlineData("collect", "--write")]
    [InlineData("record")]
    public async Task The_examples_are_understood(params string[] verb)
    {
        // The examples have their secrets from the environment of a service.
        var example = Checkout.At("examples", "services", verb[0] == "record" ? "record.json" : "fleet.json");
        using var tool = Start(verb[0], example, new() { ["FLEET_USER"] = "fleet", ["FLEET_PASSWORD"] = Token }, [.. verb[1..], "--check"]);
        var result = await tool.EndAsync();
        Assert.True(result.ExitStatus == 0, result.Error);
        Assert.StartsWith("The configuration is understood", result.Output, StringComparison.Ordinal);
    }

    private static RunningProgram Start(string verb, string config, Dictionary<string, string> environment, params string[] more) =>
        RunningTool.Start([verb, "--config", config, .. more], environment);

    private string Json(object config) => folder.Write("config.json", JsonSerializer.Serialize(config));

    private async Task HealthAsync(string address, Func<JsonElement, bool> isSo)
    {
        while (true)
        {
            using var report = JsonDocument.Parse(await (await http.GetAsync($"{address}/health", Stop)).Content.ReadAsStringAsync(Stop));
            if (isSo(report.RootElement))
            {
                return;
            }

            await Task.Delay(20, Stop);
        }
    }

    private static async Task<JsonElement> FileAsync(string path, Func<JsonElement, bool> isSo)
    {
        while (true)
        {
            if (File.Exists(path))
            {
                using var report = JsonDocument.Parse(await File.ReadAllBytesAsync(path, Stop));
                if (isSo(report.RootElement))
                {
                    return report.RootElement.Clone();
                }
            }

            await Task.Delay(20, Stop);
        }
    }

    private static async Task AssertLoadedAsync(RunningProgram service)
    {
        if (OperatingSystem.IsLinux())
        {
            var loaded = await File.ReadAllTextAsync($"/proc/{service.Id}/maps", Stop);
            Assert.Contains("NATS.Client.Core.dll", loaded, StringComparison.Ordinal);
            Assert.DoesNotContain("MQTTnet", loaded, StringComparison.Ordinal);
            Assert.DoesNotContain("System.Management.Automation", loaded, StringComparison.Ordinal);
        }
    }

    private static async Task AssertSentAsync(HttpListener collector)
    {
        var connected = 0.0;
        while (connected == 0)
        {
            var context = await collector.GetContextAsync().WaitAsync(Stop);
            Assert.Equal(("/v1/metrics", Token), (context.Request.Url!.AbsolutePath, context.Request.Headers["Authorization"]));
            using var sent = await JsonDocument.ParseAsync(context.Request.InputStream, cancellationToken: Stop);
            context.Response.Close();
            var metrics = sent.RootElement.GetProperty("resourceMetrics")[0].GetProperty("scopeMetrics")[0].GetProperty("metrics").EnumerateArray()
                .ToDictionary(metric => metric.GetProperty("name").GetString()!);
            var gauge = metrics["caneth.connected"].GetProperty("gauge").GetProperty("dataPoints")[0];
            Assert.Equal("bench", gauge.GetProperty("attributes")[0].GetProperty("value").GetProperty("stringValue").GetString());
            connected = gauge.GetProperty("asDouble").GetDouble();
        }
    }
}
