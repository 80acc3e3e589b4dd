using System.Globalization;
using Caneth.Recording;
using Caneth.Sessions;

// Records from a gateway on this computer until it is killed, or until its standard input ends.
// Usage: Caneth.RecordingChild <port> <file> ... [--MaxSize]
// With --MaxSize the files are numbered, and each has 1,000 bytes.
// It says "ready" when it records, and answers a line "received <number>" when it has received that many frames. When it ends
// on its own it says for each file how many frames were written and lost, and how many seconds of processor time it all took.
var port = int.Parse(args[0], CultureInfo.InvariantCulture);
await using var session = await CanSession.ConnectAsync("127.0.0.1", port);
long? maxSize = args.Contains("--MaxSize") ? 1000 : null;
var recordings = args[1..].Where(argument => argument != "--MaxSize")
    .Select((path, index) => CanRecording.Start(
        [session.Subscribe(new() { Capacity = CanRecording.RecommendedCapacity })], new() { Path = path, Name = $"Recording{index}", MaxSize = maxSize })).ToList();
var before = Environment.CpuUsage.TotalTime;
Console.WriteLine("ready");
while (await Console.In.ReadLineAsync() is { } line)
{
    var wanted = long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    while (session.FramesReceived < wanted)
    {
        await Task.Delay(1);
    }

    Console.WriteLine("received");
}

foreach (var recording in recordings)
{
    await recording.StopAsync();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{recording.FramesWritten} {recording.FramesLost}"));
}

Console.WriteLine((Environment.CpuUsage.TotalTime - before).TotalSeconds.ToString(CultureInfo.InvariantCulture));
