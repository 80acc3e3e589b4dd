namespace Caneth.Tests;

/// <summary>Whoever looks at all that something in the background has, as ConvertTo-Json does, waits for nothing, and least of all for its end.</summary>
public sealed class SerializationTests : SimulatedBench
{
    [Theory]
    [InlineData("Get-CanDevice bench")]
    [InlineData("Start-CanSimulator")]
    [InlineData("Start-CanRecording (Join-Path $folder drive.log)")]
    [InlineData("Start-CanServer -Port 0")]
    [InlineData("Start-CanPublisher mqtt://127.0.0.1:$closed -SpoolPath (Join-Path $folder spool)")]
    [InlineData("Start-CanListener tcp-listen://127.0.0.1:0")]
    [InlineData("Start-CanBridge bench car")]
    [InlineData("Start-CanTransmission -Id 0x123 -Every 3600")]
    [InlineData("Register-CanHandler -Id 0x123 -Action { }")]
    public void What_runs_becomes_text_at_once(string script)
    {
        Shell.Run("$global:folder, $global:closed = $args; $null = Start-CanSimulator -Traffic None | Connect-CanDevice -Name car", Folder.Path, Loopback.ClosedPort());
        var json = Shell.Run<string>($"$runs = {script}; $runs | ConvertTo-Json -WarningAction SilentlyContinue");
        Assert.StartsWith("{", Assert.Single(json), StringComparison.Ordinal);
        Assert.Contains("Name", Shell.Show("$runs | Format-List *"), StringComparison.Ordinal);
    }
}
