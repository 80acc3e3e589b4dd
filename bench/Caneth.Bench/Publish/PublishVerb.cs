using System.Diagnostics;
using System.Globalization;
using Caneth.Publishing;
using Caneth.Testing;

namespace Caneth.Bench;

/// <summary>
/// Publishes numbered frames to brokers as others build them, and accounts for each: with nothing in the way, while the broker is killed and
/// started again, while the network is cut for 10 s, and while the publisher is killed and started again.
/// </summary>
internal static class PublishVerb
{
    private const double PacedRate = 100_000;

    private static readonly Dictionary<string, Func<string, long, BrokerProgram, Task>> Trials = new()
    {
        ["plain"] = (kind, count, broker) => PublishAsync(kind, count, rate: 0, broker, broker.Port, _ => Task.CompletedTask),
        ["kill"] = (kind, count, broker) => PublishAsync(kind, count, PacedRate, broker, broker.Port, async source =>
        {
            await HalfOfAsync(source, count);
            broker.Kill();
            await Task.Delay(1000);
            await broker.RestartAsync();
        }),
        ["cut"] = async (kind, count, broker) =>
        {
            using var relay = new CuttingRelay(broker.Port);
            await PublishAsync(kind, count, PacedRate, broker, relay.Port, async source =>
            {
                await HalfOfAsync(source, count);
                relay.Cut();
                await Task.Delay(10_000);
                relay.Join();
            });
        },
        ["restart"] = RestartAsync,
    };

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var count = arguments.Number("--frames", 1_000_000L);
        var kinds = arguments.List("--brokers") is { Length: > 0 } given ? given : ["nats", "mqtt"];
        var trials = arguments.List("--trials") is { Length: > 0 } some ? some : [.. Trials.Keys];
        Console.WriteLine($"{count:N0} frames each; rates but of 'plain': {PacedRate:N0} frames/s");
        foreach (var kind in kinds)
        {
            foreach (var trial in trials)
            {
                using var broker = await (kind == "nats" ? BrokerProgram.StartNatsAsync() : BrokerProgram.StartMosquittoAsync());
                Console.Write($"{kind,-5} {trial,-8} ");
                await Trials[trial](kind, count, broker);
            }
        }

        return 0;
    }

    private static async Task HalfOfAsync(PacedSource source, long count)
    {
        while (source.Taken < count / 2)
        {
            await Task.Delay(10);
        }
    }

    private static async Task PublishAsync(string kind, long count, double rate, BrokerProgram broker, int port, Func<PacedSource, Task> disturb)
    {
        using var folder = TemporaryFolder.OnDisk();
        var direct = $"{kind}://127.0.0.1:{broker.Port}";
        var connector = Connectors.For(direct);

        // MQTT stores nothing, so who reads is there before.
        using var live = kind == "mqtt" ? await Ledger.OpenAsync(connector, direct, count, includeStored: false) : null;
        await Task.Delay(live is null ? 0 : 1000);
        var (clock, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var source = new PacedSource(0, count, rate);
        var publisher = CanPublisher.Start([source], connector, new()
        {
            Broker = BrokerOptions.FromUri($"{kind}://127.0.0.1:{port}") with { Timeout = TimeSpan.FromSeconds(5) },
            SpoolPath = folder.Path,
            EndTimeout = TimeSpan.FromMinutes(2),

            // Otherwise it would end with its source, which may be while the network is cut.
            StaysOpen = true,
        });
        var disturbance = disturb(source);
        while (publisher.FramesPublished + publisher.FramesDropped < count && !publisher.Completion.IsCompleted)
        {
            await Task.Delay(20);
        }

        var (seconds, busy) = (clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
        await disturbance;
        await publisher.StopAsync();
        using var stored = live is null ? await Ledger.OpenAsync(connector, direct, count, includeStored: true) : null;
        var ledger = live ?? stored!;
        await ledger.WaitAsync(count);
        var (never, twice) = ledger.Account(0, count);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count / seconds,10:N0} frames/s  {busy / count * 1e6,5:0.00} us CPU/frame  {(double)publisher.BytesPublished / count,5:0.00} B/frame  "
            + $"published {publisher.FramesPublished:N0}, dropped {publisher.FramesDropped:N0}, unread {publisher.FramesUnread:N0}, reconnects {publisher.Reconnects}; "
            + $"arrived {ledger.Arrived:N0}, never {never:N0}, twice {twice:N0}, told missing {ledger.Missing:N0}, doubles thrown away by the reader {ledger.Repeated:N0}"));
    }

    /// <summary>The publisher is killed at half, and another one goes on with its spool and the frames after.</summary>
    private static async Task RestartAsync(string kind, long count, BrokerProgram broker)
    {
        using var folder = TemporaryFolder.OnDisk();
        var uri = $"{kind}://127.0.0.1:{broker.Port}";
        var connector = Connectors.For(uri);
        using var live = kind == "mqtt" ? await Ledger.OpenAsync(connector, uri, 2 * count, includeStored: false) : null;
        await Task.Delay(live is null ? 0 : 1000);
        var half = count / 2;
        var (taken, acknowledged) = await UntilAsync(uri, folder.Path, 0, count, killAt: half);

        // The other one has numbers of its own, so that nothing of both can be taken for each other.
        await UntilAsync(uri, folder.Path, count, half, killAt: long.MaxValue);
        using var stored = live is null ? await Ledger.OpenAsync(connector, uri, 2 * count, includeStored: true) : null;
        var ledger = live ?? stored!;
        await ledger.WaitAsync(count);

        // What the killed one had taken and not put into its spool yet is gone with it.
        var kept = ledger.Unbroken(0);
        var (never, twice) = ledger.Account(count, half);
        var (_, twiceBefore) = ledger.Account(0, count);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"killed after {taken:N0} taken, {acknowledged:N0} acknowledged; arrived {ledger.Arrived:N0}, of the killed one without a gap to {kept:N0} "
            + $"({(taken - kept) / PacedRate * 1000:N0} ms not yet in its spool), of the other one never {never:N0}; twice {twice + twiceBefore:N0}, doubles thrown away by the reader {ledger.Repeated:N0}"));
    }

    private static async Task<(long Taken, long Acknowledged)> UntilAsync(string uri, string spool, long first, long count, long killAt)
    {
        var start = Itself.With(PublishingProcess.Name, uri, spool, $"{first}", $"{count}", PacedRate.ToString(CultureInfo.InvariantCulture));
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        var (taken, acknowledged) = (0L, 0L);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            var numbers = line.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
            (taken, acknowledged) = (numbers[0], numbers[1]);
            if (taken >= killAt)
            {
                // With the last lines that it has written.
                process.Kill();
                killAt = long.MaxValue;
            }
        }

        await process.WaitForExitAsync();
        return (taken, acknowledged);
    }
}
