using Caneth.Sessions;
using Caneth.Simulation;

namespace Caneth.Tests;

/// <summary>Registration packets and heartbeats as a user gives them, and what is shown of them.</summary>
public sealed class PacketTests : IDisposable
{
    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    [Theory]
    [InlineData("'D8 B0 4C'", "D8B04C")]
    [InlineData("'d8-b0-4c'", "D8B04C")]
    [InlineData("'0xD8,0xB0,0x4C'", "D8B04C")]
    [InlineData("'0xD8B04C'", "D8B04C")]
    [InlineData("0xD8, 0xB0, 0x4C", "D8B04C")]
    [InlineData("([byte[]](216, 176, 76))", "D8B04C")]
    [InlineData("'D8B04C'", "443842303443")]
    [InlineData("'AB 1'", "41422031")]
    public void A_packet_is_text_or_bytes(string written, string hex)
    {
        var wanted = Convert.FromHexString(hex);
        var given = shell.Run<CanSession>(
            $"Connect-CanDevice 127.0.0.1 -Port 1 -NoWait -RegistrationPacket {written} -Heartbeat {written}").Single();
        Assert.Equal(wanted, given.Options.RegistrationPacket.ToArray());
        Assert.Equal(wanted, given.Options.Heartbeat.ToArray());
        shell.Run("Disconnect-CanDevice -Force");
    }

    [Fact]
    public void A_packet_that_is_too_long_is_an_error_that_says_how_long_it_may_be()
    {
        var result = shell.Try("Connect-CanDevice 127.0.0.1 -Port 1 -NoWait -Heartbeat ('x' * 129)");
        Assert.Equal("OptionOutOfRange", result.ErrorId);
        Assert.Contains("128 bytes", result.Error.ToString());
    }

    [Fact]
    public async Task The_gateway_is_shown_by_what_it_sends()
    {
        await using var simulator = GatewaySimulator.Start(new() { Faults = [FaultSetting.Parse("RegistrationAlways=12")] });
        shell.Connect(simulator, "-RegistrationPacket 'CAN-GATEWAY-'");
        simulator.Send(new CanFrame(0x123, [1]));
        Assert.True(SpinWait.SpinUntil(() => shell.Run<long>("(Get-CanDevice).FramesReceived").Single() == 1, TimeSpan.FromSeconds(20)));
        Assert.Equal("'CAN-GATEWAY-'", shell.Run<string>("(Get-CanDevice).GatewayIdentity").Single());
    }
}
