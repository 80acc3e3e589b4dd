using Caneth.Sessions;
using Caneth.Simulation;
using static Caneth.Tests.Sessions.TestSession;

namespace Caneth.Tests.Sessions;

/// <summary>
/// What is not connected leaves no socket open. Only those of the whole process can be counted, so nothing runs beside it.
/// </summary>
[CollectionDefinition(nameof(ConnectLeakTests), DisableParallelization = true)]
[Collection(nameof(ConnectLeakTests))]
public sealed class ConnectLeakTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Failed_connects_leave_no_socket_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(),
            "Only Linux shows a process its sockets, and leaves who connects to a full queue of connections without an answer.");
        await using var simulator = GatewaySimulator.Start();
        using var listener = new UnresponsiveListener();
        var silent = To(listener.Port) with { ConnectTimeout = TimeSpan.FromMilliseconds(20) };
        await FailToConnectAsync(silent);
        var before = OpenSockets();
        for (var round = 0; round < 10; round++)
        {
            await FailToConnectAsync(silent);
            simulator.Faults.Set(SimulatorFault.RefuseClients);
            await FailToConnectAsync(To(simulator) with { TimeProvider = new PatientTime() });
            simulator.Faults.Clear();
            await using var session = await ConnectAsync(simulator);
            await session.SendAsync(Numbered(1), Ending);
        }

        await Waiting.Until(() => simulator.Clients == 0 && OpenSockets() <= before);
    }

    private static int OpenSockets() => Directory.EnumerateFileSystemEntries("/proc/self/fd")
        .Count(path => new FileInfo(path).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);

    private static Task<CanSessionException> FailToConnectAsync(SessionOptions options) =>
        Assert.ThrowsAsync<CanSessionException>(() => CanSession.ConnectAsync(options, Ending));
}
