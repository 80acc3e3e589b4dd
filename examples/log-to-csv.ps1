#Requires -Version 7.6

<#
.SYNOPSIS
    Writes what is on the bus to a CSV file.
.EXAMPLE
    ./log-to-csv.ps1 -Id 0x100-0x1FF -Duration 5

    Logs a simulated car for five seconds.
.EXAMPLE
    ./log-to-csv.ps1 192.168.0.7 -Port 20001 -Duration 3600 -Path night.csv

    Logs a gateway for an hour.
#>
[CmdletBinding()]
param(
    # The gateway; without one, a simulated car.
    [string] $HostName,
    [int] $Port = 20001,
    # Which frames, as Receive-CanFrame takes them.
    [object[]] $Id = '0-0x1FFFFFFF',
    # For how many seconds.
    [double] $Duration = 5,
    [string] $Path = 'bus.csv'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name Caneth)) {
    Import-Module -Name "$PSScriptRoot/../Caneth.psd1"
}

$simulator = $HostName ? $null : (Start-CanSimulator)
$device = $simulator ? ($simulator | Connect-CanDevice) : (Connect-CanDevice $HostName -Port $Port)
try {
    # -Lossless: a slow disk holds the gateway back and loses no frame.
    Receive-CanFrame -Device $device -Id $Id -Duration $Duration -Lossless | Export-Csv -Path $Path
}
finally {
    $device | Disconnect-CanDevice
    $simulator | Stop-CanSimulator
}
Get-Item -Path $Path
