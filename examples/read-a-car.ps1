#Requires -Version 7.6

<#
.SYNOPSIS
    Reads what the control units of a car are, and which faults they hold.
.DESCRIPTION
    Asks each control unit that answers for its name, its serial number, the version of its software, the number of the vehicle, and
    its trouble codes. It reads only: nothing is written, and nothing is cleared.
.EXAMPLE
    ./read-a-car.ps1

    Reads a simulated car.
.EXAMPLE
    ./read-a-car.ps1 192.168.0.7 -Request 7E0, 7E1, 7E2 | Export-Csv car.csv

    Reads three control units behind a gateway.
#>
[CmdletBinding()]
param(
    # The gateway; without one, a simulated car.
    [string] $HostName,
    [int] $Port = 20001,
    # The ids with which control units are asked.
    [string[]] $Request = @('7E0', '7E1')
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name Caneth)) {
    Import-Module -Name "$PSScriptRoot/../Caneth.psd1"
}

$simulator = $HostName ? $null : (Start-CanSimulator)
$device = $simulator ? ($simulator | Connect-CanDevice) : (Connect-CanDevice $HostName -Port $Port)
try {
    foreach ($id in $Request) {
        try {
            $unit = Connect-CanEcu $id -Device $device
        }
        catch {
            Write-Warning "$_"
            continue
        }

        # What one control unit does not have is no reason to leave the others out.
        $data = @{}
        Read-CanEcuData SystemName, SerialNumber, SupplierSoftwareVersion, Vin -Ecu $unit -ErrorAction SilentlyContinue |
            ForEach-Object { $data[$_.Name] = $_.Text }

        # All trouble codes, whatever their status: 19 02 FF.
        $faults = Invoke-CanUds ReadDtcInformation -SubFunction 2 -Data FF -Ecu $unit -ErrorAction SilentlyContinue
        [pscustomobject] @{
            Request  = $unit.Request
            Name     = $data['SystemName']
            Serial   = $data['SerialNumber']
            Software = $data['SupplierSoftwareVersion']
            Vin      = $data['Vin']
            Faults   = @([regex]::Matches("$($faults ? $faults.Text : '')", '[PCBU][0-9A-F]{4}-[0-9A-F]{2}') | ForEach-Object Value)
        }
    }
}
finally {
    $device | Disconnect-CanDevice
    $simulator | Stop-CanSimulator
}
