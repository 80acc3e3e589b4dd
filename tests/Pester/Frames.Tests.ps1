#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Frames' {
    BeforeAll {
        . "$PSScriptRoot/Import.ps1"
    }

    It 'reads the id <Text> as <Id>' -ForEach @(
        @{ Text = '0x1A3'; Id = 0x1A3; Extended = $false }
        @{ Text = '1A3'; Id = 0x1A3; Extended = $false }
        @{ Text = '291'; Id = 291; Extended = $false }
        @{ Text = '00000123'; Id = 0x123; Extended = $false }
        @{ Text = '0x18DB33F1'; Id = 0x18DB33F1; Extended = $true }
    ) {
        $frame = New-CanFrame $Text
        $frame.Id | Should -Be $Id
        $frame.Extended | Should -Be $Extended
    }

    It 'reads the data <Text>' -ForEach @(
        @{ Text = '12 34 56' }
        @{ Text = '0x12,0x34,0x56' }
        @{ Text = '12-34-56' }
        @{ Text = '12:34:56' }
        @{ Text = '123456' }
    ) {
        "$((New-CanFrame 1 $Text).Data)" | Should -Be '12 34 56'
        [byte[]] (ConvertTo-CanData $Text) | Should -Be 0x12, 0x34, 0x56
    }

    It 'takes bytes' {
        "$((New-CanFrame 1 1, 2, 255).Data)" | Should -Be '01 02 FF'
        "$((New-CanFrame 1 ([byte[]] (3, 4))).Data)" | Should -Be '03 04'
    }

    It 'makes remote frames with a length and no data' {
        $frame = New-CanFrame 0x123 -Remote -Dlc 4
        $frame.Remote | Should -BeTrue
        $frame.Dlc | Should -Be 4
        $frame.Data.Count | Should -Be 0
    }

    It 'works with what PowerShell does with objects' {
        $frames = 3, 1, 2, 1 | ForEach-Object { New-CanFrame $_ ([byte[]] ($_, 9)) }
        ($frames | Where-Object Id -EQ 1).Count | Should -Be 2
        ($frames | Sort-Object Id).Id | Should -Be 1, 1, 2, 3
        ($frames | Group-Object Id).Count | Should -Be 3
        $frames[0].Data[0] | Should -Be 3
        $frames[0].Data.Count | Should -Be 2
        $frames[1] -eq $frames[3] | Should -BeTrue
    }

    It 'shows ids and data in hex' {
        New-CanFrame 0x12 '0A FF' | Out-String | Should -Match '012 data +2 0A FF'
        New-CanFrame 0x18DB33F1 | Out-String | Should -Match '18DB33F1'
        "$((New-CanFrame 0x12 '0A FF').Data)" | Should -Be '0A FF'
    }
}
