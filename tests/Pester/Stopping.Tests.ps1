#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Stopping' {
    BeforeAll {
        . "$PSScriptRoot/Import.ps1"
    }

    BeforeEach {
        $script:simulator = Start-CanSimulator
        $null = $simulator | Connect-CanDevice
    }

    AfterEach {
        Clear-Bus
    }

    It 'ends at once when Select-Object has what it wants' {
        $time = Measure-Command { $script:frame = Receive-CanFrame | Select-Object -First 1 }
        $frame | Should -BeOfType Caneth.CanFrame
        $frame | Should -HaveCount 1
        $time.TotalSeconds | Should -BeLessThan 2
    }

    It 'goes on as before afterwards' {
        1..20 | ForEach-Object { Receive-CanFrame | Select-Object -First 1 } | Should -HaveCount 20
        @(Receive-CanFrame -Count 5).Count | Should -Be 5
    }

    It 'leaves nothing behind when the module is removed' {
        $port = $simulator.Port
        Remove-Module Caneth
        Get-Command -Name '*-Can*' -Module Caneth -ErrorAction Ignore | Should -BeNullOrEmpty
        { [Net.Sockets.TcpClient]::new('127.0.0.1', $port) } | Should -Throw
        . "$PSScriptRoot/Import.ps1"
        Get-CanDevice | Should -BeNullOrEmpty
        Get-CanSimulator | Should -BeNullOrEmpty
    }
}
