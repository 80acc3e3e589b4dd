#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Sending' {
    BeforeAll {
        . "$PSScriptRoot/Import.ps1"
        $script:manifest = Join-Path (Get-Module Caneth).ModuleBase 'Caneth.psd1'
    }

    BeforeEach {
        $script:simulator = Start-CanSimulator -Traffic None
        $script:recording = $simulator.Capture()
        $null = $simulator | Connect-CanDevice
    }

    AfterEach {
        Clear-Bus
    }

    It 'sends an id and data' {
        Send-CanFrame 0x123 '01 02 03'
        $frame = Wait-Recorded $recording 1
        $frame.Id | Should -Be 0x123
        "$($frame.Data)" | Should -Be '01 02 03'
    }

    It 'sends frames of every kind that the gateway knows' {
        Send-CanFrame 0x12345678 'AA'
        Send-CanFrame 0x12 -Extended
        Send-CanFrame 0x123 -Remote -Dlc 4
        $frames = Wait-Recorded $recording 3
        $frames.Extended | Should -Be $true, $true, $false
        $frames.Remote | Should -Be $false, $false, $true
        $frames[2].Dlc | Should -Be 4
    }

    It 'sends a pipeline in order' {
        0..999 | ForEach-Object { New-CanFrame $_ } | Send-CanFrame
        (Wait-Recorded $recording 1000).Id | Should -Be (0..999)
    }

    It 'keeps the frames of an atomic pipeline together' {
        1..50 | ForEach-Object { New-CanFrame $_ } | Send-CanFrame -Atomic
        (Wait-Recorded $recording 50).Id | Should -Be (1..50)
    }

    It 'sends nothing with -WhatIf' {
        Send-CanFrame 0x123 -WhatIf
        Send-CanFrame 0x124
        (Wait-Recorded $recording 1).Id | Should -Be 0x124
    }

    It 'delivers though Disconnect-CanDevice comes next' {
        1..200 | ForEach-Object { Send-CanFrame $_ }
        Disconnect-CanDevice
        (Wait-Recorded $recording 200).Count | Should -Be 200
    }

    It 'delivers though the shell ends next: <Ending>' -ForEach @(
        @{ Ending = '' }
        @{ Ending = '; exit' }
        @{ Ending = '; [Environment]::Exit(0)' }
    ) {
        $script = "Import-Module '$manifest'; `$null = Connect-CanDevice 127.0.0.1 -Port $($simulator.Port); Send-CanFrame 0x123 '01 02'$Ending"
        Invoke-PowerShell -NoProfile -NonInteractive -Command $script
        $LASTEXITCODE | Should -Be 0
        "$((Wait-Recorded $recording 1).Data)" | Should -Be '01 02'
    }
}
