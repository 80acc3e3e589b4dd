using System.Globalization;
using System.Text;
using Caneth.Signals;

namespace Caneth.Bench;

/// <summary>Frames and messages into a pipeline.</summary>
internal static class EngineBench
{
    private const int Count = 1_000_000;

    public static async Task RunAsync(Options options, Report report)
    {
        using var blaster = Peer.Blaster();
        using var engine = new PowerShellSession();
        engine.Seconds("$null = Connect-CanDevice 127.0.0.1 -Port $args[0] -Name plain", blaster.Port);
        engine.Seconds("$null = Connect-CanDevice 127.0.0.1 -Port $args[0] -Name decoded -Database $args[1]; $null = Get-CanDevice plain", blaster.Port, Database());
        var medians = await Report.InTurnAsync(options.Rounds,
            () => Rate($"Write-BareFrame {Count} | Out-Null"),
            () => Rate($"Receive-CanFrame -Device plain -Count {Count} -Lossless | Out-Null"),
            () => Rate($"Receive-CanFrame -Device plain -Count {Count} | Out-Null"),
            () => Rate($"Receive-CanFrame -Device plain -Id 0x123 -Count {Count} | Out-Null"),
            () => Rate($"Receive-CanFrame -Device plain -Count {Count} | Where Id -eq 0x123 | Out-Null"),
            () => Rate($"Receive-CanFrame -Device decoded -Count {Count} | Out-Null"),
            () => Rate($"Receive-CanMessage -Device decoded -Count {Count} | Out-Null"));
        report.Add("engine: bare emitter | Out-Null", medians[0], "frames/s");
        report.Add("engine: Receive-CanFrame -Lossless | Out-Null", medians[1], "frames/s", medians[1] / medians[0], "emitter");
        report.Add("engine: Receive-CanFrame | Out-Null", medians[2], "frames/s", medians[2] / medians[0], "emitter", "0.80 x emitter", medians[2] >= 0.8 * medians[0]);
        report.Add("engine: Receive-CanFrame -Id 0x123 | Out-Null", medians[3], "frames/s", medians[3] / medians[0], "emitter");
        report.Add("engine: Receive-CanFrame | Where Id -eq 0x123", medians[4], "frames/s", medians[4] / medians[0], "emitter");
        report.Add("engine: Receive-CanMessage | Out-Null", medians[6], "messages/s", medians[6] / medians[5], "Receive-CanFrame", "0.80 x frames", medians[6] >= 0.8 * medians[5]);

        Task<double> Rate(string script) => Task.FromResult(Count / engine.Seconds(script));
    }

    /// <summary>What the frames mean: eight signals a message.</summary>
    private static CanDatabase Database()
    {
        var text = new StringBuilder();
        for (var id = 0x120; id < 0x128; id++)
        {
            text.Append(CultureInfo.InvariantCulture, $"BO_ {id} Message{id}: 8 X\n");
            for (var place = 0; place < 8; place++)
            {
                text.Append(CultureInfo.InvariantCulture, $" SG_ Signal{place} : {place * 8}|8@1+ (0.5,0) [0|0] \"\" X\n");
            }
        }

        return CanDatabase.Parse(Encoding.UTF8.GetBytes($"{text}"), "bench.dbc");
    }
}
