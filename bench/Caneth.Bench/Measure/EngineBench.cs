namespace Caneth.Bench;

/// <summary>Frames into a pipeline.</summary>
internal static class EngineBench
{
    private const int Count = 1_000_000;

    public static async Task RunAsync(Options options, Report report)
    {
        using var blaster = Peer.Blaster();
        using var engine = new PowerShellSession();
        engine.Seconds("$null = Connect-CanDevice 127.0.0.1 -Port $args[0]", blaster.Port);
        var medians = await Report.InTurnAsync(options.Rounds,
            () => Rate($"Write-BareFrame {Count} | Out-Null"),
            () => Rate($"Receive-CanFrame -Count {Count} -Lossless | Out-Null"),
            () => Rate($"Receive-CanFrame -Count {Count} | Out-Null"),
            () => Rate($"Receive-CanFrame -Id 0x123 -Count {Count} | Out-Null"),
            () => Rate($"Receive-CanFrame -Count {Count} | Where Id -eq 0x123 | Out-Null"));
        report.Add("engine: bare emitter | Out-Null", medians[0], "frames/s");
        report.Add("engine: Receive-CanFrame -Lossless | Out-Null", medians[1], "frames/s", medians[1] / medians[0], "emitter");
        report.Add("engine: Receive-CanFrame | Out-Null", medians[2], "frames/s", medians[2] / medians[0], "emitter", "0.80 x emitter", medians[2] >= 0.8 * medians[0]);
        report.Add("engine: Receive-CanFrame -Id 0x123 | Out-Null", medians[3], "frames/s", medians[3] / medians[0], "emitter");
        report.Add("engine: Receive-CanFrame | Where Id -eq 0x123", medians[4], "frames/s", medians[4] / medians[0], "emitter");

        Task<double> Rate(string script) => Task.FromResult(Count / engine.Seconds(script));
    }
}
