#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Examples' {
    BeforeAll {
        . "$PSScriptRoot/Import.ps1"
        $script:examples = Join-Path $PSScriptRoot '../../examples'
    }

    AfterEach {
        # Each cleans up after itself.
        Get-CanDevice | Should -BeNullOrEmpty
        Get-CanSimulator | Should -BeNullOrEmpty
    }

    It 'log-to-csv' {
        $file = & "$examples/log-to-csv.ps1" -Id 0x100-0x1FF -Duration 0.5 -Path (Join-Path $TestDrive bus.csv)
        $rows = Import-Csv $file
        $rows.Count | Should -BeGreaterThan 20
        $rows.ForEach{ [int] $_.Id } | ForEach-Object { $_ | Should -BeIn (0x100..0x1FF) }
    }

    It 'wait-in-a-test' {
        $result = & "$examples/wait-in-a-test.ps1"
        $result.Seconds | Should -BeGreaterThan 0.19
        $result.Seconds | Should -BeLessThan 0.51
    }

    It 'answer-like-a-control-unit' {
        $replies = & "$examples/answer-like-a-control-unit.ps1"
        $replies.ForEach{ "$($_.Data)" } | Should -Be '01 7C', '02 02', '7F 03'
    }

    It 'watch-two-channels' {
        $channels = & "$examples/watch-two-channels.ps1" -Duration 0.5
        $channels.Channel | Should -Be CAN1, CAN2
        $channels.Frames | ForEach-Object { $_ | Should -BeGreaterThan 50 }
    }

    It 'send-a-sequence' {
        $values = & "$examples/send-a-sequence.ps1"
        $values.Name | Should -Be 'Coolant', 'Engine speed', 'Speed'
        $values[1].Value | Should -BeGreaterThan 500
    }

    It 'test-without-hardware' {
        Invoke-PowerShell -NoProfile -NonInteractive -Command "Import-Module '$manifest'; & '$examples/test-without-hardware.ps1'; exit `$LASTEXITCODE" |
            Should -Match '^passed'
        $LASTEXITCODE | Should -Be 0
    }

    It 'signals-to-csv' {
        $rows = Import-Csv (& "$examples/signals-to-csv.ps1" -Duration 1 -Path (Join-Path $TestDrive signals.csv))
        $rows.Count | Should -BeGreaterThan 4
        [double] $rows[-1].EngineSpeed | Should -BeGreaterThan 500
        [double] $rows[-1].VehicleSpeed | Should -BeGreaterOrEqual 0
    }

    It 'find-silent-messages' {
        (& "$examples/find-silent-messages.ps1" -Duration 1.5).Message | Should -Be MissingUnit
    }

    It 'read-a-car' {
        $units = & "$examples/read-a-car.ps1"
        $units.Name | Should -Be Engine, Gearbox
        $units[0].Vin | Should -Be WCANETH0T35T00017
        $units[0].Faults | Should -Be 'P0301-00', 'P0420-13', 'U0100-87', 'B1A1B-4C', 'C020B-16'
        $units[1].Faults | Should -Be 'P070A-62'
    }

    It 'watch-a-sensor' {
        $rows = Import-Csv (& "$examples/watch-a-sensor.ps1" -Every 0.05 -Duration 0.3 -Path (Join-Path $TestDrive sensor.csv))
        $rows.Count | Should -BeGreaterThan 2
        [int] $rows[-1].Value | Should -BeGreaterThan 500
    }

    It 'flash-a-control-unit' {
        $done = & "$examples/flash-a-control-unit.ps1" -Confirm:$false
        $done.Bytes | Should -Be 4000
        $done.Session | Should -Be Default
        & "$examples/flash-a-control-unit.ps1" -WhatIf | Should -BeNullOrEmpty
    }

    It 'signals-in-pester' {
        # A Pester within a Pester is not to share anything with it.
        $result = Invoke-PowerShell -NoProfile -NonInteractive -Command "Import-Module '$manifest'; Import-Module '$((Get-Module Pester).ModuleBase)/Pester.psd1'; (Invoke-Pester '$examples/signals-in-pester.ps1' -Output None -PassThru).Result"
        $result | Should -Be Passed
    }

    It 'are all tried here' {
        $tried = [regex]::Matches((Get-Content -Raw $PSCommandPath), "(?m)^    It '([a-z-]+)' ").ForEach{ $_.Groups[1].Value }
        (Get-ChildItem $examples -Filter *.ps1).BaseName | Sort-Object | Should -Be ($tried | Sort-Object)
    }
}
