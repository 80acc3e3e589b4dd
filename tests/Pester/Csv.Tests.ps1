#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'CSV' {
    BeforeAll {
        . "$PSScriptRoot/Import.ps1"
        $script:csv = Join-Path $TestDrive 'frames.csv'
    }

    AfterAll {
        Clear-Bus
    }

    It 'holds what others can read: a time with microseconds or better, the id as a number, the data in hex' {
        $null = Start-CanSimulator | Connect-CanDevice -Name car
        Receive-CanFrame 0x0C0 -Count 1 | Export-Csv $csv
        $row = Import-Csv $csv
        $row.Timestamp | Should -Match '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6,}Z$'
        $row.Device | Should -Be car
        $row.Id | Should -Be '192'
        $row.Data | Should -Match '^([0-9A-F]{2} ){7}[0-9A-F]{2}$'
    }

    It 'can be sent again, and the same frames are sent' {
        $frames = @(
            New-CanFrame 0x123 '01 02 03'
            New-CanFrame 0x7FF
            New-CanFrame 0x12345678 'DE AD BE EF 00 11 22 33'
            New-CanFrame 0x12 '0A' -Extended
            New-CanFrame 0x100 '10'
            New-CanFrame 0x200 -Remote -Dlc 5
        )
        $frames | Export-Csv $csv

        $simulator = Start-CanSimulator -Traffic None
        $recording = $simulator.Capture()
        $null = $simulator | Connect-CanDevice -Name replay
        Import-Csv $csv | Send-CanFrame -Device replay
        $sent = Wait-Recorded $recording $frames.Count
        $sent.Count | Should -Be $frames.Count
        foreach ($index in 0..($frames.Count - 1)) {
            $sent[$index].HasSameContent($frames[$index]) | Should -BeTrue -Because "$($frames[$index]) was sent as $($sent[$index])"
        }
    }

    It 'can be sent again as received from a bus' {
        $received = Receive-CanFrame -Count 300 -Device car
        $received | Export-Csv $csv
        $simulator = Start-CanSimulator -Traffic None
        $recording = $simulator.Capture()
        $null = $simulator | Connect-CanDevice -Name again
        Import-Csv $csv | Send-CanFrame -Device again
        $sent = Wait-Recorded $recording 300
        @(0..299 | Where-Object { -not $sent[$_].HasSameContent($received[$_]) }) | Should -BeNullOrEmpty
    }
}
