using Caneth.Simulation;

namespace Caneth.Tests;

/// <summary>A simulated gateway, with the options of the command that reach it.</summary>
public sealed class Bus : IAsyncDisposable
{
    private readonly CancellationTokenSource end = new();
    private readonly List<Task> talking = [];

    /// <summary>The gateway.</summary>
    public GatewaySimulator Gateway { get; } = GatewaySimulator.Start();

    /// <summary>The options that reach it, and what follows.</summary>
    public string[] Arguments(params string[] more) => ["--host", Gateway.HostName, "--port", $"{Gateway.Port}", .. more];

    /// <summary>Says something again and again, as control units do.</summary>
    public void Repeat(params CanFrame[] frames) => talking.Add(Task.Run(async () =>
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (await timer.WaitForNextTickAsync(end.Token))
        {
            Gateway.Send(frames);
        }
    }));

    /// <summary>Waits until nobody is connected.</summary>
    public Task WaitUntilEmptyAsync() => Gateway.IsEmptyAsync();

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await Task.WhenAll(talking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Gateway.DisposeAsync();
        end.Dispose();
    }
}
