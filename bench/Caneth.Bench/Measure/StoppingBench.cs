using System.Diagnostics;
using System.Management.Automation;
using Caneth.Simulation;
using Caneth.Testing;

namespace Caneth.Bench;

/// <summary>From Ctrl+C until the prompt is back, for every cmdlet that waits.</summary>
internal static class StoppingBench
{
    private const int Times = 20;
    private const double Bar = 50;

    // Long enough for a cmdlet to have begun to wait; how long it has waited already is no part of the measurement.
    private static readonly TimeSpan ToBegin = TimeSpan.FromMilliseconds(50);

    private static readonly (string Cmdlet, bool LinkDown, string Script)[] Waiting =
    [
        ("Receive-CanFrame", false, "Receive-CanFrame"),
        ("Receive-CanFrame -Lossless", false, "Receive-CanFrame -Lossless"),
        ("Wait-CanFrame", false, "Wait-CanFrame 0x123"),
        ("Request-CanFrame", false, "Request-CanFrame 0x123 -ReplyId 0x124 -Timeout 100"),
        ("Send-CanFrame", true, "Send-CanFrame 0x123 -Timeout 100"),
        ("Send-CanFrame -Atomic", true, "1..112 | ForEach-Object { New-CanFrame $_ } | Send-CanFrame -Atomic -Timeout 100"),
        ("Send-CanLog", false, "Send-CanLog $global:log"),
        ("Export-CanLog", false, "Receive-CanFrame | Export-CanLog $global:target -Force"),
        ("Disconnect-CanDevice", true, "1..9 | ForEach-Object { Send-CanFrame $_ -NoWait }; Disconnect-CanDevice -Timeout 100"),
        ("Connect-CanDevice", false, "Connect-CanDevice 127.0.0.1 -Port $global:silent -Timeout 100 -Name another"),
    ];

    public static async Task RunAsync(Options options, Report report)
    {
        using var unresponsive = new UnresponsiveListener();
        using var folder = TemporaryFolder.OnDisk();
        foreach (var (cmdlet, linkDown, script) in Waiting)
        {
            var times = new double[Times];
            for (var round = 0; round < Times; round++)
            {
                times[round] = await StopAsync(folder.Path, unresponsive.Port, linkDown, script);
            }

            report.Add($"stopping: {cmdlet}, median of {Times}", Report.Median(times), "ms");
            report.Add($"stopping: {cmdlet}, most", times.Max(), "ms", bar: $"{Bar:0}", met: times.Max() < Bar);
        }
    }

    private static async Task<double> StopAsync(string folder, int silentPort, bool linkDown, string script)
    {
        await using var simulator = GatewaySimulator.Start();
        using var engine = new PowerShellSession();
        var log = Path.Combine(folder, "long.log");
        await File.WriteAllTextAsync(log, "(1.0) can0 123#01\n(1000.0) can0 123#02\n");
        engine.Seconds("$null = Connect-CanDevice 127.0.0.1 -Port $args[0] -ReconnectDelay 60 -ReconnectDelayMax 60; "
            + "$global:silent = $args[1]; $global:log = $args[2]; $global:target = $args[3]",
            simulator.Port, silentPort, log, Path.Combine(folder, "received.log"));
        if (linkDown)
        {
            simulator.StopListening();
            simulator.DisconnectClients(reset: true);
            engine.Seconds("while ((Get-CanDevice).State -ne 'Reconnecting') { }");
        }

        using var pipeline = engine.Pipeline(script);
        pipeline.BeginInvoke();
        await Task.Delay(ToBegin);
        if (pipeline.InvocationStateInfo.State != PSInvocationState.Running)
        {
            throw new InvalidOperationException($"'{script}' did not wait, so there was nothing to stop: "
                + string.Join("; ", pipeline.Streams.Error));
        }

        var clock = Stopwatch.StartNew();
        await pipeline.StopAsync(null, null);
        return clock.Elapsed.TotalMilliseconds;
    }
}
