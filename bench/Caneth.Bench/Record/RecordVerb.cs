using System.Diagnostics;
using System.Globalization;
using Caneth.Logs;
using Caneth.Simulation;
using Caneth.Testing;

namespace Caneth.Bench;

/// <summary>
/// Two simulated gateways send 8,000 frames/s each, as gateways do in packets of some dozen frames; a process of its own records both
/// into one file. Prints what was lost, and how much of one core that process took altogether, beside one that receives and does not
/// record.
/// </summary>
internal static class RecordVerb
{
    private const int FramesPerMillisecond = 8;
    private const string NoFile = "none";

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var seconds = (int)arguments.Number("--seconds", 60L);
        var packetLength = (int)arguments.Number("--packet", 10L);
        var files = arguments.List("--files") is { Length: > 0 } given ? given : [NoFile, ".log", ".log.gz", ".blf"];
        using var folder = TemporaryFolder.OnDisk();
        Console.WriteLine($"2 x 8,000 frames/s for {seconds:N0} s, in packets of {FramesPerMillisecond * packetLength}");
        Console.WriteLine($"{"file",-10} {"sent",12} {"received",12} {"written",12} {"lost",8} {"in the file",12} {"of a core",10}");
        foreach (var file in files)
        {
            await RunAsync(file, file == NoFile ? "" : folder.Of("drive" + file), seconds, packetLength);
        }

        return 0;
    }

    private static async Task RunAsync(string file, string path, int seconds, int packetLength)
    {
        await using var first = GatewaySimulator.Start();
        await using var second = GatewaySimulator.Start();
        var start = Itself.With(Recorder.Name, path, $"{first.Port}", $"{second.Port}");
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        using var recorder = Process.Start(start)!;
        await recorder.StandardOutput.ReadLineAsync();
        await first.WaitForClientsAsync();
        await second.WaitForClientsAsync();
        var sent = Send([first, second], seconds, packetLength);
        await first.FlushAsync();
        await second.FlushAsync();
        recorder.StandardInput.Close();
        var answer = (await recorder.StandardOutput.ReadToEndAsync()).Split(' ');
        var share = double.Parse(answer[3], CultureInfo.InvariantCulture) / seconds;
        Console.WriteLine($"{file,-10} {sent,12:N0} {Number(answer[0]),12:N0} {Number(answer[1]),12:N0} {Number(answer[2]),8:N0} "
            + $"{(path == "" ? 0 : Count(path)),12:N0} {share,10:P2}");
    }

    // At absolute times, so that the rate is the rate.
    private static long Send(GatewaySimulator[] gateways, int seconds, int packetLength)
    {
        var clock = Stopwatch.StartNew();
        var drive = Drive.Plain(1 << 16);
        var packet = FramesPerMillisecond * packetLength;
        var packets = seconds * 1000 / packetLength;
        for (var number = 0; number < packets; number++)
        {
            var place = number * packet % (drive.Length - packet);
            foreach (var gateway in gateways)
            {
                gateway.Send(drive.AsSpan(place, packet));
            }

            var rest = (number + 1) * packetLength - clock.Elapsed.TotalMilliseconds;
            if (rest > 0)
            {
                Thread.Sleep((int)Math.Ceiling(rest));
            }
        }

        return (long)gateways.Length * packet * packets;
    }

    private static long Count(string path)
    {
        using var log = CanLog.Open(path);
        return log.CountToEnd();
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
