using System.Globalization;
using System.Text.Json;
using Caneth;
using Caneth.Diagnostics;
using Caneth.Logs;
using Caneth.Servers;
using Caneth.Sessions;
using Caneth.Simulation;
using Caneth.Statistics;

// For run.py: turns a log of one format into one of another, tells what is measured of one, a line of JSON an id, or serves clients. For diagnostics.py:
// simulates a vehicle.
switch (args)
{
    case ["--rates", var log]:
        PrintRates(log);
        return 0;
    case ["--serve", var protocol]:
        await ServeAsync(Enum.Parse<ServerProtocol>(protocol));
        return 0;
    case ["--simulate", "Vehicle", var addressing]:
        await SimulateAsync(new VehicleTraffic(Enum.Parse<IsoTpAddressing>(addressing)));
        return 0;
    case ["--simulate", "Truck"]:
        await SimulateAsync(new TruckTraffic());
        return 0;
    case [var from, var to]:
        return Convert(from, to);
    default:
        Console.Error.WriteLine(
            "Usage: Caneth.Interop <from> <to>, --rates <log>, --serve <protocol>, --simulate Vehicle <addressing>, or --simulate Truck");
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

// Tells its port. A frame that is read goes onto the bus, and what clients put there is written; a number waits for so many clients.
static async Task ServeAsync(ServerProtocol protocol)
{
    await using var gateway = GatewaySimulator.Start(new() { MaxClients = 1 });
    await using var session = await CanSession.ConnectAsync("127.0.0.1", gateway.Port);
    await using var server = CanServer.Start(session, new() { Protocol = protocol, Port = 0 });
    using var bus = gateway.Capture();
    var printing = PrintAsync(bus);
    Console.WriteLine(server.Endpoint.Port);
    while (await Console.In.ReadLineAsync() is { } line)
    {
        if (line.Contains('#', StringComparison.Ordinal))
        {
            gateway.Send(CanFrame.Parse(line));
            continue;
        }

        while (server.Clients.Count(client => client.IsListening) < int.Parse(line, CultureInfo.InvariantCulture))
        {
            await Task.Delay(1);
        }

        Console.WriteLine("ready");
    }

    bus.Dispose();
    await printing;
}

// Tells its port, and ends with its input.
static async Task SimulateAsync(IBusTraffic vehicle)
{
    await using var gateway = GatewaySimulator.Start(new() { Traffic = vehicle });
    Console.WriteLine(gateway.Port);
    while (await Console.In.ReadLineAsync() is not null)
    {
        // Nothing is asked for.
    }
}

static async Task PrintAsync(BusCapture bus)
{
    while (await bus.WaitToReadAsync())
    {
        foreach (var frame in bus.Take().ToArray())
        {
            Console.WriteLine(frame.ToShortString());
        }
    }
}
