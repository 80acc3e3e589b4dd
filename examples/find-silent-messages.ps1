#Requires -Version 7.6

<#
.SYNOPSIS
    Finds the messages of a database that are silent: they have not come, or not for a time.
.DESCRIPTION
    Emits one object for each silent message, with how often it came and how many seconds ago the last time. A message may be silent
    for three of its cycle times, as its database has them, but for a second at least: gateways and computers have their pauses. Where
    the database says nothing it is -Patience.
.EXAMPLE
    ./find-silent-messages.ps1

    Looks at a simulated car, with a database that describes a message which the car does not send.
.EXAMPLE
    ./find-silent-messages.ps1 192.168.0.7 -Database car.dbc -Duration 10
#>
[CmdletBinding()]
param(
    # The gateway; without one, a simulated car.
    [string] $HostName,
    [int] $Port = 20001,
    # What the frames mean; without it, a message that the simulated car does not send.
    [string[]] $Database,
    # For how many seconds to look.
    [double] $Duration = 3,
    # How many seconds a message without a cycle time may be silent.
    [double] $Patience = 2
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name Caneth)) {
    Import-Module -Name "$PSScriptRoot/../Caneth.psd1"
}

$simulator = $HostName ? $null : (Start-CanSimulator)
$device = $simulator ? ($simulator | Connect-CanDevice) : (Connect-CanDevice $HostName -Port $Port)
$example = Join-Path ([IO.Path]::GetTempPath()) "missing-$PID.dbc"
try {
    if (-not $Database) {
        Set-Content -Path $example -Value 'BO_ 1900 MissingUnit: 8 Gone', ' SG_ Alive : 0|1@1+ (1,0) [0|1] "" Tester'
        $Database = $example
    }
    Import-CanDatabase $Database -Device $device

    # Counting began when the database was bound to the device.
    $null = Receive-CanFrame -Device $device -Duration $Duration | Measure-Object
    Get-CanMessage -Live -Device $device | Where-Object {
        $allowed = $_.Definition.CycleTime ? [Math]::Max(3 * $_.Definition.CycleTime.TotalSeconds, 1) : $Patience
        $_.Count -eq 0 -or $_.Age -gt $allowed
    }
}
finally {
    $device | Disconnect-CanDevice
    $simulator | Stop-CanSimulator
    Remove-Item -Path $example -ErrorAction Ignore
}
