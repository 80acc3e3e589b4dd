using System.Diagnostics;
using System.Globalization;
using Caneth;
using Caneth.Replay;
using Caneth.Sessions;
using Caneth.Simulation;

// Replays a made-up drive at its original timing through a session to a simulated gateway, and prints how late the frames were:
// when they were handed to the session, and when the gateway had them, by the same clock.
// Usage: dotnet run -c Release --project bench/Caneth.ReplayBench [-- <seconds> [<frames/s>]]
var seconds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 60;
var rate = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 800;
var random = new Random(1);
var times = Enumerable.Range(0, seconds * rate).Select(_ => random.NextDouble() * seconds).Append(0).Append(seconds).Order().ToArray();
var start = new Timestamp(1_700_000_000_000_000_000);
var frames = times.Select((time, index) => new CanFrame(0x123, BitConverter.GetBytes(index)) { Timestamp = start + TimeSpan.FromSeconds(time) }).ToArray();

await using var simulator = GatewaySimulator.Start();
using var recording = simulator.Record();
await using var session = await CanSession.ConnectAsync(simulator.HostName, simulator.Port);
var sender = session.CreateSender();
for (var index = 0; index < 1000; index++)
{
    // Compiles the way of a frame before it is measured.
    await session.SendAsync(new CanFrame(0x7FF));
}

var replay = new FrameReplay(1);
var processor = Environment.CpuUsage.TotalTime;
var clock = Stopwatch.StartNew();
var player = new Thread(() => replay.Play(frames, TimeSpan.Zero, (in frame) => sender.PostAsync(frame).GetAwaiter().GetResult(), default));
player.Start();
player.Join();
var share = (Environment.CpuUsage.TotalTime - processor) / clock.Elapsed;
await sender.FlushAsync();
var received = (await recording.WaitForAsync(frames.Length + 1000))[1000..];

// Both clocks count from the first frame: what the earliest took on its way is left aside.
var arrived = received.Select((frame, index) => (frame.Timestamp - received[0].Timestamp - (frames[index].Timestamp - start)).TotalMilliseconds).ToArray();
Console.WriteLine($"{frames.Length:N0} frames in {seconds} s; {share:P0} of a core with the simulator");
Console.WriteLine($"handed on: drift at the end {replay.Lateness.Last.TotalMilliseconds:0.000} ms, 50 % within {Milliseconds(0.5)}, "
    + $"99 % within {Milliseconds(0.99)}, 99.9 % within {Milliseconds(0.999)}, at most {replay.Lateness.Max.TotalMilliseconds:0.0} ms");
Array.Sort(arrived);
Console.WriteLine($"arrived:   50 % within {Arrived(0.5)}, 99 % within {Arrived(0.99)}, 99.9 % within {Arrived(0.999)}, at most {arrived[^1]:0.0} ms");
Console.WriteLine();
Console.WriteLine($"{"late by ms",-12} {"handed on",10} {"arrived",10}");
double[] steps = [0, 0.1, 0.2, 0.5, 1, 2, 5, 10, 100, 1000];
for (var index = 1; index < steps.Length; index++)
{
    var (from, to) = (steps[index - 1], steps[index]);
    var came = arrived.Count(late => late < to && (late >= from || from == 0));
    Console.WriteLine($"{$"{from} to {to}",-12} {replay.Lateness.Between(from, to),10:N0} {came,10:N0}");
}

string Milliseconds(double percentile) => $"{replay.Lateness.Percentile(percentile).TotalMilliseconds:0.0} ms";

string Arrived(double percentile) => $"{arrived[(int)Math.Ceiling(arrived.Length * percentile) - 1]:0.0} ms";
