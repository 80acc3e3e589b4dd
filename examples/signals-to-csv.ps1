#Requires -Version 7.6

<#
.SYNOPSIS
    Logs two signals, each of a message of its own, to one CSV file with a column for each.
.EXAMPLE
    ./signals-to-csv.ps1 -Duration 5

    Engine speed and vehicle speed of a simulated car.
.EXAMPLE
    ./signals-to-csv.ps1 192.168.0.7 -Database car.dbc -Signal EngineSpeed, OilPressure -Every 1 -Duration 3600
#>
[CmdletBinding()]
param(
    # The gateway; without one, a simulated car.
    [string] $HostName,
    [int] $Port = 20001,
    # What the frames mean; the simulated car has its own.
    [string[]] $Database,
    [string[]] $Signal = ('EngineSpeed', 'VehicleSpeed'),
    # The time from one row to the next, in seconds.
    [double] $Every = 0.1,
    # For how many seconds.
    [double] $Duration = 5,
    [string] $Path = 'signals.csv'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name Caneth)) {
    Import-Module -Name "$PSScriptRoot/../Caneth.psd1"
}

$given = $Database ? @{ Database = $Database } : @{}
$simulator = $HostName ? $null : (Start-CanSimulator)
$device = $simulator ? ($simulator | Connect-CanDevice @given) : (Connect-CanDevice $HostName -Port $Port @given)
try {
    # Each value goes into a row that holds the latest of all signals; a row is emitted when its time is over.
    $row = [ordered] @{ Timestamp = $null }
    $Signal.ForEach{ $row[$_] = $null }
    $due = $null
    Receive-CanMessage -Signal $Signal -AsSignal -Device $device -Duration $Duration | ForEach-Object {
        $due ??= $_.Timestamp.AddSeconds($Every)
        $row[$_.Signal] = $_.Value
        if ($_.Timestamp -ge $due) {
            $row.Timestamp = $_.Timestamp
            [pscustomobject] $row
            $due = $due.AddSeconds($Every)
        }
    } | Export-Csv -Path $Path
}
finally {
    $device | Disconnect-CanDevice
    $simulator | Stop-CanSimulator
}
Get-Item -Path $Path
