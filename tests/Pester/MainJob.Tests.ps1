#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# The uses that this module is made for, as one types them.
Describe 'The main job' {
    BeforeAll {
        . "$PSScriptRoot/Import.ps1"
        $script:simulator = Start-CanSimulator
        $null = Connect-CanDevice 127.0.0.1 -Port $simulator.Port
    }

    AfterAll {
        Clear-Bus
    }

    It 'Connect-CanDevice 127.0.0.1 -Port 20001' {
        (Get-CanDevice).State | Should -Be Connected
    }

    It 'Wait-CanFrame -Id 0x123 -D0 1 -Timeout 10' {
        $frame = Wait-CanFrame -Id 0x123 -D0 1 -Timeout 10
        $frame.Id | Should -Be 0x123
        $frame.Data[0] | Should -Be 1
    }

    It 'Receive-CanFrame | Where Id -eq 0x123 | Export-Csv frames.csv' {
        Push-Location TestDrive:/
        try {
            Receive-CanFrame -Duration 1 | Where Id -eq 0x123 | Export-Csv frames.csv
            $rows = @(Import-Csv frames.csv)
        }
        finally {
            Pop-Location
        }
        $rows.Count | Should -BeGreaterThan 3
        $rows.Id | Sort-Object -Unique | Should -Be 291
        $rows.Data | Should -Match '^[0-9A-F]{2}( [0-9A-F]{2}){0,7}$'
    }
}
