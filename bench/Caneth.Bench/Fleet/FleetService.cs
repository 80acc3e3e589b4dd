using System.Diagnostics;
using System.Text.Json;
using Caneth.Testing;

namespace Caneth.Bench;

/// <summary>The built command as a service, which says how it is in a file.</summary>
internal sealed class FleetService : IDisposable
{
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(500);

    private readonly string health;
    private readonly RunningProgram program;

    /// <param name="health">The file.</param>
    /// <param name="arguments">What the command is started with.</param>
    public FleetService(string health, params IEnumerable<string> arguments)
    {
        this.health = health;
        program = RunningProgram.Start(Checkout.Built("src", "Caneth.Tool", "Caneth.Tool"), arguments);
    }

    /// <summary>Its process.</summary>
    public Process Process() => System.Diagnostics.Process.GetProcessById(program.Id);

    /// <summary>Waits until it works.</summary>
    public async Task ReadyAsync()
    {
        while (!File.Exists(health))
        {
            await Task.Delay(20);
        }
    }

    /// <summary>A number that it tells; null where it does not.</summary>
    public long? Fact(string name)
    {
        using var report = JsonDocument.Parse(File.ReadAllBytes(health));
        return report.RootElement.TryGetProperty(name, out var value) ? value.GetInt64() : null;
    }

    /// <summary>Waits until a number is as high as it is to be, or has not changed for some time.</summary>
    public Task UntilAsync(string name, long wanted, TimeSpan patience) => UntilAsync(() => Fact(name), wanted, patience);

    /// <summary>Waits until the sum of two numbers is as high as it is to be, or has not changed for some time.</summary>
    public Task UntilAsync(string first, string second, long wanted, TimeSpan patience) => UntilAsync(() => Fact(first) + Fact(second), wanted, patience);

    /// <summary>Has it write what it has.</summary>
    public void HangUp() => program.HangUp();

    /// <summary>Ends it in order.</summary>
    /// <returns>Its exit status.</returns>
    public async Task<int> EndAsync()
    {
        program.Terminate();
        var result = await program.EndAsync(TimeSpan.FromMinutes(5));
        Console.Error.Write(result.Error);
        return result.ExitStatus;
    }

    public void Dispose() => program.Dispose();

    private static async Task UntilAsync(Func<long?> now, long wanted, TimeSpan patience)
    {
        var (last, since) = (now(), Stopwatch.StartNew());
        while (last < wanted && since.Elapsed < patience)
        {
            await Task.Delay(Round);
            var next = now();
            if (next != last)
            {
                (last, since) = (next, Stopwatch.StartNew());
            }
        }
    }
}
