using System.Globalization;
using Caneth.Soak;

// Ten minutes over a link that breaks all the time: dotnet run -c Release --project bench/Caneth.Soak -- --minutes 10
var (minutes, seed, rate) = (10.0, Environment.TickCount & 0xFFFF, 8000);
for (var index = 0; index < args.Length; index += 2)
{
    var value = index + 1 < args.Length ? args[index + 1] : "";
    if (!double.TryParse(value, CultureInfo.InvariantCulture, out var number))
    {
        Console.Error.WriteLine("Usage: Caneth.Soak [--minutes 10] [--seed number] [--rate 8000]");
        return 2;
    }

    (minutes, seed, rate) = args[index] switch
    {
        "--minutes" => (number, seed, rate),
        "--seed" => (minutes, (int)number, rate),
        "--rate" => (minutes, seed, (int)number),
        var unknown => throw new ArgumentException($"{unknown} is no option; there are --minutes, --seed and --rate."),
    };
}

Console.WriteLine($"{rate:N0} frames/s each way for {minutes} min, faults from seed {seed}.");
await using var soak = await Soak.StartAsync(rate, seed);
await soak.RunAsync(TimeSpan.FromMinutes(minutes));
return await soak.CloseAccountAsync() ? 0 : 1;
