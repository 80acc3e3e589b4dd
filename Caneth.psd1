@{
    RootModule             = 'bin/Caneth.dll'
    ModuleVersion          = '0.1.0'
    GUID                   = '6f0b7d0e-6f0c-4b52-9a39-2f2f2f5d7a11'
    Author                 = 'The Caneth authors'
    CompanyName            = 'The Caneth authors'
    Copyright              = '(c) 2026 The Caneth authors. MIT licence.'
    Description            = 'A CAN-bus workbench at the PowerShell prompt: connect to CAN-over-Ethernet gateways (Waveshare 2-CH-CAN-TO-ETH and its family), receive, wait for, send, log and replay frames, and simulate a gateway without hardware.'
    PowerShellVersion      = '7.6'
    CompatiblePSEditions   = @('Core')
    FormatsToProcess       = @('Caneth.Format.ps1xml')
    FunctionsToExport      = @()
    VariablesToExport      = @()
    AliasesToExport        = @()
    CmdletsToExport        = @(
        'Clear-CanSendBuffer'
        'Compare-CanDatabase'
        'Connect-CanDevice'
        'ConvertFrom-CanFrame'
        'ConvertTo-CanData'
        'ConvertTo-CanFrame'
        'ConvertTo-CanLog'
        'Disconnect-CanDevice'
        'Export-CanDatabase'
        'Export-CanLog'
        'Get-CanDatabase'
        'Get-CanDevice'
        'Get-CanHandler'
        'Get-CanMessage'
        'Get-CanRecording'
        'Get-CanReply'
        'Get-CanSignal'
        'Get-CanSimulator'
        'Get-CanTransmission'
        'Import-CanDatabase'
        'Import-CanLog'
        'Measure-CanFrame'
        'New-CanFrame'
        'New-CanMessage'
        'Receive-CanFrame'
        'Receive-CanMessage'
        'Register-CanHandler'
        'Register-CanReply'
        'Remove-CanDatabase'
        'Request-CanFrame'
        'Send-CanFrame'
        'Send-CanLog'
        'Send-CanMessage'
        'Set-CanProtection'
        'Set-CanSimulator'
        'Set-CanTransmission'
        'Show-CanMessage'
        'Start-CanRecording'
        'Start-CanSimulator'
        'Start-CanTransmission'
        'Stop-CanRecording'
        'Stop-CanSimulator'
        'Stop-CanTransmission'
        'Test-CanDatabase'
        'Test-CanProtection'
        'Unregister-CanHandler'
        'Unregister-CanReply'
        'Wait-CanFrame'
        'Wait-CanMessage'
        'Wait-CanSignal'
    )
    PrivateData            = @{
        PSData = @{
            Tags         = @('CAN', 'CANbus', 'Automotive', 'Waveshare', 'Gateway', 'Simulator', 'Test', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
