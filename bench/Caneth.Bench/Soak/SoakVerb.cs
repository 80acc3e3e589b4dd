namespace Caneth.Bench;

/// <summary>Some minutes over a link that breaks all the time.</summary>
internal static class SoakVerb
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        var minutes = arguments.Number("--minutes", 10.0);
        var seed = (int)arguments.Number("--seed", (long)(Environment.TickCount & 0xFFFF));
        var rate = (int)arguments.Number("--rate", 8000L);
        Console.WriteLine($"{rate:N0} frames/s each way for {minutes} min, faults from seed {seed}.");
        await using var soak = await Soak.StartAsync(rate, seed);
        await soak.RunAsync(TimeSpan.FromMinutes(minutes));
        return await soak.VerifyAsync() ? 0 : 1;
    }
}
