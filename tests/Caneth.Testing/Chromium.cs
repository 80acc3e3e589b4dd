using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Caneth.Testing;

/// <summary>A headless Chromium with one page, driven by its DevTools protocol on loopback; it reaches no other computer.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Listening = "DevTools listening on ";

    private readonly TemporaryFolder profile = new("caneth-browser-");
    private readonly ClientWebSocket socket = new();
    private readonly byte[] buffer = new byte[1 << 16];
    private readonly List<string> complaints = [];
    private RunningProgram? program;
    private int last;

    /// <summary>What the page was told off for, and what it asked for beside itself.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    /// <summary>Whether there is one on this computer.</summary>
    public static bool Exists => Program is not null;

    private static string? Program => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => (string[])[Path.Combine(folder, "chromium"), Path.Combine(folder, "chromium-browser"), Path.Combine(folder, "google-chrome")])
        .FirstOrDefault(File.Exists);

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    /// <summary>Starts it, where there is one.</summary>
    public async ValueTask InitializeAsync()
    {
        if (Program is not { } chromium)
        {
            return;
        }

        program = RunningProgram.Start(chromium,
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND", "--window-size=1200,800", "--force-device-scale-factor=1",
            "--remote-debugging-port=0", $"--user-data-dir={profile.Path}", "about:blank",
        ]);
        await program.ErrorAsync(Listening);
        await program.ErrorAsync("/devtools/browser/");
        var address = new Uri(program.Error.Split(Listening)[1].Split('\n')[0].Trim());
        using var http = new HttpClient();
        var pages = await http.GetFromJsonAsync<JsonArray>($"http://{address.Authority}/json/list", Ending);
        await socket.ConnectAsync(new(pages!.First(page => (string)page!["type"]! == "page")!["webSocketDebuggerUrl"]!.ToString()), Ending);
        foreach (var domain in (string[])["Runtime", "Log", "Network", "Page"])
        {
            await CallAsync($"{domain}.enable", []);
        }
    }

    /// <summary>Opens a page, and waits until it has drawn itself.</summary>
    /// <returns>How many milliseconds that took, as the browser itself has it.</returns>
    public async Task<double> OpenAsync(string file)
    {
        Assert.SkipWhen(program is null, "There is no Chromium here.");
        complaints.Clear();
        await CallAsync("Page.navigate", new() { ["url"] = new Uri(file).AbsoluteUri });
        while (!await AskAsync<bool>("location.protocol === 'file:' && performance.getEntriesByName('drawn').length > 0"))
        {
            Assert.False(await AskAsync<bool>("document.getElementById('state')?.textContent.includes('cannot') ?? false"), await AskAsync<string>("document.body.innerText"));
            await Task.Delay(20, Ending);
        }

        return await AskAsync<double>("performance.getEntriesByName('drawn')[0].startTime");
    }

    /// <summary>Asks the page for the value of an expression.</summary>
    public async Task<T> AskAsync<T>(string expression)
    {
        var answer = await CallAsync("Runtime.evaluate", new() { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        Assert.Null(answer["exceptionDetails"]?.ToJsonString());
        return answer["result"]!["value"].Deserialize<T>()!;
    }

    /// <summary>Moves the mouse, presses or releases its button.</summary>
    public Task MouseAsync(string what, double x, double y, int clicks = 0) => CallAsync("Input.dispatchMouseEvent", new()
    {
        ["type"] = what,
        ["x"] = x,
        ["y"] = y,
        ["button"] = what == "mouseMoved" && clicks == 0 ? "none" : "left",
        ["buttons"] = clicks > 0 && what != "mouseReleased" ? 1 : 0,
        ["clickCount"] = clicks,
    });

    /// <summary>Takes a picture of the page.</summary>
    public async Task<byte[]> PictureAsync() => Convert.FromBase64String((await CallAsync("Page.captureScreenshot", []))["data"]!.ToString());

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (program is { } running)
        {
            await CallAsync("Browser.close", []);
            await running.EndAsync();
            running.Dispose();
        }

        socket.Dispose();
        profile.Dispose();
    }

    private async Task<JsonNode> CallAsync(string method, JsonObject arguments)
    {
        var call = new JsonObject { ["id"] = ++last, ["method"] = method, ["params"] = arguments };
        await socket.SendAsync(Encoding.UTF8.GetBytes(call.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, Ending);
        while (true)
        {
            var message = await ReceiveAsync();
            if ((int?)message["id"] == last)
            {
                return message["result"] ?? throw new InvalidOperationException(message.ToJsonString());
            }

            Note(message);
        }
    }

    private void Note(JsonNode message)
    {
        switch ((string?)message["method"])
        {
            case "Runtime.exceptionThrown" or "Runtime.consoleAPICalled":
            // That pixels are read is advised against, and only a test reads them.
            case "Log.entryAdded" when (string?)message["params"]!["entry"]!["source"] != "rendering":
                complaints.Add(message.ToJsonString());
                break;
            case "Network.requestWillBeSent" when message["params"]!["request"]!["url"]!.ToString() is var address && !address.StartsWith("file:", StringComparison.Ordinal):
                complaints.Add($"It asked for {address}.");
                break;
            default:
                break;
        }
    }

    private async Task<JsonNode> ReceiveAsync()
    {
        using var message = new MemoryStream();
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, Ending);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                return JsonNode.Parse(message.ToArray())!;
            }
        }
    }
}
