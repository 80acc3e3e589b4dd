using Caneth.Simulation;

namespace Caneth.Tests.Logs;

/// <summary>A shell with the device 'bench', and what arrives on its bus.</summary>
public abstract class LogSendingTests : IAsyncDisposable
{
    protected LogSendingTests()
    {
        Sent = Simulator.Capture();
        Shell.Connect(Simulator, "-Name bench");
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

    private protected async Task<CanFrame[]> SentAsync(int count) => await Sent.WaitForAsync(count, Ending);
}
