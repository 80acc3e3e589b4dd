#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

Describe 'Messages in jobs' {
    BeforeAll {
        . "$PSScriptRoot/Import.ps1"
    }

    AfterEach {
        Clear-Bus
    }

    It 'are decoded in a thread job, with all their signals' {
        $null = Start-CanSimulator | Connect-CanDevice
        $messages = Receive-CanMessage GearboxData -Count 3
        $seen = Start-ThreadJob { $using:messages | ForEach-Object { "$($_.Gear -ge 0) $($_.InputSpeed -ge 0) $($_['Gear'].GetText())" } } | Receive-Job -Wait -AutoRemoveJob
        $seen | Should -Be $messages.ForEach{ "True True $($_.Gear)" }
    }

    It 'come out of a thread job as what they are' {
        Set-Content (Join-Path $TestDrive lamp.dbc) 'BO_ 291 Lamp: 2 Body', ' SG_ Left : 0|8@1+ (1,0) [0|1] "" Dash', 'VAL_ 291 Left 0 "Dark" 1 "Lit" ;'
        $job = Start-ThreadJob { param($module, $database)
            Import-Module $module
            New-CanFrame 0x123 01 | ConvertFrom-CanFrame -Database $database
        } -ArgumentList $manifest, (Join-Path $TestDrive lamp.dbc)
        $message = $job | Receive-Job -Wait -AutoRemoveJob
        $message.Left | Should -Be Lit
        $message.PSObject.Properties.Name | Should -Contain Left
    }
}
