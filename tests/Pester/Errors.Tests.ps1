#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Errors' {
    BeforeAll {
        . "$PSScriptRoot/Import.ps1"
        $script:simulator = Start-CanSimulator -Traffic None
    }

    AfterAll {
        Clear-Bus
    }

    It 'says <Text>, and sends nothing: <Command>' -ForEach @(
        @{ Command = 'Send-CanFrame 0x20000000'; Text = '0x1FFFFFFF' }
        @{ Command = 'Send-CanFrame 0x800 -Extended:$false'; Text = '0x7FF' }
        @{ Command = 'Send-CanFrame 1 "01 02 03 04 05 06 07 08 09"'; Text = 'at most 8' }
        @{ Command = 'Send-CanFrame 1 0xZZ'; Text = '0xZZ' }
        @{ Command = 'Wait-CanFrame 1 -D1 2'; Text = '-D0' }
        @{ Command = 'Send-CanFrame 1 -Device nobody'; Text = 'nobody' }
    ) {
        $recording = $simulator.Capture()
        $null = $simulator | Connect-CanDevice -Name here
        $ErrorActionPreference = 'Stop'
        { & ([scriptblock]::Create($Command)) } | Should -Throw "*$Text*"
        Disconnect-CanDevice
        Wait-Until { $simulator.Clients -eq 0 }
        $recording.Count | Should -Be 0
        $recording.Dispose()
    }

    It 'tells what to do where no device is connected' {
        $problem = { Receive-CanFrame -ErrorAction Stop } | Should -Throw -ErrorId 'NoDevice*' -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -Match 'Connect-CanDevice'
    }

    It 'refuses the port <_>' -ForEach 0, 70000 {
        { Connect-CanDevice 127.0.0.1 -Port $_ } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
    }

    It 'names a host that does not exist' {
        { Connect-CanDevice gateway.invalid } | Should -Throw '*gateway.invalid*' -ErrorId 'HostNotFound*'
        Get-CanDevice | Should -BeNullOrEmpty
    }

    It 'names a port that refuses' {
        $closed = Start-CanSimulator
        $closed.StopListening()
        { Connect-CanDevice 127.0.0.1 -Port $closed.Port } | Should -Throw "*127.0.0.1:$($closed.Port)*" -ErrorId 'ConnectionRefused*'
        Get-CanDevice | Should -BeNullOrEmpty
    }
}
