using System.Management.Automation;
using Caneth.Listening;
using Caneth.Sessions;

namespace Caneth.Tests;

/// <summary>Gateways that dial in, at the prompt: a device for each, waited for, named, refused, and gone with its listener.</summary>
public sealed class ListenerTests : IDisposable
{
    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    [Fact]
    public void A_gateway_that_dials_in_is_a_device_like_others()
    {
        shell.Run("$global:listener = Start-CanListener tcp-listen://127.0.0.1:0");
        shell.Run("$null = Start-CanSimulator -Dial $listener.Uri -RegistrationPacket truck17 -RedialDelay 50ms -Name gateway");
        Assert.Equal(["truck17"], shell.Run<string>("(Wait-CanDevice -Name truck17 -Timeout 20).Name"));
        Assert.Equal(["truck17", "truck17"], shell.Run<string>("(Receive-CanFrame -Count 2 -Timeout 20).Device"));
        Assert.Equal(["'truck17'"], shell.Run<string>("(Get-CanDevice truck17).GatewayIdentity"));
        shell.Run("(Get-CanSimulator gateway).DisconnectClients($true)");
        Assert.True(SpinWait.SpinUntil(() => shell.Run<long>("(Get-CanDevice truck17).Reconnects") is [1], TimeSpan.FromSeconds(20)));
        Assert.Equal([1], shell.Run<int>("(Get-CanListener).Devices.Count"));
        Assert.Matches("Listener1 +Listening +1 +1 +0 +tcp-listen://127", shell.Show("Get-CanListener"));
        Assert.Matches(@"Devices +: truck17", shell.Show("Get-CanListener | Format-List"));
        Assert.Equal(["DeviceAdded"], shell.Run<string>("Get-CanListener -Event | Select-Object -First 1 | ForEach-Object Kind"));
        Assert.Equal([ListenerState.Stopped], shell.Run<ListenerState>("($listener | Stop-CanListener -PassThru).State"));
        Assert.Empty(shell.Run<object>("Get-CanDevice; Get-CanListener"));
    }

