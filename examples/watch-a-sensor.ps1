#Requires -Version 7.6

<#
.SYNOPSIS
    Reads a value of a control unit again and again while driving, and writes it to a CSV file.
.DESCRIPTION
    Asks for an identifier at a steady rate. Each row has the seconds since the beginning and the value as a number. A read that fails is
    a row without a value, so that a gap is seen.
.EXAMPLE
    ./watch-a-sensor.ps1 -Duration 5

    Watches the engine speed of a simulated car, ten times a second.
.EXAMPLE
    ./watch-a-sensor.ps1 192.168.0.7 -Identifier 0102 -Every 0.5 -Duration 3600 -Path drive.csv

    Watches another value behind a gateway, twice a second for an hour.
#>
[CmdletBinding()]
param(
    # The gateway; without one, a simulated car.
    [string] $HostName,
    [int] $Port = 20001,
    # The id with which the control unit is asked.
    [string] $Request = '7E0',
    # What is read: in the simulated car 0101 is the engine speed in rpm.
    [string] $Identifier = '0101',
    # How many seconds are between two reads.
    [double] $Every = 0.1,
    # For how many seconds.
    [double] $Duration = 10,
    [string] $Path = 'sensor.csv'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name Caneth)) {
    Import-Module -Name "$PSScriptRoot/../Caneth.psd1"
}

$simulator = $HostName ? $null : (Start-CanSimulator)
$device = $simulator ? ($simulator | Connect-CanDevice) : (Connect-CanDevice $HostName -Port $Port)
try {
    $unit = Connect-CanEcu $Request -Device $device
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    & {
        for ($turn = 1; $clock.Elapsed.TotalSeconds -lt $Duration; $turn++) {
            [pscustomobject] @{
                Seconds = [math]::Round($clock.Elapsed.TotalSeconds, 3)
                Value   = Read-CanEcuData $Identifier -As UInt -Ecu $unit -ErrorAction Continue
            }

            # A read that took longer makes the next one no later.
            $pause = $turn * $Every - $clock.Elapsed.TotalSeconds
            if ($pause -gt 0) {
                Start-Sleep -Duration ([timespan]::FromSeconds($pause))
            }
        }
    } | Export-Csv -Path $Path
}
finally {
    $device | Disconnect-CanDevice
    $simulator | Stop-CanSimulator
}
Get-Item -Path $Path
