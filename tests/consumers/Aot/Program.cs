// Compiled ahead of time, so nothing is found by reflection: a session, logs of every format, a database of signals.

using System.Text;
using Caneth;
using Caneth.Logs;
using Caneth.Sessions;
using Caneth.Signals;
using Caneth.Simulation;

using var timeLimit = new CancellationTokenSource(TimeSpan.FromMinutes(1));

await using var gateway = GatewaySimulator.Start(new() { Traffic = new VehicleTraffic() });
await using var session = await CanSession.ConnectAsync(gateway.HostName, gateway.Port, timeLimit.Token);
List<CanFrame> frames = [];
await foreach (var frame in session.ReceiveAsync(cancellationToken: timeLimit.Token))
{
    frames.Add(frame);
    if (frames.Count == 500)
    {
        break;
    }
}

var answer = await session.RequestAsync(new CanFrame(0x7E0, [2, 1, 0x0D]), FrameFilter.ForId(0x7E8), timeLimit.Token);
Check("an answer", (byte)0x0D, answer.Data[2]);

foreach (var format in LogFormats.All.Where(format => format.CanWrite))
{
    using var file = new MemoryStream();
    using (var writer = CanLog.Create(file, format))
    {
        writer.Write([.. frames]);
    }

    using var reader = CanLog.Open(new MemoryStream(file.ToArray()), format);
    var read = reader.ReadAll().ToList();
    Check($"frames in {format}", frames.Count, read.Count);
    Check($"content in {format}", true, frames.Zip(read).All(pair => pair.First.Id == pair.Second.Id && pair.First.Data.Equals(pair.Second.Data)));
}

var database = CanDatabase.Parse(Encoding.ASCII.GetBytes("""
    VERSION ""
    BU_: Body
    BO_ 291 Lights: 2 Body
     SG_ Left : 0|1@1+ (1,0) [0|1] "" Body

    VAL_ 291 Left 1 "on" 0 "off" ;

    """), "lights");
Check("problems", 0, database.Problems.Count);
Check("a message", true, database.TryFind(0x123, extended: false, out var message));
Check("a signal", "Left", message!.Signals[0].Name);
Console.WriteLine($"{frames.Count} frames, the first {frames[0]}");

static void Check<T>(string what, T expected, T actual)
{
    if (!Equals(expected, actual))
    {
        throw new InvalidOperationException($"{what}: {expected} expected, {actual} found.");
    }
}