    [Fact]
    public void Those_who_may_come_have_the_names_that_they_are_given()
    {
        shell.Run("""
            $listener = Start-CanListener tcp-listen://127.0.0.1:0 -Identity truck* -DeviceName @{ 'd8:b0:4c:01:02:03' = 'tractor' }
            'truck1', 'D8 B0 4C 01 02 03', 'car1' | ForEach-Object { $null = Start-CanSimulator -Dial $listener.Uri -RegistrationPacket $_ -RedialDelay 20s }
            """);
        Assert.Equal(["tractor", "truck1"], shell.Run<string>("(Wait-CanDevice truck1, tractor -Timeout 20).Name | Sort-Object"));
        Assert.True(SpinWait.SpinUntil(() => shell.Run<long>("(Get-CanListener).ConnectionsRefused") is [1], TimeSpan.FromSeconds(20)));
        Assert.Contains("'car1'", Assert.Single(shell.Run<string>("Get-CanListener -Event | Where-Object Kind -EQ ConnectionRefused | ForEach-Object Message")), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_device_that_comes_goes_down_the_pipeline()
    {
        shell.Run("$global:fleet = Start-CanListener tcp-listen://127.0.0.1:0; 1..3 | ForEach-Object { $null = Start-CanSimulator -Dial $fleet.Uri -RegistrationPacket \"bus$_\" }");
        Assert.Equal(["bus1", "bus2", "bus3"], shell.Run<string>("$fleet | Wait-CanDevice -Count 3 -Timeout 20 | ForEach-Object Name | Sort-Object"));
        Assert.Single(shell.Run<CanSession>("$fleet | Wait-CanDevice"));
        Assert.Equal(2, shell.Run<CanSession>("$fleet | Wait-CanDevice -All | Select-Object -First 2").Count);
        Assert.Equal(3, shell.Run<CanSession>("$fleet | Wait-CanDevice -All -Timeout 100ms").Count);
        Assert.Equal(["bus2"], shell.Run<string>("Get-CanDevice bus2 | Wait-CanDevice | ForEach-Object Name"));
    }

    [Fact]
    public void A_device_that_comes_by_itself_is_not_the_one_that_is_meant_where_there_is_another()
    {
        shell.Run("""
            $null = Start-CanSimulator | Connect-CanDevice -Name bench
            $null = Start-CanSimulator -Dial (Start-CanListener tcp-listen://127.0.0.1:0).Uri -RegistrationPacket truck17
            $null = Wait-CanDevice truck17 -Timeout 20
            """);
        Assert.Equal(["bench"], shell.Run<string>("(Receive-CanFrame -Count 1 -Timeout 20).Device"));
        shell.Run("Disconnect-CanDevice bench");
        Assert.Equal(["truck17"], shell.Run<string>("(Receive-CanFrame -Count 1 -Timeout 20).Device"));
    }

    [Fact]
    public void One_gateway_that_dials_in_is_connected_as_those_are_that_are_dialled()
    {
        shell.Run($$"""
            $null = Start-CanSimulator | Connect-CanDevice -Name bench
            $global:uri = 'tcp-listen://127.0.0.1:{{Loopback.ClosedPort()}}/truck17'
            'car1', 'truck17' | ForEach-Object { $null = Start-CanSimulator -Dial $uri -RegistrationPacket $_ -RedialDelay 20ms }
            """);
        Assert.Equal(["yard"], shell.Run<string>("(Connect-CanDevice $uri -Name yard -Timeout 20).Name"));
        Assert.Equal(["yard"], shell.Run<string>("(Receive-CanFrame -Count 1 -Timeout 20).Device"));
        Assert.Equal([true], shell.Run<bool>("(Get-CanDevice yard).Uri -eq $uri"));
        const string Refused = "Get-CanDevice yard -Event | Where-Object Kind -EQ NotAdmitted | Select-Object -First 1 | ForEach-Object Message";
        IReadOnlyList<string> told = [];
        Assert.True(SpinWait.SpinUntil(() => (told = shell.Run<string>(Refused)).Count > 0, TimeSpan.FromSeconds(20)));
        Assert.Contains("'car1'", told[0], StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_is_an_error_that_says_what_to_do()
    {
        shell.Run("$global:taken = Start-CanListener tcp-listen://127.0.0.1:0 -Name one");
        Assert.Equal("ListenerNameTaken", shell.Try("Start-CanListener tcp-listen://127.0.0.1:0 -Name ONE").ErrorId);
        Assert.Equal("ListenerNotStarted", shell.Try("Start-CanListener $taken.Uri").ErrorId);
        Assert.Equal("InvalidAddress", shell.Try("Start-CanListener tcp-listen://gateway").ErrorId);
        Assert.Contains("Connect-CanDevice", shell.Try("Start-CanListener 127.0.0.1").Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal("ListenerNotFound", shell.Try("Get-CanListener two").ErrorId);
        Assert.Equal("GivenAndEmpty", shell.Try("Start-CanListener tcp-listen://127.0.0.1:0 -DeviceName @{ truck = '' }").ErrorId);
        Assert.Equal("NotAListener", shell.Try("5 | Wait-CanDevice").ErrorId);
        Assert.Equal("NotDialled", shell.Try("Start-CanSimulator -Dial socketcand://127.0.0.1/can0").ErrorId);
        Assert.Equal("ConnectFailed", shell.Try("Connect-CanDevice $taken.Uri").ErrorId);
        Assert.Contains("Start-CanListener", $"{shell.Try("Connect-CanDevice tcp-listen://127.0.0.1:0").Error}", StringComparison.Ordinal);
        var missing = shell.Try("Wait-CanDevice truck17 -Timeout 50ms");
        Assert.Equal(("DeviceWaitTimeout", ErrorCategory.OperationTimeout), (missing.ErrorId, missing.Error.CategoryInfo.Category));
        Assert.Contains("'truck17'", $"{missing.Error}", StringComparison.Ordinal);
        shell.Run("$null = Stop-CanListener one");
        Assert.Equal("NobodyCanCome", shell.Try("$taken | Wait-CanDevice").ErrorId);
    }

    [Fact]
    public void Waiting_ends_with_the_pipeline()
    {
        shell.Run("$null = Start-CanListener tcp-listen://127.0.0.1:0");
        using var pipeline = shell.Pipeline("Wait-CanDevice truck17");
        var running = pipeline.BeginInvoke();
        Assert.False(running.AsyncWaitHandle.WaitOne(100));
        pipeline.Stop();
        Assert.True(running.AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(20)));
    }

    [Theory]
    [InlineData("Start-CanListener tcp", "tcp-listen://0.0.0.0:20001")]
    [InlineData("Start-CanListener tcp-listen://0.0.0.0:1?identity=", "tcp-listen://0.0.0.0:1?identity=packet")]
    [InlineData("Get-CanListener o", "one")]
    public void Tab_goes_on_with_what_was_typed(string line, string word)
    {
        shell.Run("$null = Start-CanListener tcp-listen://127.0.0.1:0 -Name one");
        Assert.Contains(word, shell.Complete(line));
        Assert.Contains("tcp-listen://", shell.Complete("Connect-CanDevice tcp"));
    }
}
