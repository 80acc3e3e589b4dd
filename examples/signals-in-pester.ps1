#Requires -Version 7.6
#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

<#
.SYNOPSIS
    A Pester test that speaks of signals: Invoke-Pester -Path ./signals-in-pester.ps1
.DESCRIPTION
    It tests a simulated car, which brings its database. With a gateway of your own, connect to it in BeforeAll with
    Connect-CanDevice ... -Database car.dbc.
#>

Describe 'The car' {
    BeforeAll {
        if (-not (Get-Module -Name Caneth)) {
            Import-Module -Name "$PSScriptRoot/../Caneth.psd1"
        }
        $script:simulator = Start-CanSimulator
        $script:car = $simulator | Connect-CanDevice -Name car
    }

    AfterAll {
        $car | Disconnect-CanDevice
        $simulator | Stop-CanSimulator
    }

    It 'has an engine that runs at a speed that an engine can have' {
        (Receive-CanMessage EngineData -Device $car -Count 1).EngineSpeed | Should -BeGreaterThan 500
    }

    It 'blinks' {
        # A wait that times out is an error, and so the test fails.
        $lit = Wait-CanSignal IndicatorLeft -EQ Lit -Timeout 5 -Device $car -ErrorAction Stop
        $dark = Wait-CanSignal IndicatorLeft -EQ Dark -Timeout 5 -Device $car -ErrorAction Stop
        ($dark.Timestamp - $lit.Timestamp).TotalSeconds | Should -BeLessThan 0.5
    }

    It 'sends what the engine does every 10 ms, with right checksums' {
        $counted = Receive-CanFrame 0x0C0 -Device $car -Count 50 | Test-CanProtection
        $counted.FaultyFrames | Should -Be 0
        (Get-CanMessage EngineData -Live -Device $car).Period | Should -BeLessThan 0.05
    }
}
