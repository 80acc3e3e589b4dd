using Caneth.Servers;

namespace Caneth.Tests;

/// <summary>A device is offered to other programs, shown with its clients, and ends when it should.</summary>
public sealed class ServerTests : SimulatedBench
{
    [Fact]
    public async Task A_device_is_offered_and_another_device_is_its_client()
    {
        var started = Shell.Run<string>("Start-CanServer -Port 0 | ForEach-Object { \"$($_.Name) $($_.Device) $($_.Protocol) $($_.State)\" }");
        Assert.Equal(["Server1 bench Socketcand Running"], started);
        Shell.Run("$null = Get-CanServer | Connect-CanDevice -Name guest");
        Shell.Run("while (-not (Get-CanServer -Client).IsListening) { }; Send-CanFrame 123#01 -Device guest");
        Assert.Equal("123#01", Assert.Single(await Sent.WaitForAsync(1, Ending)).ToShortString());
        Shell.Run("Send-CanFrame 124#02 -Device bench");
        Assert.Equal(["True 1 0"], Shell.Run<string>("Get-CanServer server1 -Client | ForEach-Object { \"$($_.IsListening) $($_.FramesReceived) $($_.FramesRefused)\" }"));
        Assert.Matches(@"Server1 +Running +socketcand://127\.0\.0\.1:\d+/can0 +1 +", Shell.Show("Get-CanServer"));
        Assert.Matches(@"Server1 +127\.0\.0\.1:\d+ +True ", Shell.Show("Get-CanServer -Client"));
        Assert.Matches("FramesReceived +: 1", Shell.Show("Get-CanServer | Format-List"));
        Assert.Equal(["Server1"], Shell.Complete("Stop-CanServer S"));
        Assert.Equal(["Stopped"], Shell.Run<string>("(Stop-CanServer Server1 -PassThru).State"));
        Assert.Empty(Shell.Run<object>("Get-CanServer"));
    }

    [Theory]
    [InlineData("Start-CanServer -Port 0 -Name a; Start-CanServer -Port 0 -Name A", "ServerNameTaken", "A server named 'A' runs already.")]
    [InlineData("Stop-CanServer nobody", "ServerNotFound", "No server named 'nobody' runs. Servers: none.")]
    [InlineData("$null = Start-CanServer -Port 0 -Name a; Start-CanServer -Port (Get-CanServer a).Endpoint.Port", "ServerNotStarted", "The server cannot listen at 127.0.0.1:")]
    [InlineData("Start-CanServer -Port 0 -Bus 'can 0'", "OptionOutOfRange", "a word of letters, digits")]
    [InlineData("Start-CanServer -Port 0 -Device nobody", "DeviceNotFound", "nobody")]
    [InlineData("$gone = Get-CanDevice bench; Disconnect-CanDevice bench; Start-CanServer -Port 0 -Device $gone", "SessionClosed", "'bench' was disconnected")]
    public void What_cannot_be_is_an_error_that_says_what(string command, string id, string text)
    {
        var result = Shell.Try(command);
        Assert.Equal(id, result.ErrorId);
        Assert.Contains(text, $"{result.Error}", StringComparison.Ordinal);
    }

    [Fact]
    public void What_happens_in_the_background_is_a_warning_of_the_next_command_and_kept()
    {
        var result = Shell.Try("""
            $null = Start-CanServer Gateway -Port 0 -ReadOnly -Name view | Connect-CanDevice -Name guest
            Send-CanFrame 123#01 -Device guest
            while ((Get-CanServer).FramesRefused -eq 0) { }
            """);
        Assert.Contains(result.Warnings.Concat(Shell.Try("Get-CanDevice").Warnings), warning => warning.Contains("only shows the bus", StringComparison.Ordinal));
        Assert.Equal([ServerEventKind.ClientConnected, ServerEventKind.FramesRefused], Shell.Run<ServerEventKind>("(Get-CanServer view -Event).Kind"));
        Assert.Equal(0, Sent.Count);
    }

    [Fact]
    public void A_preview_starts_nothing_and_what_this_computer_alone_reaches_is_no_warning()
    {
        Assert.Empty(Shell.Try("Start-CanServer -Port 0 -WhatIf").Output);
        Assert.Empty(Shell.Run<object>("Get-CanServer"));
        Assert.Empty(Shell.Try("Start-CanServer -Port 0").Warnings);
    }

    [Fact]
    public void It_ends_with_its_device_and_with_the_module()
    {
        Shell.Run("$global:server = Start-CanServer -Port 0");
        var warnings = Shell.Try("Disconnect-CanDevice bench; while ($server.State -ne 'Stopped') { }; Get-CanServer").Warnings;
        Assert.Contains(warnings, warning => warning.Contains("'bench' is closed", StringComparison.Ordinal));
        Shell.Connect(Simulator, "-Name again");
        Shell.Run("$global:server = Start-CanServer -Port 0; Remove-Module Caneth");
        Assert.Equal([ServerState.Stopped], Shell.Run<ServerState>("$server.State"));
    }
}
