namespace Caneth.Tests;

/// <summary>Mocks of the cmdlets take what the cmdlets take.</summary>
public sealed class MockTests(Shell shell) : IClassFixture<Shell>
{
    // As Pester makes a mock: the parameters of the cmdlet, and nothing but what was bound.
    private const string MakeMock = """
        $metadata = [System.Management.Automation.CommandMetadata]::new((Get-Command $args[0] -CommandType Cmdlet))
        $binding = [System.Management.Automation.ProxyCommand]::GetCmdletBindingAttribute($metadata)
        $parameters = [System.Management.Automation.ProxyCommand]::GetParamBlock($metadata)
        Set-Item "function:global:$($args[0])" ([scriptblock]::Create("$binding param($parameters) process { , `$PSBoundParameters }"))
        """;

    [Theory]
    [InlineData("Connect-CanDevice", "127.0.0.1 -Timeout 2 -ReconnectDelay 100ms -IdleTimeout 2min -Heartbeat 'AA 00'",
        "Heartbeat=AA 00 HostName=127.0.0.1 IdleTimeout=120 ReconnectDelay=0.1 Timeout=2")]
    [InlineData("Convert-CanLog", "drive.blf drive.log -Id 7DF -After 1.5s -MaxTime 2min", "After=1.5 Destination=drive.log Id=0x7DF MaxTime=120 Path=drive.blf")]
    [InlineData("ConvertTo-CanData", "'02 01 0C'", "InputObject=02 01 0C")]
    [InlineData("Disconnect-CanDevice", "bench -Timeout 1.5s", "Device=bench Timeout=1.5")]
    [InlineData("Export-CanLog", "drive.log -InputObject 123#0102 -Format candump", "Format=candump InputObject=123#0102 Path=drive.log")]
    [InlineData("Import-CanLog", "drive.log -Id 7DF, 0x100-0x1FF -After 1.5s", "After=1.5 Id=0x7DF 0x100-0x1FF Path=drive.log")]
    [InlineData("New-CanFrame", "7DF '02 01 0C'", "Data=02 01 0C Id=0x7DF")]
    [InlineData("Receive-CanFrame", "7e8 -D0 2 -Duration 100ms", "D0=0x02 Duration=0.1 Id=0x7E8")]
    [InlineData("Register-CanHandler", "7DF -Data '01 ??'", "Data=01 ?? Id=0x7DF")]
    [InlineData("Request-CanFrame", "7DF '02 01 0C' -ReplyId 7E8 -Timeout 100ms", "Data=02 01 0C Id=0x7DF ReplyId=0x7E8 Timeout=0.1")]
    [InlineData("Send-CanFrame", "0x1A3 (1, 2) -Timeout 2", "Data=01 02 Id=0x1A3 Timeout=2")]
    [InlineData("Send-CanLog", "drive.log -IdMap @{ 0x100 = 0x200 } -MaxGap 2min", "IdMap=0x100 = 0x200 MaxGap=120 Path=drive.log")]
    [InlineData("Set-CanSimulator", "* Reset=500", "Fault=Reset=500 Name=*")]
    [InlineData("Start-CanRecording", "drive.log -Id 7DF -MaxTime 2min", "Id=0x7DF MaxTime=120 Path=drive.log")]
    [InlineData("Start-CanSimulator", "-Fault HalfOpen", "Fault=HalfOpen=0")]
    [InlineData("Wait-CanFrame", "7DF -D0 FF -Timeout ([timespan]::FromSeconds(3))", "D0=0xFF Id=0x7DF Timeout=3")]
    public void A_mock_binds_what_the_cmdlet_binds(string name, string arguments, string bound)
    {
        shell.Run(MakeMock, name);
        Assert.Equal([bound], shell.Run<string>($"$bound = {name} {arguments}; ($bound.GetEnumerator() | Sort-Object Key | ForEach-Object {{ \"$($_.Key)=$($_.Value)\" }}) -join ' '"));
    }
}
