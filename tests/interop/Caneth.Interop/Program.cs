using System.Text.Json;
using Caneth;
using Caneth.Logs;
using Caneth.Statistics;

// For run.py: turns a log of one format into one of another, or tells what is measured of one, a line of JSON an id.
switch (args)
{
    case ["--rates", var log]:
        PrintRates(log);
        return 0;
    case [var from, var to]:
        return Convert(from, to);
    default:
        Console.Error.WriteLine("Usage: Caneth.Interop <from> <to>, or Caneth.Interop --rates <log>");
        return 2;
}

static int Convert(string from, string to)
{
    var malformed = 0;
    using var reader = CanLog.Open(from, new LogReadOptions
    {
        OnMalformed = entry =>
        {
            malformed++;
            Console.Error.WriteLine(entry);
        },
    });
    using var writer = CanLog.Create(to);
    var frames = new CanFrame[512];
    while (reader.Read(frames) is var count and > 0)
    {
        writer.Write(frames.AsSpan(0, count));
    }

    return malformed == 0 ? 0 : 1;
}

static void PrintRates(string log)
{
    using var reader = CanLog.Open(log);
    foreach (var device in reader.ReadAll().GroupBy(frame => frame.Device).OrderBy(device => device.Key, StringComparer.Ordinal))
    {
        var table = new FrameTable(new() { Gap = 3, BitRate = 500_000 }) { Device = device.Key };
        table.Add([.. device]);
        var bus = table.GetBus();
        Console.WriteLine(JsonSerializer.Serialize(new { device = bus.Device, count = bus.Count, least_load = bus.LoadWithoutStuffing }));
        foreach (var id in bus.Ids)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                device = id.Device,
                id = id.HexId,
                count = id.Count,
                rate = id.Rate,
                min = id.PeriodMin,
                mean = id.PeriodMean,
                max = id.PeriodMax,
                jitter = id.PeriodJitter,
                gaps = id.GapCount,
            }));
        }
    }
}
