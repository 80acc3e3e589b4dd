using Caneth.Bridges;

namespace Caneth.Tests;

/// <summary>Two devices are joined, shown with what goes over the bridge, and parted.</summary>
public sealed class BridgeTests : SimulatedBench
{
    public BridgeTests() => Shell.Run("$global:other = Start-CanSimulator -Traffic None; $null = $other | Connect-CanDevice -Name car");

    [Fact]
    public async Task Frames_go_over_it_with_the_ids_that_they_are_to_have()
    {
        var started = Shell.Run<string>("Start-CanBridge bench car -Id 0x100-0x1FF -IdMap @{ 0x123 = 0x456 } | ForEach-Object { \"$($_.Name) $($_.From) $($_.To) $($_.State)\" }");
        Assert.Equal(["Bridge1 bench car Running"], started);
        Shell.Run("Send-CanFrame 456#01 -Device car; Send-CanFrame 200#02 -Device car; Send-CanFrame 124#03 -Device car");
        Assert.Equal(["123#01", "124#03"], (await Sent.WaitForAsync(2, Ending)).Select(frame => frame.ToShortString()));
        Assert.Matches(@"Bridge1 +Running +bench +car +0 +2 +0", Shell.Show("Get-CanBridge"));
        Assert.Matches("FramesReturned +: 2", Shell.Show("Get-CanBridge | Format-List"));
        Assert.Equal(["Bridge1"], Shell.Complete("Stop-CanBridge b"));
        Assert.Equal(["Stopped"], Shell.Run<string>("(Stop-CanBridge bridge1 -PassThru).State"));
        Assert.Empty(Shell.Run<object>("Get-CanBridge"));
    }

    [Theory]
    [InlineData("$null = Start-CanBridge bench car -Name a; Start-CanBridge bench car -Name A", "BridgeNameTaken", "A bridge named 'A' runs already.")]
    [InlineData("$null = Start-CanBridge bench car; Start-CanBridge car bench -OneWay", "BridgeLoop", "Frames would go in a circle")]
    [InlineData("Start-CanBridge bench bench", "SameDevice", "'bench' was given twice")]
    [InlineData("Start-CanBridge bench nobody", "DeviceNotFound", "nobody")]
    [InlineData("Start-CanBridge bench ''", "GivenAndEmpty", "-To was given and is empty")]
    [InlineData("Start-CanBridge bench car -IdMap @{ 1 = 3; 2 = 3 }", "OptionOutOfRange", "0x3 for two ids")]
    [InlineData("Stop-CanBridge nobody", "BridgeNotFound", "No bridge named 'nobody' runs. Bridges: none.")]
    public void What_cannot_be_is_an_error_that_says_what(string command, string id, string text)
    {
        var result = Shell.Try(command);
        Assert.Equal(id, result.ErrorId);
        Assert.Contains(text, $"{result.Error}", StringComparison.Ordinal);
    }

    [Fact]
    public void It_ends_with_a_device_and_with_the_module_and_a_preview_starts_nothing()
    {
        Assert.Empty(Shell.Try("Start-CanBridge bench car -WhatIf").Output);
        Shell.Run("$global:bridge = Start-CanBridge bench car");
        var warnings = Shell.Try("Disconnect-CanDevice car; while ($bridge.State -ne 'Stopped') { }; Get-CanBridge").Warnings;
        Assert.Contains(warnings, warning => warning.Contains("'car' is closed", StringComparison.Ordinal));
        Shell.Run("$null = $other | Connect-CanDevice -Name again; $global:bridge = Start-CanBridge bench again; Remove-Module Caneth");
        Assert.Equal([BridgeState.Stopped], Shell.Run<BridgeState>("$bridge.State"));
    }
}
