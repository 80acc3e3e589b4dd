#Requires -Version 7.6

<#
.SYNOPSIS
    Watches both channels of a gateway and says what is on each.
.DESCRIPTION
    Each channel is a device of its own. Its frames carry its name, so one pipeline can take both.
    The port of the second channel differs between gateways: look it up in the gateway's own settings.
.EXAMPLE
    ./watch-two-channels.ps1 -Duration 1

    Watches two simulated cars.
.EXAMPLE
    ./watch-two-channels.ps1 192.168.0.7 -Port 20001 -SecondPort 20005
#>
[CmdletBinding()]
param(
    # The gateway; without one, two simulated cars.
    [string] $HostName,
    [int] $Port = 20001,
    [int] $SecondPort,
    # For how many seconds.
    [double] $Duration = 2
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module -Name Caneth)) {
    Import-Module -Name "$PSScriptRoot/../Caneth.psd1"
}
if ($HostName -and -not $SecondPort) {
    throw 'Give the port of the second channel with -SecondPort.'
}

$simulators = @($HostName ? @() : (1..2 | ForEach-Object { Start-CanSimulator }))
$ports = $HostName ? @($Port, $SecondPort) : $simulators.Port
$address = $HostName ? $HostName : $simulators[0].HostName
$devices = 0..1 | ForEach-Object { Connect-CanDevice $address -Port $ports[$_] -Name "CAN$($_ + 1)" }
try {
    $frames = Receive-CanFrame -Device $devices -Duration $Duration
}
finally {
    $devices | Disconnect-CanDevice
    $simulators | Stop-CanSimulator
}

$frames | Group-Object -Property Device | Sort-Object -Property Name | ForEach-Object {
    [pscustomobject] @{
        Channel         = $_.Name
        Frames          = $_.Count
        FramesPerSecond = [Math]::Round($_.Count / $Duration)
        Ids             = @($_.Group.Id | Sort-Object -Unique).Count
    }
}
