#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Connecting' {
    BeforeAll {
        . "$PSScriptRoot/Import.ps1"
    }

    BeforeEach {
        $script:simulator = Start-CanSimulator -Name car
    }

    AfterEach {
        Clear-Bus
    }

    It 'connects to an address and a port' {
        $device = Connect-CanDevice 127.0.0.1 -Port $simulator.Port
        $device.State | Should -Be Connected
        $device.HostName | Should -Be 127.0.0.1
        $device.Port | Should -Be $simulator.Port
    }

    It 'connects to a simulator by pipeline' {
        ($simulator | Connect-CanDevice -Name bench).Name | Should -Be bench
        (Get-CanDevice).Name | Should -Be bench
    }

    It 'shows a device as a row of a table' {
        $null = $simulator | Connect-CanDevice -Name bench
        Get-CanDevice | Out-String | Should -Match 'bench +Connected +\d+ +0 +0 +0 +0'
        $list = Get-CanDevice | Format-List | Out-String
        $list | Should -Match 'HostName +: 127\.0\.0\.1'
        $list | Should -Match "Port +: $($simulator.Port)"
    }

    It 'uses the device connected last, or the one that is named' {
        $null = $simulator | Connect-CanDevice -Name first
        $null = $simulator | Connect-CanDevice -Name second
        (Receive-CanFrame -Count 1).Device | Should -Be second
        (Receive-CanFrame -Count 1 -Device first).Device | Should -Be first
    }

    It 'finds devices by wildcard' {
        'can1', 'can2', 'spare' | ForEach-Object { $null = $simulator | Connect-CanDevice -Name $_ }
        (Get-CanDevice can*).Name | Should -Be can1, can2
    }

    It 'reconnects automatically after the link was lost, and says so' {
        $device = $simulator | Connect-CanDevice -ReconnectDelay 0.05
        Wait-Until { $simulator.Clients -eq 1 }
        $simulator.DisconnectClients($true)
        Wait-Until { $device.Reconnects -eq 1 }
        Wait-CanFrame 0x123 -Timeout 10 | Should -Not -BeNullOrEmpty
        (Get-CanDevice -Event).Kind | Should -Contain Lost
    }

    It 'goes on trying with -NoWait' {
        $simulator.StopListening()
        $device = Connect-CanDevice 127.0.0.1 -Port $simulator.Port -NoWait -ReconnectDelay 0.05
        $device.State | Should -Not -Be Connected
        $simulator.Resume()
        Wait-Until { $device.State -eq 'Connected' }
    }

    It 'is gone after Disconnect-CanDevice' {
        $null = $simulator | Connect-CanDevice
        Disconnect-CanDevice
        Get-CanDevice | Should -BeNullOrEmpty
        Wait-Until { $simulator.Clients -eq 0 }
    }
}
