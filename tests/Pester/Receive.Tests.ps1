#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Receiving' {
    BeforeAll {
        . "$PSScriptRoot/Import.ps1"
        $script:simulator = Start-CanSimulator
        $null = $simulator | Connect-CanDevice -Name car
    }

    AfterAll {
        Clear-Bus
    }

    It 'ends after a count' {
        @(Receive-CanFrame -Count 25).Count | Should -Be 25
    }

    It 'ends after a time' {
        $time = Measure-Command { $script:frames = Receive-CanFrame -Duration 0.5 }
        $time.TotalSeconds | Should -BeGreaterOrEqual 0.5
        $frames.Count | Should -BeGreaterThan 100
    }

    It 'emits frames with their time and their device, in order' {
        $frames = Receive-CanFrame -Count 100
        $frames.Device | Sort-Object -Unique | Should -Be car
        ($frames[99].Timestamp - $frames[0].Timestamp).TotalSeconds | Should -BeGreaterThan 0
        $frames.Timestamp | Sort-Object | Should -Be $frames.Timestamp
    }

    It 'selects <Filter>' -ForEach @(
        @{ Filter = '0x123'; Lowest = 0x123; Highest = 0x123 }
        @{ Filter = '0x0C0-0x0CF'; Lowest = 0x0C0; Highest = 0x0CF }
        @{ Filter = '0x120/0x7F0'; Lowest = 0x120; Highest = 0x12F }
    ) {
        $ids = (Receive-CanFrame $Filter -Count 10 -Timeout 10).Id
        $ids.Count | Should -Be 10
        $ids | ForEach-Object { $_ | Should -BeIn ($Lowest..$Highest) }
    }

    It 'selects by the data' {
        (Receive-CanFrame 0x123 -D0 1 -Count 2).ForEach{ $_.Data[0] } | Should -Be 1, 1
        (Receive-CanFrame 0x123 -Data '01 ??' -Count 2).ForEach{ $_.Data[0] } | Should -Be 1, 1
    }

    It 'ends when nothing came for a time' {
        Receive-CanFrame 0x7FF -Timeout 0.1 | Should -BeNullOrEmpty
    }

    It 'follows several devices at once' {
        $null = $simulator | Connect-CanDevice -Name other
        $devices = (Receive-CanFrame -Device car, other -Duration 0.3).Device | Sort-Object -Unique
        Disconnect-CanDevice other
        $devices | Should -Be car, other
    }
}
