namespace Caneth.Tests;

/// <summary>With -WhatIf nothing changes: not a device, not a handler, not a simulator, not a file, not the bus.</summary>
public sealed class WhatIfTests(WhatIfTests.Prompt prompt) : IClassFixture<WhatIfTests.Prompt>
{
    // These show, wait, read or make objects, and change nothing outside the pipeline.
    private static readonly string[] HarmlessVerbs = ["Get", "Show", "Import", "Compare", "Test", "ConvertFrom", "ConvertTo", "New", "Receive", "Wait", "Measure", "Watch", "Find", "Join"];

    private readonly Shell shell = prompt.Shell;

    [Fact]
    public void Every_cmdlet_that_changes_something_can_be_tried_first() => Assert.Empty(shell.Run<string>("""
        param($harmless)
        foreach ($cmdlet in Get-Command -Module Caneth -CommandType Cmdlet) {
            if ($cmdlet.Verb -notin $harmless -and -not $cmdlet.Parameters.ContainsKey('WhatIf')) { $cmdlet.Name }
        }
        """, [HarmlessVerbs]));

    [Theory]
    [InlineData("$simulator | Connect-CanDevice -Name second -WhatIf")]
    [InlineData("Disconnect-CanDevice bench -WhatIf")]
    [InlineData("Clear-CanSendBuffer -WhatIf")]
    [InlineData("Send-CanFrame 0x123 '01' -WhatIf")]
    [InlineData("Send-CanLog one.log -WhatIf")]
    [InlineData("Request-CanFrame 7DF '02 01 0C' -ReplyId 7E8 -WhatIf")]
    [InlineData("Register-CanHandler 0x123 { } -Name horn -WhatIf")]
    [InlineData("Register-CanHandler 0x123 { } -Name horn -Background -WhatIf")]
    [InlineData("Unregister-CanHandler lamp -WhatIf")]
    [InlineData("Register-CanReply 7DF 7E8 05 -Name brake -WhatIf")]
    [InlineData("Unregister-CanReply engine -WhatIf")]
    [InlineData("Start-CanSimulator -Name other -WhatIf")]
    [InlineData("Set-CanSimulator gateway -Fault Garbage -WhatIf")]
    [InlineData("Stop-CanSimulator gateway -WhatIf")]
    [InlineData("Start-CanListener tcp-listen://127.0.0.1:0 -WhatIf")]
    [InlineData("Stop-CanListener yard -WhatIf")]
    [InlineData("Start-CanRecording other.log -Name other -WhatIf")]
    [InlineData("Stop-CanRecording drive -WhatIf")]
    [InlineData("New-CanFrame 1 | Export-CanLog two.log -WhatIf")]
    [InlineData("New-CanFrame 2 | Export-CanLog one.log -WhatIf")]
    [InlineData("New-CanFrame 2 | Export-CanLog one.log -Append -WhatIf")]
    [InlineData("Convert-CanLog one.log two.blf -WhatIf")]
    [InlineData("Convert-CanLog one.log new/ -DestinationFormat asc -WhatIf")]
    [InlineData("Convert-CanLog one.log car.csv -Database car.dbc -WhatIf")]
    [InlineData("Remove-CanDatabase car -WhatIf")]
    [InlineData("Export-CanDatabase car.md car -WhatIf")]
    [InlineData("Export-CanSignal two.csv -Log one.log -WhatIf")]
    [InlineData("Export-CanPlot two.svg -Log one.log -WhatIf")]
    [InlineData("Show-CanPlot -Path one.log -WhatIf")]
    public void Nothing_changes_with_WhatIf(string script)
    {
        var before = Everything();
        shell.Run(script);
        Assert.StartsWith("What if: ", shell.Host.TakeText(), StringComparison.Ordinal);
        Assert.Equal(before, Everything());
    }

    private string Everything()
    {
        var state = shell.Run<string>("""
            foreach ($device in Get-CanDevice) { "device $($device.Name) $($device.State) $($device.FramesSent)" }
            foreach ($handler in Get-CanHandler) { "handler $($handler.Name)" }
            foreach ($reply in Get-CanReply) { "reply $($reply.Name)" }
            foreach ($simulator in Get-CanSimulator) { "simulator $($simulator.Name) $($simulator.Clients) $($simulator.Faults)" }
            foreach ($listener in Get-CanListener) { "listener $($listener.Name) $($listener.State)" }
            foreach ($database in (Get-CanDatabase), (Get-CanDatabase -Device bench)) { "database $($database.Name)" }
            foreach ($recording in Get-CanRecording) { "recording $($recording.Name) $($recording.State)" }
            """);
        var files = Directory.GetFiles(prompt.Folder.Path).Order().Select(file => $"{Path.GetFileName(file)} {new FileInfo(file).Length}");
        return string.Join('\n', state.Concat(files));
    }

    /// <summary>A shell that has one of everything, which no test changes.</summary>
    public sealed class Prompt : IDisposable
    {
        public TemporaryFolder Folder { get; } = new();

        public Shell Shell { get; } = new();

        public Prompt()
        {
            Shell.Run("param($folder) $null = $ExecutionContext.SessionState.Path.SetLocation($folder)", Folder.Path);
            Shell.Run("""
                $simulator = Start-CanSimulator -Name gateway -Traffic None
                $null = $simulator | Connect-CanDevice -Name bench
                $null = Start-CanListener tcp-listen://127.0.0.1:0 -Name yard
                $null = Register-CanHandler -Device bench -Name lamp -Action { }
                $null = Register-CanReply -Device bench -Name engine 7DF 7E8 04
                $null = Start-CanRecording drive.log -Name drive
                New-CanFrame 1 | Export-CanLog one.log
                Set-Content car.dbc 'BO_ 1 Car: 8 X'
                Import-CanDatabase car.dbc
                Import-CanDatabase car.dbc -Device bench
                """);
        }

        public void Dispose()
        {
            Shell.Dispose();
            Folder.Dispose();
        }
    }
}
