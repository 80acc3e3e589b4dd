using Caneth.Simulation;

namespace Caneth.Tests;

/// <summary>A shell with the device 'bench' and, where there is one, its database, and what arrives on its bus.</summary>
public abstract class SimulatedBench : IAsyncDisposable
{
    /// <param name="database">The database of the device, bench.dbc in the shell's folder; null for none.</param>
    protected SimulatedBench(string? database = null)
    {
        Sent = Simulator.Capture();
        if (database is not null)
        {
            Folder.Write("bench.dbc", database);
            Shell.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($args[0])", Folder.Path);
        }

        Shell.Connect(Simulator, database is null ? "-Name bench" : "-Name bench -Database bench.dbc");
    }

    private protected static CancellationToken Ending => TestContext.Current.CancellationToken;

    private protected Shell Shell { get; } = new();

    private protected TemporaryFolder Folder { get; } = new();

    private protected GatewaySimulator Simulator { get; } = GatewaySimulator.Start();

    private protected BusCapture Sent { get; }

    public async ValueTask DisposeAsync()
    {
        Shell.Dispose();
        Sent.Dispose();
        await Simulator.DisposeAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
