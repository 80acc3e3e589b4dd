namespace Caneth.Tests;

/// <summary>Devices flow through pipelines, are written as they are named, and say alike that they are gone.</summary>
public sealed class DeviceFlowTests : IDisposable
{
    private readonly Shell shell = new();

    [Theory]
    [InlineData("Start-CanSimulator | Connect-CanDevice | Receive-CanFrame -Count 3", 3)]
    [InlineData("Start-CanSimulator | Connect-CanDevice | Wait-CanFrame -Timeout 10", 1)]
    [InlineData("Start-CanSimulator | Connect-CanDevice | Register-CanHandler 0x123 { }", 1)]
    [InlineData("$null = Start-CanSimulator | Connect-CanDevice -Name a; $null = Start-CanSimulator | Connect-CanDevice -Name b; $seen = [Collections.Generic.HashSet[string]]::new(); Get-CanDevice | Receive-CanFrame -Duration 20 | Where-Object { $seen.Add($_.Device) } | Select-Object -First 2", 2)]
    [InlineData("$null = Start-CanSimulator | Connect-CanDevice -Name a; 'a' | Receive-CanFrame -Count 2", 2)]
    public void A_device_of_the_pipeline_is_the_one_that_is_meant(string script, int count) => Assert.Equal(count, shell.Run<object>(script).Count);

    [Theory]
    [InlineData("Get-CanDevice none* | Receive-CanFrame -Count 1")]
    [InlineData("$null | Wait-CanFrame -Timeout 0.1")]
    public void An_empty_pipeline_means_no_device(string command)
    {
        shell.Run("$null = Start-CanSimulator | Connect-CanDevice");
        Assert.Equal("GivenAndEmpty", shell.Try(command).ErrorId);
    }

    [Fact]
    public void A_device_is_connected_by_what_it_is_called()
    {
        shell.Run("$global:port = (Start-CanSimulator).Port");
        Assert.Equal(["127.0.0.1"], shell.Run<string>("(Connect-CanDevice \"127.0.0.1:$port\" -Name a).HostName"));
        Assert.Equal([true], shell.Run<bool>("(Connect-CanDevice \"127.0.0.1:$port\").Name -eq \"127.0.0.1:$port\""));
        Assert.Equal("PortTwice", shell.Try("Connect-CanDevice 127.0.0.1:20001 -Port 20002").ErrorId);
        Assert.Equal("InvalidAddress", shell.Try("Connect-CanDevice 127.0.0.1:70000").ErrorId);
        Assert.Contains("[::1]:1", $"{shell.Try("Connect-CanDevice [::1]:1").Error}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Receive-CanFrame -Device $device -Duration 0.1")]
    [InlineData("Receive-CanFrame -Device $device")]
    [InlineData("Wait-CanFrame -Device $device -Timeout 0.1")]
    [InlineData("Register-CanHandler 1 -Device $device")]
    [InlineData("Send-CanFrame 1 -Device $device")]
    [InlineData("Send-CanFrame 1 -Device $device -NoWait")]
    [InlineData("Send-CanFrame 1 -Device $device -Atomic")]
    [InlineData("Request-CanFrame 1 -ReplyId 2 -Device $device")]
    [InlineData("Start-CanRecording $file -Device $device")]
    [InlineData("New-CanFrame 1 | Send-CanLog -Device $device")]
    public void A_device_that_is_disconnected_is_one_error_everywhere(string command)
    {
        using var folder = new TemporaryFolder();
        shell.Run("$device = Start-CanSimulator | Connect-CanDevice -Name gone; Disconnect-CanDevice; $file = $args[0]", folder.Of("x.log"));
        var result = shell.Try(command);
        Assert.Equal("SessionClosed", result.ErrorId);
        Assert.Contains("'gone' was disconnected", $"{result.Error}", StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Empty(shell.Run<object>("Get-CanRecording"));
    }

    [Fact]
    public void Commands_say_in_detail_what_they_do()
    {
        shell.Run("$null = Start-CanSimulator | Connect-CanDevice -Name car");
        Assert.Contains("Receiving frames of 0x123 from 'car'.", shell.Try("Receive-CanFrame 0x123 -Count 1 -Verbose").Verbose);
        Assert.Contains("1 frame received.", shell.Try("Receive-CanFrame 0x123 -Count 1 -Verbose").Verbose);
        Assert.Contains("car: 2 frames handed to the operating system.", shell.Try("'123#', '124#' | Send-CanFrame -Verbose").Verbose);
        Assert.Contains("car: 1 frame put into the send buffer.", shell.Try("Send-CanFrame 123# -NoWait -Verbose").Verbose);
    }

    [Fact]
    public void A_bare_command_asks_for_the_id()
    {
        shell.Run("$null = Start-CanSimulator | Connect-CanDevice");
        Assert.NotNull(shell.Try("Send-CanFrame").Error);
        Assert.Contains("ASKED FOR: Id\n", shell.Host.TakeText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tab_offers_what_a_person_would_type_next()
    {
        shell.Run("$null = Start-CanSimulator -Name sim; $null = Get-CanSimulator | Connect-CanDevice -Name car");
        shell.Run("$global:port = (Get-CanSimulator).Port");
        Assert.Contains("127.0.0.1", shell.Complete("Connect-CanDevice "));
        Assert.Equal(["127.0.0.1"], shell.Complete("Connect-CanDevice 127"));
        Assert.Equal(shell.Run<string>("\"$port\", '20001'"), shell.Complete("Connect-CanDevice 127.0.0.1 -Port "));
        Assert.Equal(["20001"], shell.Complete("Connect-CanDevice 127.0.0.2 -Port "));
        Assert.Equal(["candump"], shell.Complete("ConvertTo-CanLog -Format cand"));
        shell.Run("$null = Register-CanHandler 1 { } -Name lamp");
        Assert.Equal(["lamp"], shell.Complete("Unregister-CanHandler "));
    }

    [Theory]
    [InlineData("Send-CanFrame ", "0x123")]
    [InlineData("New-CanFrame 0x12", "0x123")]
    [InlineData("Request-CanFrame -Id 12", "0x123")]
    [InlineData("Send-CanFrame 0x123 ", "'0? 00'")]
    [InlineData("Send-CanFrame -Id 291 -Data ", "'0? 00'")]
    [InlineData("Wait-CanFrame 0x123 -Data '0", "'0? 00'")]
    public void Tab_offers_the_ids_and_the_data_that_were_seen(string line, string expected)
    {
        shell.Run("$null = Start-CanSimulator | Connect-CanDevice -Name car");
        var pattern = System.Management.Automation.WildcardPattern.Get(expected, System.Management.Automation.WildcardOptions.None);
        Assert.True(SpinWait.SpinUntil(() => shell.Complete(line).Any(pattern.IsMatch), TimeSpan.FromSeconds(20)), string.Join(' ', shell.Complete(line)));
        Assert.All(shell.Complete(line), one => Assert.DoesNotContain('/', one));
    }

    public void Dispose() => shell.Dispose();
}
