namespace Caneth.Tests;

/// <summary>Names of simulators, recordings, handlers and devices: their case never matters.</summary>
public sealed class NameTests : IDisposable
{
    private readonly Shell shell = new();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        shell.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("Start-CanSimulator -Traffic None", "Simulator")]
    [InlineData("Start-CanRecording ([IO.Path]::Combine($args[0], \"$([guid]::NewGuid()).log\"))", "Recording")]
    [InlineData("Register-CanHandler -Action { }", "Handler")]
    [InlineData("Register-CanReply 1 2", "Reply")]
    [InlineData("Start-CanListener tcp-listen://127.0.0.1:0", "Listener")]
    public void A_name_is_given_out_only_where_no_name_of_any_case_is_the_same(string command, string prefix)
    {
        shell.Run("$null = Start-CanSimulator -Traffic None -Name gateway | Connect-CanDevice -Name bench");
        Assert.Equal(
            [$"{prefix.ToUpperInvariant()}1", $"{prefix}2", $"{prefix.ToLowerInvariant()}3", $"{prefix}4"],
            shell.Run<string>($$"""
                ({{command}} -Name {{prefix.ToUpperInvariant()}}1).Name
                ({{command}}).Name
                ({{command}} -Name {{prefix.ToLowerInvariant()}}3).Name
                ({{command}}).Name
                """, folder.Path));
    }

    [Theory]
    [InlineData("Start-CanSimulator -Traffic None", "SimulatorNameTaken")]
    [InlineData("Start-CanRecording ([IO.Path]::Combine($args[0], \"$([guid]::NewGuid()).log\"))", "RecordingNameTaken")]
    [InlineData("Register-CanHandler -Action { }", "HandlerNameTaken")]
    [InlineData("Register-CanReply 1 2", "ReplyNameTaken")]
    [InlineData("Start-CanListener tcp-listen://127.0.0.1:0", "ListenerNameTaken")]
    [InlineData("Get-CanSimulator gateway | Connect-CanDevice", "DeviceNameTaken")]
    public void A_name_of_another_case_is_taken_already(string command, string error)
    {
        shell.Run("$null = Start-CanSimulator -Traffic None -Name gateway | Connect-CanDevice -Name bench");
        shell.Run($"$null = {command} -Name one", folder.Path);
        Assert.Equal(error, shell.Try($"{command} -Name ONE", folder.Path).ErrorId);
    }

    [Fact]
    public void The_name_that_a_device_has_from_its_address_is_taken_already()
    {
        Assert.Equal("[::1]:1", shell.Run<string>("(Connect-CanDevice ::1 -Port 1 -NoWait).Name").Single());
        Assert.Equal("DeviceNameTaken", shell.Try("Connect-CanDevice ::1 -Port 1 -NoWait").ErrorId);
    }
}
