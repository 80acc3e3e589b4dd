using System.Diagnostics;
using System.Globalization;
using Caneth;
using Caneth.Logs;
using Caneth.RecordBench;
using Caneth.Simulation;

// Two simulated gateways send 8,000 frames/s each, as gateways do in packets of some dozen frames; a process of its own records
// both into one file. Prints what was lost, and how much of one core that process took altogether, beside one that receives
// and does not record.
// Usage: dotnet run -c Release --project bench/Caneth.RecordBench [-- <seconds> [<milliseconds between packets> [<extension or none> ...]]]
const int FramesPerMillisecond = 8;

if (args is ["record", var file, .. var ports])
{
    await Recorder.RunAsync(file, [.. ports.Select(port => int.Parse(port, CultureInfo.InvariantCulture))]);
    return;
}

var seconds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 60;
var tickLength = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 10;
var extensions = args.Length > 2 ? args[2..] : ["none", ".log", ".log.gz", ".blf"];
var framesPerTick = FramesPerMillisecond * tickLength;
var folder = Directory.CreateTempSubdirectory("caneth-recordbench-").FullName;
Console.WriteLine($"2 x 8,000 frames/s for {seconds:N0} s, in packets of {framesPerTick}");
Console.WriteLine($"{"file",-10} {"sent",12} {"received",12} {"written",12} {"lost",8} {"in the file",12} {"of a core",10}");
try
{
    foreach (var extension in extensions)
    {
        await RunAsync(extension == "none" ? "" : Path.Combine(folder, "drive" + extension));
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}

async Task RunAsync(string path)
{
    await using var first = GatewaySimulator.Start();
    await using var second = GatewaySimulator.Start();
    using var recorder = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["record", path, $"{first.Port}", $"{second.Port}"])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
    await recorder.StandardOutput.ReadLineAsync();
    await first.WaitForClientsAsync();
    await second.WaitForClientsAsync();
    var sent = Send(first, second);
    await first.FlushAsync();
    await second.FlushAsync();
    recorder.StandardInput.Close();
    var answer = (await recorder.StandardOutput.ReadToEndAsync()).Split(' ');
    var read = path == "" ? 0 : Count(path);
    var share = double.Parse(answer[3], CultureInfo.InvariantCulture) / seconds;
    Console.WriteLine($"{(path == "" ? "none" : Path.GetFileName(path)),-10} {sent,12:N0} {Number(answer[0])} {Number(answer[1])} "
        + $"{long.Parse(answer[2], CultureInfo.InvariantCulture),8:N0} {read,12:N0} {share,10:P2}");
}

// At absolute times, so that the rate is the rate.
long Send(GatewaySimulator first, GatewaySimulator second)
{
    var clock = Stopwatch.StartNew();
    var frames = new CanFrame[framesPerTick];
    for (var tick = 0; tick < seconds * 1000 / tickLength; tick++)
    {
        for (var index = 0; index < framesPerTick; index++)
        {
            frames[index] = new CanFrame(0x100u + (uint)(index * 37 + tick % 64), BitConverter.GetBytes((tick * framesPerTick + index) * 2654435761L));
        }

        first.Send(frames);
        second.Send(frames);
        var rest = (tick + 1) * tickLength - clock.Elapsed.TotalMilliseconds;
        if (rest > 0)
        {
            Thread.Sleep((int)Math.Ceiling(rest));
        }
    }

    return 2L * framesPerTick * (seconds * 1000 / tickLength);
}

static long Count(string path)
{
    using var log = CanLog.Open(path);
    var batch = new CanFrame[512];
    while (log.Read(batch) > 0)
    {
    }

    return log.FramesRead;
}

static string Number(string text) => $"{long.Parse(text, CultureInfo.InvariantCulture),12:N0}";
