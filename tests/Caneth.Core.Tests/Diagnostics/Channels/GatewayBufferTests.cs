using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;
using Caneth.Simulation;
using Caneth.Tests.Sessions;

namespace Caneth.Tests.Diagnostics.Channels;

/// <summary>A gateway holds 600 frames for a slow bus, and drops the rest without a word.</summary>
public sealed class GatewayBufferTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    // A control unit that takes everything at once asks for 2,858 frames in a row.
    [Fact]
    public async Task A_message_of_20000_bytes_arrives_whole_behind_a_gateway_that_holds_600_frames()
    {
        var unit = new IsoTpOptions { BlockSize = 0, FramesInFlight = 4_096, ConsecutiveFrameTimeout = TimeSpan.FromSeconds(5) };
        await using var simulator = GatewaySimulator.Start(new()
        {
            Traffic = new VehicleTraffic(IsoTpAddressing.Normal, unit),
            BitRate = 500_000,
        });
        await using var session = await TestSession.ConnectAsync(simulator);

        // How soon it answers is not what this is about.
        using var engine = new UdsClient(session, IsoTpAddress.Obd(0), options: new() { ResponseTimeout = TimeSpan.FromSeconds(20) });
        await engine.SetSessionAsync(3, Ending);
        var message = IsoTpChannelTests.Bytes(20_000);
        await engine.WriteDataAsync(0x1FFF, message, Ending);
        Assert.Equal(0, simulator.Statistics.FramesDropped);
        Assert.Equal(message, (await engine.ReadDataAsync(0x1FFF, Ending)).Data.ToArray());
    }
}
