#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Handlers' {
    BeforeAll {
        . "$PSScriptRoot/Import.ps1"
    }

    BeforeEach {
        $script:simulator = Start-CanSimulator -Traffic None
        $null = $simulator | Connect-CanDevice
        $script:seen = [Collections.Generic.List[object]]::new()
    }

    AfterEach {
        Clear-Bus
    }

    It 'run for each matching frame, in order, while the script goes on' {
        $null = Register-CanHandler 0x123 -MessageData $seen { param($frame, $list) $list.Add($frame.Data[0]) }
        0..99 | ForEach-Object { $simulator.Send((New-CanFrame 0x123 ([byte[]] $_))) }
        $simulator.Send((New-CanFrame 0x124))
        Wait-Until { $seen.Count -ge 100 }
        $seen | Should -Be (0..99)
    }

    It 'have the frame as $_' {
        $null = Register-CanHandler 0x123 -MessageData $seen { $args[1].Add($_.Id) }
        $simulator.Send((New-CanFrame 0x123))
        Wait-Until { $seen.Count -eq 1 }
        $seen | Should -Be 0x123
    }

    It 'run while a cmdlet waits' {
        $null = Register-CanHandler 0x123 -MessageData $seen { $args[1].Add($_.Id) }
        $simulator.Send((New-CanFrame 0x123))
        Wait-CanFrame 0x7FF -Timeout 0.3 -ErrorAction SilentlyContinue
        $seen | Should -Be 0x123
    }

    It 'end after -MaxTriggerCount frames' {
        $null = Register-CanHandler 0x123 -MaxTriggerCount 2 -MessageData $seen { $args[1].Add($_.Data[0]) }
        0..4 | ForEach-Object { $simulator.Send((New-CanFrame 0x123 ([byte[]] $_))) }
        Wait-Until { -not (Get-CanHandler) }
        $seen | Should -Be 0, 1
    }

    It 'survive an action that throws, and count it' {
        $null = Register-CanHandler 0x123 -Name shaky -MessageData $seen {
            if ($_.Data[0] -eq 0) {
                throw 'no zeros'
            }
            $args[1].Add($_.Data[0])
        } 2>$null
        $simulator.Send((New-CanFrame 0x123 '00'))
        $simulator.Send((New-CanFrame 0x123 '07'))
        Wait-Until { $seen.Count -eq 1 }
        (Get-CanHandler shaky).Errors | Should -Be 1
        (Get-CanHandler shaky).LastError | Should -Match 'no zeros'
    }

    It 'run in the background while the prompt is busy' {
        $null = Register-CanHandler 0x123 -Background { ($using:seen).Add($_.Id) }
        $simulator.Send((New-CanFrame 0x123))
        $end = [datetime]::UtcNow.AddSeconds(10)
        while ($seen.Count -eq 0 -and [datetime]::UtcNow -lt $end) { }
        $seen | Should -Be 0x123
    }

    It 'are gone after Unregister-CanHandler' {
        Register-CanHandler 0x123 { } | Unregister-CanHandler
        Get-CanHandler | Should -BeNullOrEmpty
    }
}
