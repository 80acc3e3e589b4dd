using Caneth.Flow;
using Caneth.Logs;
using Caneth.Sessions;
using Caneth.Simulation;

namespace Caneth.Tests.Simulation;

/// <summary>What clients put on the simulated bus is a source of frames as any other.</summary>
public sealed class BusCaptureTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_capture_can_be_pumped_into_a_log_and_ends_with_the_simulator()
    {
        using var folder = new TemporaryFolder();
        await using var simulator = GatewaySimulator.Start(new() { Name = "car" });
        using var capture = simulator.Capture();
        Assert.Equal("car", capture.Name);
        await using var log = CanLog.Create(folder.Of("bus.log"));
        var pumping = FramePump.RunAsync(capture, log, Ending);

        await using (var session = await CanSession.ConnectAsync(simulator.HostName, simulator.Port, Ending))
        {
            await session.SendAsync(Numbered(0, 1000), cancellationToken: Ending);
            await capture.WaitForAsync(1000, Ending);
        }

        Assert.False(capture.Completion.IsCompleted);
        await simulator.DisposeAsync();
        Assert.Equal(1000, await pumping);
        Assert.Equal(Enumerable.Range(0, 1000), NumbersOf(folder.Read("bus.log")));
    }

    [Fact]
    public async Task What_was_taken_is_not_taken_again_and_stays_to_be_looked_at()
    {
        await using var simulator = GatewaySimulator.Start();
        using var capture = simulator.Capture();
        await using var session = await CanSession.ConnectAsync(simulator.HostName, simulator.Port, Ending);
        Assert.True(capture.Take().IsEmpty);

        await session.SendAsync(Numbered(0, 2), cancellationToken: Ending);
        await capture.WaitForAsync(2, Ending);
        Assert.True(await capture.WaitToReadAsync(Ending));
        Assert.Equal([0, 1], NumbersOf(capture.Take().ToArray()));
        Assert.True(capture.Take().IsEmpty);

        var waiting = capture.WaitToReadAsync(Ending);
        capture.Dispose();
        Assert.False(await waiting);
        await capture.Completion;
        Assert.Equal([0, 1], NumbersOf(capture.ToArray()));
    }
}
