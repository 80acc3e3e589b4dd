using System.Text.RegularExpressions;
using Caneth.Sessions;
using Caneth.Simulation;
using Caneth.Statistics;

namespace Caneth.Tests;

/// <summary>A bus is watched where there is no terminal: by lines, and by what is emitted in the end.</summary>
public sealed partial class WatchCanBusTests : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly GatewaySimulator gateway = GatewaySimulator.Start();
    private readonly Shell shell = new();

    public WatchCanBusTests()
    {
        Messages.CarLog.Write(folder, shell);
        shell.Connect(gateway, "-Name car -Database car.dbc");
    }

    [Fact]
    public async Task Without_a_terminal_lines_tell_what_moves_and_in_the_end_there_is_an_object_an_id()
    {
        Assert.Equal("MessageNotFound", shell.Try("Watch-CanBus -Message Nothing").ErrorId);
        var session = shell.Run<CanSession>("Get-CanDevice car").Single();
        using var watch = shell.Pipeline("Get-CanDevice car | Watch-CanBus 0x0C0, 0x124 -Changed -Message Engine*");
        var watching = watch.InvokeAsync();
        var lines = "";
        for (byte turn = 0; !LineOfEngine().IsMatch(lines); turn++)
        {
            gateway.Send([new CanFrame(0x0C0, [turn, 0x10]), new CanFrame(0x123, [turn]), new CanFrame(0x124, [turn])]);
            await Task.Delay(20, TestContext.Current.CancellationToken);
            lines += shell.Host.TakeText();
        }

        await session.DisposeAsync();
        var id = Assert.IsType<FrameStatistics>(Assert.Single(await watching).BaseObject);
        Assert.Equal(("EngineData", "car", "0"), (id.Message, id.Device, $"{id.ChangedBytes}"));
        Assert.Equal("SessionClosed", Assert.Single(watch.Streams.Error).FullyQualifiedErrorId.Split(',')[0]);
    }

    [GeneratedRegex(@"\d\d:\d\d:\d\d\.\d{3}  car       0C0 +\d+ \(\+\d+\)  [0-9A-F]{2} 10  EngineData\r?\n")]
    private static partial Regex LineOfEngine();

    public async ValueTask DisposeAsync()
    {
        shell.Dispose();
        await gateway.DisposeAsync();
        folder.Dispose();
    }
}
