#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'The simulator' {
    BeforeAll {
        . "$PSScriptRoot/Import.ps1"
    }

    AfterEach {
        Clear-Bus
    }

    It 'listens on loopback, on a port that is free' {
        $simulator = Start-CanSimulator
        $simulator.HostName | Should -Be 127.0.0.1
        $simulator.Port | Should -BeGreaterThan 0
    }

    It 'has a car on its bus, with 20 ids or more' {
        $null = Start-CanSimulator | Connect-CanDevice
        (Receive-CanFrame -Duration 1.5 | Sort-Object Id -Unique).Count | Should -BeGreaterOrEqual 20
    }

    It 'plays a log, every frame in order' {
        $lines = 0..199 | ForEach-Object { '(1700000000.{0:D6}) can0 123#{1:X2}' -f ($_ * 100), $_ }
        Set-Content -Path TestDrive:/drive.log -Value $lines
        $null = Start-CanSimulator -Path TestDrive:/drive.log -Speed 0 | Connect-CanDevice -NoWait
        (Receive-CanFrame -Count 200 -Lossless -Timeout 10).ForEach{ $_.Data[0] } | Should -Be (0..199)
    }

    It 'tears frames apart on request, and none is lost' {
        $simulator = Start-CanSimulator -Traffic None -Fault 'Split=12'
        $null = $simulator | Connect-CanDevice
        0..99 | ForEach-Object { $simulator.Send((New-CanFrame 0x123 ([byte[]] $_))) }
        Wait-Until { (Get-CanDevice).FramesReceived -eq 100 }
        (Get-CanDevice).BytesSkipped | Should -Be 0
    }

    It 'is listed, changed and stopped by name' {
        $null = Start-CanSimulator -Name one
        $null = Start-CanSimulator -Name two
        (Get-CanSimulator).Name | Sort-Object | Should -Be one, two
        (Set-CanSimulator one -Fault 'Split=12' -PassThru).Faults.Active.Count | Should -Be 1
        Stop-CanSimulator one
        (Get-CanSimulator).Name | Should -Be two
    }
}
