using Caneth.Simulation;

namespace Caneth.Tests;

/// <summary>Bad input gets an error that shows the value, the limit and what is allowed; each has its id; nothing is sent.</summary>
public sealed class BadInputTests : IAsyncDisposable
{
    private readonly Shell shell = new();
    private readonly GatewaySimulator simulator = GatewaySimulator.Start();

    public static TheoryData<string, string, string> BadFrames => new()
    {
        { "Send-CanFrame 0x20000000", "IdOutOfRange", "0x20000000*0x1FFFFFFF" },
        { "Send-CanFrame 0x800 -Extended:$false", "StandardIdTooLarge", "0x800*0x7FF" },
        { "Send-CanFrame 1 '01 02 03 04 05 06 07 08 09'", "TooMuchData", "9 bytes*8" },
        { "Send-CanFrame 1 0xZZ", "ParameterArgumentTransformationError", "'0xZZ'*two hex digits" },
        { "Send-CanFrame 0xZZ", "ParameterArgumentTransformationError", "'0xZZ'*0x1A3" },
        { "Send-CanFrame 1,2", "ParameterArgumentTransformationError", "*" },
        { "Send-CanFrame 1 -Remote -Dlc 9", "InvalidFrame", "DLC is 9*0 to 8" },
        { "Send-CanFrame 1 '01 02' -Remote", "InvalidFrame", "no data*2 bytes" },
        { "Send-CanFrame 1 '01 02' -Dlc 5", "InvalidFrame", "5*5 bytes*2" },
        { "Send-CanFrame 1 12", "ParameterArgumentTransformationError", "'12'*0x12" },
        { "Send-CanFrame 1 -Timeout -1", "ParameterArgumentTransformationError", "'-1'*seconds" },
        { "Wait-CanFrame 1 -D1 2", "D1WithoutD0", "-D1*-D0" },
        { "Wait-CanFrame 1 -D0 256", "ParameterArgumentTransformationError", "'256'*0 to 255" },
        { "Wait-CanFrame 0x200-0x100", "ParameterArgumentTransformationError", "'0x200-0x100'*range" },
        { "Wait-CanFrame @(7e8, 7e9)", "ParameterArgumentTransformationError", "700000000*0x7E8" },
        { "Wait-CanFrame 1 -Data '01' -D0 1", "DataTwice", "-Data*-D0" },
        { "Send-CanFrame 1 -Device nobody", "DeviceNotFound", "'nobody'*here" },
    };

    [Theory]
    [MemberData(nameof(BadFrames))]
    public void A_bad_value_is_refused_and_nothing_is_sent(string command, string id, string message)
    {
        shell.Connect(simulator, "-Name here");
        var result = shell.Try(command);
        Assert.Equal(id, result.ErrorId);
        Assert.Matches(string.Join(".*", message.Split('*').Select(System.Text.RegularExpressions.Regex.Escape)), result.Error.ToString());
        Assert.Empty(result.Output);
        shell.Run("Disconnect-CanDevice");
        Assert.Equal(0, simulator.Statistics.FramesReceived);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(70000)]
    public void A_port_out_of_range_is_refused(int port)
    {
        var result = shell.Try("Connect-CanDevice 127.0.0.1 -Port $args[0]", port);
        Assert.Equal("ParameterArgumentValidationError", result.ErrorId);
        Assert.Contains(port.ToString(), result.Error.ToString());
        NothingIsLeft();
    }

    [Fact]
    public void A_host_that_does_not_resolve_is_named()
    {
        var result = shell.Try("Connect-CanDevice gateway.invalid");
        Assert.Equal("HostNotFound", result.ErrorId);
        Assert.Contains("gateway.invalid", result.Error.ToString());
        NothingIsLeft();
    }

    [Fact]
    public void A_port_that_refuses_is_named()
    {
        simulator.StopListening();
        var result = shell.Try("Connect-CanDevice 127.0.0.1 -Port $args[0]", simulator.Port);
        Assert.Equal("ConnectionRefused", result.ErrorId);
        Assert.Contains($"127.0.0.1:{simulator.Port}", result.Error.ToString());
        NothingIsLeft();
    }

    [Fact]
    public void A_host_that_does_not_answer_times_out()
    {
        using var listener = new UnresponsiveListener();
        var result = shell.Try("Connect-CanDevice 127.0.0.1 -Port $args[0] -Timeout 0.2", listener.Port);
        Assert.Equal("ConnectTimeout", result.ErrorId);
        Assert.Contains("0.2 s", result.Error.ToString());
        NothingIsLeft();
    }

    [Fact]
    public void Without_a_device_one_is_told_how_to_get_one()
    {
        var error = shell.Try("Receive-CanFrame").Error;
        Assert.StartsWith("NoDevice,", error.FullyQualifiedErrorId);
        Assert.Contains("Connect-CanDevice", error.ErrorDetails.RecommendedAction);
    }

    [Theory]
    [InlineData("Connect-CanDevice gateway.invalid", "HostNotFound", "IP address")]
    [InlineData("Connect-CanDevice 127.0.0.1 -Port 1", "ConnectionRefused", "each CAN channel has one of its own")]
    [InlineData("Disconnect-CanDevice; Send-CanFrame 1 -Device $device", "SessionClosed", "Connect-CanDevice")]
    [InlineData("Wait-CanFrame 0x7FF -Timeout 0.1", "WaitTimeout", "-Timeout")]
    [InlineData("Get-CanHandler nobody", "HandlerNotFound", "Get-CanHandler")]
    [InlineData("New-CanFrame 1 | Export-CanLog ./song.mp3", "UnknownLogFormat", "-Format")]
    [InlineData("1..113 | ForEach-Object { New-CanFrame $_ } | Send-CanFrame -Atomic", "InvalidFrame", "as several")]
    public void An_error_recommends_what_to_do(string command, string id, string recommended)
    {
        shell.Run("$device = Connect-CanDevice 127.0.0.1 -Port $args[0] -Name here", simulator.Port);
        var error = Assert.Single(shell.Try(command).Errors);
        Assert.StartsWith(id, error.FullyQualifiedErrorId);
        Assert.Contains(recommended, error.ErrorDetails.RecommendedAction);

        // Once: what happened, and apart from it what to do.
        Assert.DoesNotContain(error.ErrorDetails.RecommendedAction, error.ToString());
        Assert.DoesNotContain(error.ErrorDetails.RecommendedAction, error.Exception.Message);
        Assert.DoesNotMatch("Check |Connect it|Give |Name |Send ", error.ErrorDetails.Message);
    }

    [Fact]
    public void A_name_belongs_to_one_device()
    {
        shell.Connect(simulator, "-Name here");
        Assert.Equal("DeviceNameTaken", shell.Try("Connect-CanDevice 127.0.0.1 -Port $args[0] -Name here", simulator.Port).ErrorId);
    }

    public async ValueTask DisposeAsync()
    {
        shell.Dispose();
        await simulator.DisposeAsync();
    }

    private void NothingIsLeft() => Assert.Empty(shell.Run<object>("Get-CanDevice"));
}
